using System.Diagnostics;
using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>Deletes instances that ended long ago, in the order they ended.</summary>
internal static class RetentionPurge
{
    private const int AtMost = 100;

    /// <summary>How long one transaction may be kept by it, so that those who wait for the same sync hardly notice.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(1);

    /// <summary>Whether there is anything to look at.</summary>
    public static bool IsAnyOlder(Sqlite db, OrchestrationRuntimeStatus status, DateTime than)
    {
        var query = db.Prepare("SELECT 1 FROM instances WHERE status = ? AND completed <= ? LIMIT 1").Bind((long)status).Bind(than.Ticks);
        var isAny = query.Step();
        query.Reset();
        return isAny;
    }

    /// <summary>Deletes the next few; gives their number and where to go on from, null at the end.</summary>
    public static (int Count, PurgePosition? Last) PurgeSome(StoreWriter store, OrchestrationRuntimeStatus status, DateTime until, PurgePosition? after)
    {
        var start = Stopwatch.GetTimestamp();
        var found = new List<(PurgePosition At, string? Parent)>();
        var query = store.Db.Prepare("""
            SELECT completed, key, parent_id FROM instances
            WHERE status = ?1 AND completed >= ?2 AND (completed, key) > (?2, ?3) AND completed <= ?4 ORDER BY completed, key LIMIT ?5
            """)
            .Bind((long)status).Bind(after?.Time ?? 0).Bind(after?.Key ?? 0).Bind(until.Ticks).Bind(AtMost);
        while (query.Step())
        {
            found.Add((new(query.Long(0), query.Long(1)), query.TextOrNull(2)));
        }

        var count = 0;
        foreach (var (at, parent) in found)
        {
            if (!IsRunning(store, parent))
            {
                store.Delete(at.Key);
                count++;
            }

            if (Stopwatch.GetElapsedTime(start) > Budget)
            {
                return (count, at);
            }
        }

        return (count, found.Count == AtMost ? found[^1].At : null);
    }

    /// <summary>Whether an orchestration, or one above it, has not ended.</summary>
    private static bool IsRunning(StoreWriter store, string? id)
    {
        while (id is not null)
        {
            var query = store.Db.Prepare("SELECT status, parent_id FROM instances WHERE id = ?").Bind(id);
            if (!query.Step())
            {
                return false;
            }

            var status = (OrchestrationRuntimeStatus)query.Long(0);
            id = query.TextOrNull(1);
            query.Reset();
            if (!InstanceStatus.IsEnded(status))
            {
                return true;
            }
        }

        return false;
    }
}
