using System.Collections.Concurrent;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Classification;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>
/// People whose data is kept and not used (GDPR Art. 18). Container <c>privacy-restrictions</c>, partition the person. What was read is kept for at most one second, so that a restriction
/// acts on the next read here and within a second elsewhere.
/// </summary>
public sealed class Restrictions(IDocumentStore documents, TimeProvider time)
{
    /// <summary>The container.</summary>
    public const string Container = "privacy-restrictions";

    /// <summary>What is kept.</summary>
    public static PersonalDataDescription Description { get; } = new(
        Container, "That the person asked us to keep their data and not to use them.", ["identifiers"], [Consent.Purpose.Service]);

    private const string DocumentId = "restriction";
    private const int MaxKept = 20_000;
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<PersonId, (bool Restricted, long At)> _kept = new();

    /// <summary>Restricts. Idempotent.</summary>
    public async Task AddAsync(PersonId person, CancellationToken cancellationToken)
    {
        await documents.UpsertAsync(KeyOf(person), new Restriction(time.GetUtcNow()), WriteCondition.IfAbsent, cancellationToken);
        _kept[person] = (true, time.GetTimestamp());
    }

    /// <summary>Lifts a restriction; the person must have been told before (GDPR Art. 18(3)).</summary>
    public async Task LiftAsync(PersonId person, CancellationToken cancellationToken)
    {
        await documents.DeleteAsync(KeyOf(person), null, cancellationToken);
        _kept.TryRemove(person, out _);
    }

    /// <summary>Whether the person's data may only be kept.</summary>
    public ValueTask<bool> IsRestrictedAsync(PersonId person, CancellationToken cancellationToken) =>
        _kept.TryGetValue(person, out var kept) && time.GetElapsedTime(kept.At) < MaxAge ? ValueTask.FromResult(kept.Restricted) : new ValueTask<bool>(ReadAsync(person, cancellationToken));

    private static DocumentKey KeyOf(PersonId person) => new(Container, person.Value, DocumentId);

    private async Task<bool> ReadAsync(PersonId person, CancellationToken cancellationToken)
    {
        var at = time.GetTimestamp();
        var restricted = await documents.GetAsync<Restriction>(KeyOf(person), cancellationToken) is not null;
        if (_kept.Count >= MaxKept)
        {
            _kept.Clear();
        }

        // A restriction that was made meanwhile by this process is newer than what was read.
        _kept.AddOrUpdate(person, (restricted, at), (_, known) => known.Restricted && known.At > at ? known : (restricted, at));
        return restricted;
    }

    [PersonalData(Container = Container)]
    private sealed record Restriction(DateTimeOffset At);
}
