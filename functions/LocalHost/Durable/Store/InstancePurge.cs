using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>Deletes ended instances with their history.</summary>
internal static class InstancePurge
{
    private const int Some = 200;

    /// <summary>Deletes one instance, and on request its ended sub-orchestrations; gives the number deleted.</summary>
    public static int Purge(StoreWriter store, string id, bool recursive)
    {
        if (store.Find(id) is not { } found || !InstanceStatus.IsEnded(found.Status))
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

    /// <summary>
    /// Looks at the next few ended instances, those that ended first before others, and deletes those of a filter; gives their number and where to
    /// go on from, null at the end.
    /// </summary>
    public static (int Count, PurgePosition? Last) PurgeSome(StoreWriter store, PurgeInstancesFilter filter, bool recursive, PurgePosition? after)
    {
        var statuses = InstanceStatus.Ended(filter.Statuses);
        if (statuses.Count == 0)
        {
            return (0, null);
        }

        var (from, to) = (filter.CreatedFrom?.UtcTicks ?? 0, filter.CreatedTo?.UtcTicks ?? long.MaxValue);
        var found = new List<(PurgePosition At, long Created, string Id)>();
        var query = store.Db.Prepare($"SELECT c, k, created, id FROM ({InstanceQueries.Merged(statuses, "?3")}) JOIN instances ON key = k ORDER BY c, k")
            .Bind(after?.Time ?? from).Bind(after?.Key ?? 0).Bind(Some);
        while (query.Step())
        {
            found.Add((new(query.Long(0), query.Long(1)), query.Long(2), query.Text(3)));
        }

        var count = found.Where(row => row.Created >= from && row.Created <= to).Sum(row => Purge(store, row.Id, recursive));
        return (count, found.Count == Some ? found[^1].At : null);
    }
}

/// <summary>The last instance that a purge has looked at.</summary>
internal sealed record PurgePosition(long Time, long Key);
