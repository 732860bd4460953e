using System.Globalization;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Personalization;

/// <summary>Keeps what shoppers did, a visit in a document; a partition is a person. Nothing is kept of a person who has agreed to neither analytics nor personalization.</summary>
public sealed class EventStore(IDocumentStore documents, IConsentGate gate)
{
    /// <summary>The container.</summary>
    public const string Container = "events";

    /// <summary>At most so many events of one visit and day are kept.</summary>
    public const int MaxEventsOfVisit = 2000;

    /// <summary>What is kept.</summary>
    public static PersonalDataDescription Description { get; } = new(
        Container,
        "What the shopper looked at, searched for, put into the cart and bought on the site.",
        ["identifiers", "internet or other electronic network activity", "commercial information"],
        [Purpose.Personalization, Purpose.Analytics]);

    /// <summary>Writes events. Those that are there already, by their id, stay as they are.</summary>
    public async Task<EventWriteResult> WriteAsync(IReadOnlyCollection<PersonEvent> events, PrivacySignals signals, CancellationToken cancellationToken)
    {
        var writes = new List<DocumentWrite<ShopperVisit>>();
        var (dropped, added) = (0, 0);
        foreach (var person in events.GroupBy(e => e.Person))
        {
            if (!await MayKeepAsync(person.Key, signals, cancellationToken))
            {
                dropped += person.Count();
                continue;
            }

            foreach (var visit in person.GroupBy(e => VisitId(e.Session, e.Event.At), StringComparer.Ordinal))
            {
                var before = (await documents.GetAsync<ShopperVisit>(new DocumentKey(Container, person.Key.Value, visit.Key), cancellationToken))?.Value.Events ?? [];
                var merged = before.Concat(visit.Select(e => e.Event)).DistinctBy(e => e.Id, StringComparer.Ordinal).Take(Math.Max(MaxEventsOfVisit, before.Count))
                    .OrderBy(e => e.At).ThenBy(e => e.Id, StringComparer.Ordinal).ToArray();
                added += merged.Length - before.Count;
                writes.Add(new DocumentWrite<ShopperVisit>(person.Key.Value, visit.Key, new ShopperVisit(visit.First().Session, merged)));
            }
        }

        var result = await documents.UpsertManyAsync(Container, writes, cancellationToken);
        return new EventWriteResult(added, events.Count - dropped - added, dropped, result);
    }

    /// <summary>How many events of a person there are up to an instant.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="concerns">Which instants.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal async Task<int> CountAsync(PersonId person, Func<DateTimeOffset, bool> concerns, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var visit in documents.QueryAsync<ShopperVisit>(Container, person.Value, DocumentQuery.All, cancellationToken))
        {
            count += visit.Value.Events.Count(e => concerns(e.At));
        }

        return count;
    }

    /// <summary>Removes events of a person up to an instant; a visit of which nothing is left goes too.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="concerns">Which instants.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal async Task RemoveAsync(PersonId person, Func<DateTimeOffset, bool> concerns, CancellationToken cancellationToken)
    {
        await foreach (var visit in documents.QueryAsync<ShopperVisit>(Container, person.Value, DocumentQuery.All, cancellationToken))
        {
            var left = visit.Value.Events.Where(e => !concerns(e.At)).ToArray();
            var isDone = left.Length == visit.Value.Events.Count
                || (left.Length == 0
                    ? await documents.DeleteAsync(visit.Key, visit.ETag, cancellationToken)
                    : await documents.UpsertAsync(visit.Key, visit.Value with { Events = left }, WriteCondition.IfMatch(visit.ETag), cancellationToken) is not null);
            if (!isDone)
            {
                throw new IOException("A visit changed under this step; it is taken again.");
            }
        }
    }

    private async ValueTask<bool> MayKeepAsync(PersonId person, PrivacySignals signals, CancellationToken cancellationToken) =>
        (await gate.AskAsync(person, Purpose.Personalization, signals, cancellationToken)).Grant is not null
        || (await gate.AskAsync(person, Purpose.Analytics, signals, cancellationToken)).Grant is not null;

    /// <summary>Ordinal order is the order of days.</summary>
    private static string VisitId(string session, DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyyMMdd}_{session}");
}

/// <summary>An event and who did it.</summary>
/// <param name="Person">Who.</param>
/// <param name="Session">The visit; empty when the storefront gave none.</param>
/// <param name="Event">What.</param>
public readonly record struct PersonEvent(PersonId Person, string Session, ShopperEvent Event);

/// <summary>What a write of events did.</summary>
/// <param name="Added">Events that are kept now and were not before.</param>
/// <param name="Known">Events that were there already, or above the limit of a visit.</param>
/// <param name="WithoutBasis">Events of persons who have not agreed; they were dropped.</param>
/// <param name="Visits">Visits changed and unchanged.</param>
public readonly record struct EventWriteResult(int Added, int Known, int WithoutBasis, BulkWriteResult Visits);
