using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Requests.Holds;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>Looks through a bounded part of a store and writes down what is over. It changes nothing but the run.</summary>
internal sealed class RetentionListing(RetentionRuns runs, RequestKeys keys, SubjectHashes hashes, LegalHolds holds, Restrictions restrictions, RetentionMarks marks)
{
    /// <summary>At most so many items a batch.</summary>
    public const int BatchSize = 200;

    private const string Use = "retention";

    /// <summary>Looks where the batch before ended.</summary>
    public async Task<RetentionBatch> LookAsync(RetentionRunDocument run, IRetainedStore store, int number, CancellationToken cancellationToken)
    {
        var key = await keys.GetOrCreateAsync(run.Id, cancellationToken);
        var hasher = await hashes.HasherAsync(cancellationToken);
        var examiner = new RetentionExaminer(run, store.Name, holds, restrictions, marks);
        var (lines, places) = (new List<RetentionLine>(), new List<RetentionPlace>());
        var (examined, inUse, undated) = (0, 0, 0);
        RetentionPlace? last = null;
        await foreach (var (person, item) in FromAsync(store, await BeginningAsync(run, store, number, key, cancellationToken), cancellationToken).Take(BatchSize))
        {
            last = new RetentionPlace(person, item.Id);
            examined++;
            var verdict = await examiner.JudgeAsync(person, item, cancellationToken);
            switch (verdict.Standing)
            {
                case RetentionStanding.Kept:
                    break;
                case RetentionStanding.InUse:
                    inUse++;
                    break;
                case RetentionStanding.Undated:
                    undated++;
                    break;
                default:
                    var (rule, started, ended) = (verdict.End!.Rule.Rule, verdict.End.StartDay, verdict.End.LastDay);
                    lines.Add(new RetentionLine(ReferenceOf(hasher, store.Name, last), verdict.Standing, rule.Action!.Value, started, ended, verdict.Hold));
                    places.Add(last);
                    break;
            }
        }

        var batch = new RetentionBatch
        {
            Store = store.Name,
            Number = number,
            Next = examined == BatchSize ? RequestKeys.Seal(key, Use, run.Id, last!) : null,
            Places = RequestKeys.Seal(key, Use, run.Id, places),
            Examined = examined,
            InUse = inUse,
            Undated = undated,
            Lines = lines,
            Done = run.DryRun,
        };
        await runs.SetBatchAsync(run.Id, batch, cancellationToken);
        return batch;
    }

    /// <summary>Where the items of a batch are.</summary>
    public async Task<IReadOnlyList<RetentionPlace>> PlacesAsync(RetentionRunDocument run, RetentionBatch batch, CancellationToken cancellationToken) =>
        RequestKeys.Open<IReadOnlyList<RetentionPlace>>(await keys.GetOrCreateAsync(run.Id, cancellationToken), Use, run.Id, batch.Places!);

    private static string ReferenceOf(SubjectHasher hasher, string store, RetentionPlace place) => hasher.OfIdentifier("retention/" + store, $"{place.Person.Value}\0{place.Item}");

    private async Task<RetentionPlace?> BeginningAsync(RetentionRunDocument run, IRetainedStore store, int number, byte[] key, CancellationToken cancellationToken) =>
        number == 0
            ? null
            : await runs.FindBatchAsync(run.Id, store.Name, number - 1, cancellationToken) is { Next: { } next }
                ? RequestKeys.Open<RetentionPlace>(key, Use, run.Id, next)
                : throw new InvalidOperationException("The batch before ended the store.");

    private static async IAsyncEnumerable<(PersonId Person, RetainedItem Item)> FromAsync(
        IRetainedStore store, RetentionPlace? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (after is not null)
        {
            await foreach (var item in store.ItemsAsync(after.Person, after.Item, cancellationToken))
            {
                yield return (after.Person, item);
            }
        }

        await foreach (var person in store.PeopleAsync(after?.Person, cancellationToken))
        {
            await foreach (var item in store.ItemsAsync(person, null, cancellationToken))
            {
                yield return (person, item);
            }
        }
    }
}
