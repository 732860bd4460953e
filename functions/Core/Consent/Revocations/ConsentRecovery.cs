using Microsoft.Extensions.Logging;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent.Revocations;

/// <summary>
/// Completes changes of consent whose process died between the change and its receipts, although the person never comes back: reads the changes of the consent container and looks for what is pending.
/// </summary>
public sealed partial class ConsentRecovery
{
    /// <summary>The container of the place up to which changes were read. It names nobody.</summary>
    public const string FeedContainer = "consent-feed";

    private const int PageSize = 500;

    private static readonly DocumentKey Place = new(FeedContainer, "consent", "recovery");

    private readonly IDocumentStore _documents;
    private readonly ConsentStates _states;
    private readonly ConsentOutbox _outbox;
    private readonly ILogger<ConsentRecovery> _logger;

    internal ConsentRecovery(IDocumentStore documents, ConsentStates states, ConsentOutbox outbox, ILogger<ConsentRecovery> logger)
    {
        _documents = documents;
        _states = states;
        _outbox = outbox;
        _logger = logger;
    }

    /// <summary>Reads what changed since the last time. One that cannot be completed does not hold up the others; it is tried again with each call.</summary>
    /// <returns>How many changes were completed.</returns>
    public async Task<int> CompleteAsync(CancellationToken cancellationToken)
    {
        var from = (await _documents.GetAsync<FeedPlace>(Place, cancellationToken))?.Value.Continuation;
        var completed = 0;
        var allDone = true;
        while (true)
        {
            var page = await ReadAsync(from, cancellationToken);
            foreach (var change in page.Changes.Where(c => c.Value is { Pending.Count: > 0 }))
            {
                var person = new PersonId(change.Key.Partition);
                try
                {
                    if (await _states.FindAsync(person, cancellationToken) is { Value.Pending.Count: > 0 } stored)
                    {
                        await _outbox.CompleteAsync(person, stored, cancellationToken);
                        completed++;
                    }
                }
#pragma warning disable CA1031 // Whatever is wrong with the change of one person, the others are completed.
                catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    allDone = false;
                    Log.NotCompleted(_logger, broken.GetType().Name);
                }
            }

            // The place stays before the first that is still to be completed.
            if (allDone && page.Continuation != from)
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

    private static partial class Log
    {
        [LoggerMessage(4053, LogLevel.Error, "A change of consent could not be completed ({Error}); it is tried again.")]
        public static partial void NotCompleted(ILogger logger, string error);
    }
}
