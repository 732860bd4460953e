using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent.Revocations;

/// <summary>
/// Completes changes of consent whose process died between the change and its receipts, although the person never comes back: reads the changes of the consent container and looks for what is pending.
/// </summary>
public sealed class ConsentRecovery
{
    /// <summary>The container of the place up to which changes were read. It names nobody.</summary>
    public const string FeedContainer = "consent-feed";

    private const int PageSize = 500;

    private static readonly DocumentKey Place = new(FeedContainer, "consent", "recovery");

    private readonly IDocumentStore _documents;
    private readonly ConsentStates _states;
    private readonly ConsentOutbox _outbox;

    internal ConsentRecovery(IDocumentStore documents, ConsentStates states, ConsentOutbox outbox)
    {
        _documents = documents;
        _states = states;
        _outbox = outbox;
    }

    /// <summary>Reads what changed since the last time.</summary>
    /// <returns>How many changes were completed.</returns>
    public async Task<int> CompleteAsync(CancellationToken cancellationToken)
    {
        var from = (await _documents.GetAsync<FeedPlace>(Place, cancellationToken))?.Value.Continuation;
        var completed = 0;
        while (true)
        {
            var page = await ReadAsync(from, cancellationToken);
            foreach (var change in page.Changes.Where(c => c.Value is { Pending.Count: > 0 }))
            {
                var person = new PersonId(change.Key.Partition);
                if (await _states.FindAsync(person, cancellationToken) is { Value.Pending.Count: > 0 } stored)
                {
                    await _outbox.CompleteAsync(person, stored, cancellationToken);
                    completed++;
                }
            }

            if (page.Continuation != from)
            {
                await _documents.UpsertAsync(Place, new FeedPlace(page.Continuation), WriteCondition.Always, cancellationToken);
            }

            if (page.Changes.Count < PageSize)
            {
                return completed;
            }

            from = page.Continuation;
        }
    }

    private async Task<ChangePage<ConsentState>> ReadAsync(string? from, CancellationToken cancellationToken)
    {
        try
        {
            return await _documents.ReadChangesAsync<ConsentState>(ConsentState.Container, from, PageSize, cancellationToken);
        }
        catch (ChangesExpiredException)
        {
            return await _documents.ReadChangesAsync<ConsentState>(ConsentState.Container, null, PageSize, cancellationToken);
        }
    }

    private sealed record FeedPlace(string Continuation);
}
