using System.Globalization;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent;

/// <summary>How often something was decided about one purpose.</summary>
/// <param name="Granted">People agreed.</param>
/// <param name="Refused">People said no where nothing had been agreed to.</param>
/// <param name="Revoked">People took back what they had agreed to.</param>
/// <param name="OptedOutBySignal">Browsers said no by Global Privacy Control; in none of the other numbers.</param>
public readonly record struct ConsentCounts(int Granted, int Refused, int Revoked, int OptedOutBySignal)
{
    /// <summary>Both together.</summary>
    public static ConsentCounts operator +(ConsentCounts one, ConsentCounts other) => new(
        one.Granted + other.Granted, one.Refused + other.Refused, one.Revoked + other.Revoked, one.OptedOutBySignal + other.OptedOutBySignal);
}

/// <summary>
/// Counts decisions about consent by day and purpose. It knows no person: a change is counted under the random id of its audit entry, so that writing it again counts it once, and after two days
/// the changes of a day become one document of numbers.
/// </summary>
/// <remarks>A process that dies between counting a change and clearing it, with nobody asking about that person for two days, can count that change a second time.</remarks>
public sealed class ConsentStatistics(IDocumentStore documents, TimeProvider clock)
{
    /// <summary>The container: a partition is a day, UTC.</summary>
    internal const string Container = "consent-statistics";

    private const string CountsId = "counts";
    private const string ChangePrefix = "change-";
    private const int MostTries = 20;

    private static readonly TimeSpan FoldedAfter = TimeSpan.FromDays(2);

    /// <summary>Counts a change; again is once.</summary>
    internal async Task CountAsync(PendingChange change, CancellationToken cancellationToken)
    {
        if (change.Receipts is not [var first, ..])
        {
            return;
        }

        var counts = new Dictionary<Purpose, ConsentCounts>();
        foreach (var receipt in change.Receipts)
        {
            counts[receipt.Purpose] = counts.GetValueOrDefault(receipt.Purpose) + CountOf(receipt);
        }

        await documents.UpsertAsync(new DocumentKey(Container, PartitionOf(DateOnly.FromDateTime(first.At.UtcDateTime)), ChangePrefix + change.AuditEntryId), new CountedChange(counts), WriteCondition.Always, cancellationToken);
    }

    /// <summary>The counts of each day of a range, both inclusive, on which something was decided; oldest first.</summary>
    public async Task<IReadOnlyList<ConsentDay>> ReadAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var days = new List<ConsentDay>();
        await foreach (var partition in documents.PartitionsAsync(Container, from == DateOnly.MinValue ? null : PartitionOf(from.AddDays(-1)), cancellationToken))
        {
            var day = DateOnly.ParseExact(partition, "O", CultureInfo.InvariantCulture);
            if (day > to)
            {
                break;
            }

            if (day >= from)
            {
                days.Add(new ConsentDay(day, await ReadDayAsync(day, cancellationToken)));
            }
        }

        return days;
    }

    private static ConsentCounts CountOf(ConsentReceipt receipt) => receipt switch
    {
        { Channel: ConsentLedger.GlobalPrivacyControlChannel, Decision: not ConsentDecision.Granted } => new(0, 0, 0, 1),
        { Decision: ConsentDecision.Granted } => new(1, 0, 0, 0),
        { Decision: ConsentDecision.Refused } => new(0, 1, 0, 0),
        { Decision: ConsentDecision.Revoked } => new(0, 0, 1, 0),
        _ => throw new ArgumentOutOfRangeException(nameof(receipt)),
    };

    private static string PartitionOf(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    private async Task<IReadOnlyDictionary<Purpose, ConsentCounts>> ReadDayAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var key = new DocumentKey(Container, PartitionOf(day), CountsId);
        var isPast = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) + FoldedAfter + TimeSpan.FromDays(1) <= clock.GetUtcNow().UtcDateTime;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var stored = await documents.GetAsync<DayCounts>(key, cancellationToken);
            var folded = stored?.Value.Folded.ToHashSet(StringComparer.Ordinal) ?? [];
            var (fresh, old) = await ReadChangesAsync(key.Partition, folded, cancellationToken);
            var sum = Sum(stored?.Value.Counts, fresh.Select(c => c.Value.Counts));
            if (fresh.Count == 0)
            {
                // Somebody else may have made numbers of what was changes a moment ago.
                if ((await documents.GetAsync<DayCounts>(key, cancellationToken))?.ETag == stored?.ETag)
                {
                    return sum;
                }

                continue;
            }

            if (!isPast)
            {
                return sum;
            }

            await DeleteAsync(old, cancellationToken);
            var next = new DayCounts(sum, [.. fresh.Select(c => c.Key.Id)]);
            if (await documents.UpsertAsync(key, next, stored is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(stored.ETag), cancellationToken) is not null)
            {
                await DeleteAsync(fresh.Select(c => c.Key), cancellationToken);
                return sum;
            }
        }

        throw new InvalidOperationException($"The counts of {key.Partition} change faster than they can be read.");
    }

    private async Task<(List<StoredDocument<CountedChange>> Fresh, List<DocumentKey> Folded)> ReadChangesAsync(string partition, HashSet<string> folded, CancellationToken cancellationToken)
    {
        var fresh = new List<StoredDocument<CountedChange>>();
        var old = new List<DocumentKey>();
        await foreach (var change in documents.QueryAsync<CountedChange>(Container, partition, new DocumentQuery(IdPrefix: ChangePrefix), cancellationToken))
        {
            if (folded.Contains(change.Key.Id))
            {
                old.Add(change.Key);
            }
            else
            {
                fresh.Add(change);
            }
        }

        return (fresh, old);
    }

    private async Task DeleteAsync(IEnumerable<DocumentKey> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            await documents.DeleteAsync(key, etag: null, cancellationToken);
        }
    }

    private static Dictionary<Purpose, ConsentCounts> Sum(IReadOnlyDictionary<Purpose, ConsentCounts>? before, IEnumerable<IReadOnlyDictionary<Purpose, ConsentCounts>> more)
    {
        var sum = new Dictionary<Purpose, ConsentCounts>(before ?? new Dictionary<Purpose, ConsentCounts>());
        foreach (var (purpose, counts) in more.SelectMany(m => m))
        {
            sum[purpose] = sum.GetValueOrDefault(purpose) + counts;
        }

        return sum;
    }

    private sealed record CountedChange(IReadOnlyDictionary<Purpose, ConsentCounts> Counts);

    private sealed record DayCounts(IReadOnlyDictionary<Purpose, ConsentCounts> Counts, IReadOnlyList<string> Folded);
}

/// <summary>What was decided on one day.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Counts">By purpose; a purpose without a decision is missing.</param>
public sealed record ConsentDay(DateOnly Day, IReadOnlyDictionary<Purpose, ConsentCounts> Counts);
