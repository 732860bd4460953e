using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>Removes what is left of entities without state, and finds locks that nobody will release.</summary>
internal static class EntityCleaning
{
    private const int Some = 200;

    /// <summary>Looks at the next few entities. Gives how many were removed, which have an orphaned lock, and where to go on; null at the end.</summary>
    public static (int Removed, List<EntityRow> Orphans, string? Last) Clean(StoreWriter store, CleanEntityStorageRequest request, string? after)
    {
        var rows = new List<EntityRow>();
        var query = store.Db.Prepare($"SELECT {EntityStore.Columns} FROM entities WHERE id > ? ORDER BY id LIMIT ?").Bind(after ?? string.Empty).Bind(Some);
        while (query.Step())
        {
            rows.Add(EntityStore.Row(query));
        }

        var removed = request.RemoveEmptyEntities ? rows.Where(row => row is { State: null, LockedBy: null }).Sum(row => Remove(store, row.Id)) : 0;
        var orphans = request.ReleaseOrphanedLocks ? rows.FindAll(row => row.LockedBy is { } owner && !Runs(store, owner)) : [];
        return (removed, orphans, rows.Count == Some ? rows[^1].Id : null);
    }

    /// <summary>An entity that has something to do now or later stays.</summary>
    private static int Remove(StoreWriter store, string id)
    {
        store.Db.Prepare("""
            DELETE FROM entities WHERE id = ?1
            AND NOT EXISTS (SELECT 1 FROM inbox WHERE target = ?1 AND substr(target, 1, 1) = '@')
            AND NOT EXISTS (SELECT 1 FROM signals WHERE target = ?1)
            """).Bind(id).Run();
        return store.Db.Changes;
    }

    private static bool Runs(StoreWriter store, string owner) => store.Find(owner) is { Status: var status }
        && status is OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Suspended or OrchestrationRuntimeStatus.Pending;
}
