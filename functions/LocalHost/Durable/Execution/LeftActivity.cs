using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>An activity that was found in the store, of an orchestration that does not wait for it. Nobody is told its result.</summary>
internal sealed class LeftActivity(DurableEngine engine, ActivityKey key) : IActivityOwner
{
    public string Id => key.InstanceId;

    public bool IsLost => false;

    public void ActivityEnded(Message result) => engine.LeftActivityEnded(key);

    public void LeaveActivity(int generation, int taskId) => engine.ForgetLeft(key);
}

/// <summary>Deletes an activity that has run.</summary>
internal sealed class LeftActivityEnd(DurableEngine engine, ActivityKey key) : WriteItem
{
    public override void Write(StoreWriter store, PartitionLeases leases) => LeftActivities.Delete(store, key);

    public override void Committed() => engine.ForgetLeft(key);

    public override void Failed(Exception reason) => engine.ForgetLeft(key);
}
