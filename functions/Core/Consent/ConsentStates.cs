using System.Collections.Concurrent;
using RetailServerless.Core.Customers;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent;

/// <summary>
/// The consent states, with those just read kept for at most one second. A change in this process is seen by the next read at once, in another within that second.
/// </summary>
internal sealed class ConsentStates(IDocumentStore documents, TimeProvider clock)
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private const int MaxKept = 20_000;

    private readonly CustomerStore _customers = new(documents);
    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<PersonId, Kept> _kept = new();
    private long _changes;

    /// <summary>What the rules look at, as it is now; an empty state for somebody who never decided.</summary>
    public ValueTask<PersonConsent> GetAsync(PersonId person, CancellationToken cancellationToken) =>
        _kept.TryGetValue(person, out var kept) && clock.GetElapsedTime(kept.At) < MaxAge
            ? ValueTask.FromResult(kept.Person)
            : new ValueTask<PersonConsent>(LoadAsync(person, cancellationToken));

    /// <summary>What the customer record says that decides about rules, read now. It is read to keep the law on consent of minors and of places (GDPR Art. 6(1)(c), 8(2)).</summary>
    public async Task<PersonTraits> TraitsAsync(PersonId person, CancellationToken cancellationToken)
    {
        if (person.IsVisitor)
        {
            return PersonTraits.Unknown;
        }

        var grant = new Grant(person, Purpose.Service, LegalBasis.LegalObligation, "law", null, clock.GetUtcNow());
        return await _customers.FindAsync(grant, cancellationToken) is { } customer ? PersonTraits.Of(customer) : PersonTraits.Unknown;
    }

    /// <summary>The stored document itself, for a change.</summary>
    public Task<StoredDocument<ConsentState>?> FindAsync(PersonId person, CancellationToken cancellationToken) =>
        documents.GetAsync<ConsentState>(KeyOf(person), cancellationToken);

    /// <summary>Writes a state; <see langword="null"/> when somebody else was first.</summary>
    public async Task<StoredDocument<ConsentState>?> WriteAsync(
        PersonId person, ConsentState state, StoredDocument<ConsentState>? over, CancellationToken cancellationToken)
    {
        var condition = over is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(over.ETag);
        try
        {
            var etag = await documents.UpsertAsync(KeyOf(person), state, condition, cancellationToken);
            return etag is null ? null : new StoredDocument<ConsentState>(KeyOf(person), state, etag);
        }
        finally
        {
            Forget(person);
        }
    }

    /// <summary>Deletes the state.</summary>
    public async Task<int> DeleteAsync(PersonId person, CancellationToken cancellationToken)
    {
        try
        {
            return await documents.DeletePartitionAsync(ConsentState.Container, person.Value, cancellationToken);
        }
        finally
        {
            Forget(person);
        }
    }

    private static DocumentKey KeyOf(PersonId person) => new(ConsentState.Container, person.Value, ConsentState.DocumentId);

    private async Task<PersonConsent> LoadAsync(PersonId person, CancellationToken cancellationToken)
    {
        var changes = Interlocked.Read(ref _changes);
        var at = clock.GetTimestamp();
        var state = (await FindAsync(person, cancellationToken))?.Value ?? ConsentState.Empty;
        var known = new PersonConsent(state, await TraitsAsync(person, cancellationToken));
        Keep(person, new Kept(known, at), changes);
        return known;
    }

    // What was read before a change is not kept after it.
    private void Keep(PersonId person, Kept kept, long changes)
    {
        lock (_writing)
        {
            if (_changes != changes)
            {
                return;
            }

            if (_kept.Count >= MaxKept)
            {
                _kept.Clear();
            }

            _kept[person] = kept;
        }
    }

    private void Forget(PersonId person)
    {
        lock (_writing)
        {
            _changes++;
            _kept.TryRemove(person, out _);
        }
    }

    private sealed record Kept(PersonConsent Person, long At);
}
