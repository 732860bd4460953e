using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>
/// Hands an instance that no worker here takes to another process, with the messages that wait for it: another one each time, so that each is asked.
/// </summary>
internal sealed class InstanceReferral(DurableEngine engine, string id, int count) : WriteItem
{
    private bool _isGone;

    public override void Write(StoreWriter store, PartitionLeases leases)
    {
        _isGone = false;
        if (engine.IsLive(id) || store.Find(id) is not { } found || !leases.Owns(found.Partition) || Elsewhere(store, leases, found.Key) is not { } partition)
        {
            return;
        }

        store.Db.Prepare("UPDATE instances SET partition=? WHERE key=?").Bind(partition).Bind(found.Key).Run();

        // Messages get new numbers: the other process looks only at those after the last it has seen.
        store.Db.Prepare("""
            INSERT INTO inbox(partition, target, task_generation, message)
            SELECT ?, target, task_generation, message FROM inbox WHERE partition=? AND target=? ORDER BY id
            """).Bind(partition).Bind(found.Partition).Bind(id).Run();
        store.Db.Prepare("DELETE FROM inbox WHERE partition=? AND target=?").Bind(found.Partition).Bind(id).Run();
        store.Enqueue(partition, id, ExecutionStarted.Instance, null);
        _isGone = true;
    }

    public override void Committed() => engine.Referred(id, _isGone);

    public override void Failed(Exception reason) => engine.Referred(id, isGone: false);

    private int? Elsewhere(StoreWriter store, PartitionLeases leases, long key)
    {
        var others = new List<(long Owner, int Partition)>();
        var query = store.Db.Prepare("SELECT owner, partition FROM partitions WHERE owner IS NOT NULL ORDER BY partition");
        while (query.Step())
        {
            if (!leases.Owns((int)query.Long(1)))
            {
                others.Add((query.Long(0), (int)query.Long(1)));
            }
        }

        var byOwner = others.GroupBy(other => other.Owner).OrderBy(group => group.Key).ToList();
        if (byOwner.Count == 0)
        {
            return null;
        }

        var partitions = byOwner[count % byOwner.Count].Select(other => other.Partition).ToList();
        return partitions[(int)(key % partitions.Count)];
    }
}
