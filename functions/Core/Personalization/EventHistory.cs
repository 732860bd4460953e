using RetailServerless.Core.Consent;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Personalization;

/// <summary>Reads what a person did on the site.</summary>
public sealed class EventHistory(IDocumentStore documents)
{
    /// <summary>The newest events of the person whom the grant names, newest first.</summary>
    /// <param name="grant">For personalization.</param>
    /// <param name="limit">At most so many events.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="InvalidOperationException">The grant is for another purpose: a defect of the calling code.</exception>
    public async Task<IReadOnlyList<ShopperEvent>> ReadAsync(Grant grant, int limit, CancellationToken cancellationToken)
    {
        grant.Require(Purpose.Personalization, grant.Person);
        var events = new List<ShopperEvent>();
        var day = "";
        await foreach (var visit in documents.QueryAsync<ShopperVisit>(EventStore.Container, grant.Person.Value, new DocumentQuery(Descending: true), cancellationToken))
        {
            // Visits of one day come in the order of their numbers, not of time: a day is read whole.
            if (events.Count >= limit && !visit.Key.Id.StartsWith(day, StringComparison.Ordinal))
            {
                break;
            }

            day = visit.Key.Id[..9];
            events.AddRange(visit.Value.Events);
        }

        return [.. events.OrderByDescending(e => e.At).ThenByDescending(e => e.Id, StringComparer.Ordinal).Take(limit)];
    }
}
