using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>Runs an entity with what the inbox has for it, if its partition is ours.</summary>
internal sealed class EntityRecall(DurableEngine engine, string id, int partition) : WriteItem
{
    private bool _isOurs;

    public override void Write(StoreWriter store, PartitionLeases leases) => _isOurs = leases.Owns(partition);

    public override void Committed()
    {
        if (_isOurs)
        {
            engine.PostToEntity(id, Execution.Message.Wake);
        }
    }

    public override void Failed(Exception reason)
    {
    }
}
