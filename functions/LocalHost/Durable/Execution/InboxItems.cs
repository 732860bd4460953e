using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Payloads;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>
/// Gives a message that found no instance here to whoever has the instance: by the inbox, or again in this process when it is ours after all. A
/// message that lies in the inbox already is read there by who takes the partition.
/// </summary>
internal sealed class Handover(DurableEngine engine, string target, long tenure, Message message) : WriteItem
{
    private bool _isOurs;

    public override void Write(StoreWriter store, PartitionLeases leases)
    {
        _isOurs = false;
        if (store.Find(target) is not { } found)
        {
            _ = message.InboxId != 0 && store.Dequeue(message.InboxId);
        }
        else if (leases.Owns(found.Partition))
        {
            _isOurs = message.InboxId == 0 || leases.Owns(found.Partition, tenure);
        }
        else if (message is { InboxId: 0, Event: { } entry })
        {
            store.Enqueue(found.Partition, target, entry, message.Generation);
        }
    }

    public override void Committed()
    {
        if (_isOurs)
        {
            engine.Post(target, message);
        }
        else
        {
            message.Stored?.TrySetResult();
        }
    }

    public override void Failed(Exception reason) => message.Stored?.TrySetException(reason);
}

/// <summary>Leaves a message in the store for the process that has the instance.</summary>
/// <param name="engine">The engine.</param>
/// <param name="target">Id of the instance.</param>
/// <param name="message">The message.</param>
/// <param name="isParked">No worker here takes the instance: it is given the message only if it is in memory by then.</param>
internal sealed class InboxInsert(DurableEngine engine, string target, Message message, bool isParked = false) : WriteItem
{
    private byte[]? _encoded;
    private long _inboxId;
    private bool _isOurs;

    public override List<PayloadUpload>? Prepare(LargePayloads payloads)
    {
        List<PayloadUpload>? uploads = null;
        _encoded = payloads.Name(message.Event!, ref uploads);
        return uploads;
    }

    public override void Write(StoreWriter store, PartitionLeases leases)
    {
        (_inboxId, _isOurs) = (0, false);
        if (store.PartitionOf(target, message.Event!) is { } partition)
        {
            _inboxId = store.Enqueue(partition, target, message.Event!, message.Generation, _encoded);
            _isOurs = leases.Owns(partition);
        }
    }

    public override void Committed()
    {
        message.Stored?.TrySetResult();
        if (_isOurs && (!isParked || engine.IsLive(target)))
        {
            engine.Post(target, message with { InboxId = _inboxId, Stored = null });
        }
    }

    public override void Failed(Exception reason) => message.Stored?.TrySetException(reason);
}

/// <summary>Deletes a message that no instance can take.</summary>
internal sealed class InboxDelete(long inboxId) : WriteItem
{
    public override void Write(StoreWriter store, PartitionLeases leases) => store.Dequeue(inboxId);

    public override void Committed()
    {
    }

    public override void Failed(Exception reason)
    {
    }
}

/// <summary>Inserts an instance for whichever process has its partition.</summary>
internal sealed class InstanceInsert(DurableEngine engine, InstanceRecord record, Creation creation) : WriteItem
{
    private InstanceRecord _record = record;
    private long? _key;
    private bool _isOurs;
    private Exception? _refusal;

    public override List<PayloadUpload>? Prepare(LargePayloads payloads)
    {
        List<PayloadUpload>? uploads = null;
        _record = payloads.Name(_record, ref uploads);
        return uploads;
    }

    public override void Write(StoreWriter store, PartitionLeases leases)
    {
        (_key, var existing) = store.Create(_record, creation.RefusedBy, creation.IsFresh);
        _refusal = _key is null ? new InstanceExistsException(_record.Id, existing) : null;
        _isOurs = leases.Owns(_record.Partition);
        if (_key is not null && !_isOurs)
        {
            store.Enqueue(_record.Partition, _record.Id, ExecutionStarted.Instance, null);
        }
    }

    public override void Committed()
    {
        if (_refusal is not null)
        {
            creation.Stored.TrySetException(_refusal);
            return;
        }

        if (_isOurs)
        {
            engine.Adopt(_record, _key!.Value);
        }

        creation.Stored.TrySetResult();
    }

    public override void Failed(Exception reason) => creation.Stored.TrySetException(reason);
}

/// <summary>Does something else in a transaction of the committer and gives its result.</summary>
internal sealed class StoreAction<T>(Func<StoreWriter, T> action) : WriteItem
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Done => _done.Task;

    public override void Write(StoreWriter store, PartitionLeases leases) => _result = action(store);

    public override void Committed() => _done.TrySetResult(_result);

    public override void Failed(Exception reason) => _done.TrySetException(reason);
}
