using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Requests.Holds;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>
/// Removes what a batch wrote down. Each item is judged once more before it goes: one that was changed, held or restricted meanwhile stays. Done again after a crash it finds gone what is gone, and counts it.
/// </summary>
internal sealed partial class RetentionRemoval(
    RetentionRuns runs,
    RetentionListing listing,
    RequestKeys keys,
    LegalHolds holds,
    Restrictions restrictions,
    RetentionMarks marks,
    IEnumerable<IDerivedData> derived,
    IDocumentStore documents,
    ILogger<RetentionRemoval> logger)
{
    /// <summary>Removes the items of a batch.</summary>
    /// <exception cref="RetentionFailedException">Some could not be removed; doing it again tries these again.</exception>
    public async Task RemoveAsync(RetentionRunDocument run, IRetainedStore store, RetentionBatch batch, CancellationToken cancellationToken)
    {
        var places = await listing.PlacesAsync(run, batch, cancellationToken);
        var examiner = new RetentionExaminer(run, store.Name, holds, restrictions, marks);
        var lines = batch.Lines.ToArray();
        var failed = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i] is { Standing: RetentionStanding.Due, Outcome: null })
            {
                try
                {
                    lines[i] = await RemoveAsync(run, store, examiner, lines[i], places[i], cancellationToken);
                }
#pragma warning disable CA1031 // Whatever breaks, the others are still removed; what broke is tried again and counted.
                catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    failed++;
                    Log.NotRemoved(logger, broken.GetType().Name, store.Name);
                }
            }
        }

        await runs.SetBatchAsync(run.Id, batch with { Lines = lines, Done = failed == 0 }, cancellationToken);
        if (failed > 0)
        {
            throw new RetentionFailedException(failed);
        }
    }

    private async Task<RetentionLine> RemoveAsync(
        RetentionRunDocument run, IRetainedStore store, RetentionExaminer examiner, RetentionLine line, RetentionPlace place, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(place.Person, place.Item, cancellationToken) is not { } item)
        {
            return line with { Outcome = RetentionOutcome.Removed };
        }

        var verdict = await examiner.JudgeAsync(place.Person, item, cancellationToken);
        if (verdict.Standing != RetentionStanding.Due)
        {
            await TakeBackAsync(run, store.Name, line, cancellationToken);
            return line with { Outcome = RetentionOutcome.Stayed, Hold = verdict.Hold };
        }

        if (PersonActivity.At(store.Name, item) is { } seen && await marks.ProfileAsync(place.Person, cancellationToken) is not null)
        {
            await marks.AddAsync(place.Person, new RetentionMark { LastActivityAt = seen }, cancellationToken);
        }

        if (line.Action == RetentionAction.Anonymise)
        {
            await LeaveAsync(run, store.Name, line, item.Content, cancellationToken);
        }

        foreach (var made in derived.Where(d => d.MadeOf == store.Name))
        {
            await made.ForgetAsync(place.Person, item, cancellationToken);
        }

        await store.RemoveAsync(place.Person, item, cancellationToken);
        if (await store.FindAsync(place.Person, place.Item, cancellationToken) is null)
        {
            return line with { Outcome = RetentionOutcome.Removed };
        }

        await TakeBackAsync(run, store.Name, line, cancellationToken);
        return line with { Outcome = RetentionOutcome.Stayed };
    }

    // The id follows from the run's key: done again it is the same, and once the key is destroyed nothing leads from it to what it was made of.
    private async Task LeaveAsync(RetentionRunDocument run, string store, RetentionLine line, JsonObject item, CancellationToken cancellationToken)
    {
        var key = await keys.GetOrCreateAsync(run.Id, cancellationToken);
        var (container, month, left) = AnonymousForms.Of(store, item, line.StartedOn);
        foreach (var (number, rest) in left.Index())
        {
            await documents.UpsertAsync(new DocumentKey(container, month, IdOf(key, line, number)), rest, WriteCondition.Always, cancellationToken);
        }
    }

    // An item that stays leaves nothing: when it goes one day it would be there twice.
    private async Task TakeBackAsync(RetentionRunDocument run, string store, RetentionLine line, CancellationToken cancellationToken)
    {
        if (line.Action == RetentionAction.Anonymise)
        {
            var key = await keys.GetOrCreateAsync(run.Id, cancellationToken);
            var (container, month) = AnonymousForms.PlaceOf(store, line.StartedOn);
            var number = 0;
            while (await documents.DeleteAsync(new DocumentKey(container, month, IdOf(key, line, number)), null, cancellationToken))
            {
                number++;
            }
        }
    }

    private static string IdOf(byte[] key, RetentionLine line, int number) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{line.Reference}\0{number}")));

    private static partial class Log
    {
        [LoggerMessage(4300, LogLevel.Warning, "An item of {Store} whose time is over could not be removed ({Error}); it is tried again.")]
        public static partial void NotRemoved(ILogger logger, string error, string store);
    }
}

/// <summary>Items could not be removed.</summary>
/// <param name="items">How many.</param>
public sealed class RetentionFailedException(int items) : Exception(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{items} items could not be removed."));
