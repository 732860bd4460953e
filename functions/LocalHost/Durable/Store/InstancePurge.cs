using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>Deletes ended instances with their history.</summary>
internal static class InstancePurge
{
    private const int Some = 200;

    /// <summary>Deletes one instance, and on request its ended sub-orchestrations; gives the number deleted.</summary>
    public static int Purge(StoreWriter store, string id, bool recursive)
    {
        if (store.Find(id) is not { } found || !HasEnded(found.Status))
        {
            return 0;
        }

        var count = 1;
        if (recursive)
        {
            var children = new List<string>();
            var query = store.Db.Prepare("SELECT id FROM instances WHERE parent_id = ?").Bind(id);
            while (query.Step())
            {
                children.Add(query.Text(0));
            }

            count += children.Sum(child => Purge(store, child, recursive));
        }

        store.Delete(found.Key);
        return count;
    }

    /// <summary>Deletes the next few instances of a filter; gives their number and the key to go on from, null at the end.</summary>
    public static (int Count, long? Last) PurgeSome(StoreWriter store, PurgeInstancesFilter filter, bool recursive, long after)
    {
        var found = new List<(long Key, string Id)>();
        var query = store.Db.Prepare($"""
            SELECT key, id FROM instances
            WHERE key > ? AND created >= ? AND created <= ? AND status IN (1, 3, 4, 5) {InstanceQueries.In(filter.Statuses)}
            ORDER BY key LIMIT ?
            """)
            .Bind(after).Bind(filter.CreatedFrom?.UtcTicks ?? 0).Bind(filter.CreatedTo?.UtcTicks ?? long.MaxValue).Bind(Some);
        while (query.Step())
        {
            found.Add((query.Long(0), query.Text(1)));
        }

        var count = found.Sum(row => Purge(store, row.Id, recursive));
        return (count, found.Count == Some ? found[^1].Key : null);
    }

    private static bool HasEnded(OrchestrationRuntimeStatus status) => status is OrchestrationRuntimeStatus.Completed
        or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated or OrchestrationRuntimeStatus.Canceled;
}
