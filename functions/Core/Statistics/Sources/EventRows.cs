using RetailServerless.Core.Consent;
using RetailServerless.Core.Personalization;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Statistics.Sources;

/// <summary>What shoppers did on the site: a row an event.</summary>
internal sealed class EventRows(IDocumentStore documents) : IStatisticsSource
{
    public string Name => "events";

    public string Container => EventStore.Container;

    public IReadOnlyList<string> Words { get; } = ["type", "weekday", "hour"];

    public IReadOnlyList<string> Numbers { get; } = ["quantity", "position"];

    public async Task<IReadOnlyList<StatisticsRow>> ReadAsync(Grant grant, CancellationToken cancellationToken)
    {
        grant.Require(Purpose.Analytics, grant.Person);
        var visits = await documents.QueryAsync<ShopperVisit>(Container, grant.Person.Value, DocumentQuery.All, cancellationToken).Select(d => d.Value).ToListAsync(cancellationToken);
        return [.. visits.SelectMany(v => v.Events).OrderByDescending(e => e.At).ThenByDescending(e => e.Id, StringComparer.Ordinal).Select(RowOf)];
    }

    private static StatisticsRow RowOf(ShopperEvent e)
    {
        var numbers = new Dictionary<string, decimal>(StringComparer.Ordinal);
        if (e.Quantity is { } quantity)
        {
            numbers["quantity"] = quantity;
        }

        if (e.Position is { } position)
        {
            numbers["position"] = position;
        }

        var at = e.At.UtcDateTime;
        return new StatisticsRow(
            RowWords.Of(("type", e.Type.ToString()), ("weekday", at.DayOfWeek.ToString()), ("hour", at.ToString("HH", System.Globalization.CultureInfo.InvariantCulture))), numbers);
    }
}
