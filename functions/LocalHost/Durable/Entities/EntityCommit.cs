using RetailServerless.LocalHost.Durable.Execution;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Payloads;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>One step of an entity, to be stored in one transaction: what it dealt with, the state it leaves behind, and what it sends.</summary>
internal sealed class EntityCommit(EntityInstance entity, DurableEngine engine, EntityRow before) : WriteItem
{
    private readonly EntityRow _before = before;
    private readonly Outbox _outbox = new(engine);
    private readonly TaskCompletionSource _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(DateTime Due, byte[] Encoded)> _later = [];
    private Exception? _refusal;

    /// <summary>The row that the step leaves behind.</summary>
    public EntityRow Row { get; set; } = before;

    public List<EntityRequest> Handled { get; } = [];

    /// <summary>Signals that came before their time.</summary>
    public List<OperationRequested> Later { get; } = [];

    public List<OutgoingMessage> Outgoing { get; } = [];

    public List<InstanceRecord> Orchestrations { get; } = [];

    public bool HasWork => Handled.Count > 0;

    /// <summary>Completes when it is stored.</summary>
    public Task Stored => _stored.Task;

    public override List<PayloadUpload>? Prepare(LargePayloads payloads)
    {
        List<PayloadUpload>? uploads = null;
        for (var i = 0; i < Orchestrations.Count; i++)
        {
            Orchestrations[i] = payloads.Name(Orchestrations[i], ref uploads);
        }

        foreach (var signal in Later)
        {
            _later.Add((signal.Due!.Value, payloads.Name(signal, ref uploads)));
        }

        Outgoing.Prepare(payloads, ref uploads);
        Row = payloads.Name(Row, _before, ref uploads);
        return uploads;
    }

    public override void Write(StoreWriter store, PartitionLeases leases)
    {
        _outbox.Begin();
        _refusal = entity.IsLost || !leases.Owns(entity.Partition, entity.Tenure) ? new InstanceMovedException(entity.Id) : null;
        if (_refusal is not null)
        {
            return;
        }

        if (Row != _before)
        {
            EntityStore.Save(store, Row, _before);
        }

        Handled.ForEach(request => EntityStore.Handled(store, request));
        _later.ForEach(signal => store.Schedule(entity.Partition, entity.Id, signal.Due, signal.Encoded));
        Orchestrations.ForEach(record => _outbox.Bear(store, leases, record));
        Outgoing.ForEach(message => _outbox.Send(store, leases, message));
    }

    public override void Committed()
    {
        if (_refusal is not null)
        {
            Failed(_refusal);
            return;
        }

        _stored.TrySetResult();
        _outbox.HandOver();
        Later.ForEach(signal => engine.WakeEntityAt(entity.Id, signal.Due!.Value));
    }

    public override void Failed(Exception reason) => _stored.TrySetException(reason);
}
