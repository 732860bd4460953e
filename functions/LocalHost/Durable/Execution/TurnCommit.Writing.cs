using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Payloads;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Execution;

internal sealed partial class TurnCommit
{
    private readonly List<(HistoryStep Step, byte[] Encoded)> _rewritten = [];
    private byte[]? _encoded;
    private List<(ActivityKey Key, byte[] Encoded)>? _left;

    public override List<PayloadUpload>? Prepare(LargePayloads payloads)
    {
        List<PayloadUpload>? uploads = null;
        if (Events.Count > 0)
        {
            _encoded = payloads.Name(HistoryWriter.Write(Events), ref uploads);
        }

        if (Record is not null && (Creation is not null || IsRowChanged))
        {
            Record = payloads.Name(Record, ref uploads);
        }

        for (var i = 0; i < Children.Count; i++)
        {
            Children[i] = payloads.Name(Children[i], ref uploads);
        }

        for (var i = 0; i < Rewound.Count; i++)
        {
            Rewound[i] = (payloads.Name(Rewound[i].Child, ref uploads), Rewound[i].Request);
        }

        foreach (var step in Rewritten ?? [])
        {
            _rewritten.Add((step, payloads.Name(HistoryWriter.Write(step.Events), ref uploads)));
        }

        foreach (var (key, activity) in Left ?? [])
        {
            (_left ??= []).Add((key, payloads.Name(activity, ref uploads)));
        }

        Outgoing.Prepare(payloads, ref uploads);
        return uploads;
    }

    public override void Write(StoreWriter store, PartitionLeases leases)
    {
        _outbox.Begin();
        _refusal = null;
        if (instance.IsLost || !leases.Owns(instance.Record!.Partition, instance.Tenure) || (Creation is null && instance.Key == 0))
        {
            _refusal = new InstanceMovedException(instance.Id);
            return;
        }

        if (Record is not null && !WriteTurn(store))
        {
            return;
        }

        foreach (var message in _consumed)
        {
            if (message.InboxId != 0 && !store.Dequeue(message.InboxId))
            {
                throw new MessageTakenException(message.InboxId);
            }
        }

        _left?.ForEach(left => LeftActivities.Save(store, left.Key, instance.Record!.Partition, left.Encoded));
        foreach (var child in Children)
        {
            Bear(store, leases, child);
        }

        foreach (var (child, request) in Rewound)
        {
            RewindChild(store, leases, child, request);
        }

        foreach (var message in Outgoing)
        {
            _outbox.Send(store, leases, message);
        }
    }

    public override void Committed()
    {
        if (_refusal is not null)
        {
            Failed(_refusal);
            return;
        }

        if (_spans is not null)
        {
            engine.Emit(_spans);
        }

        _left?.ForEach(left => engine.NoteLeft(left.Key));
        instance.TurnStored(HasEnded || Leaves);
        foreach (var activity in Activities)
        {
            engine.Dispatch(instance, Renews ? Record!.Generation - 1 : Record!.Generation, activity, Trace);
        }

        if (Record is { HasEnded: true } ended)
        {
            engine.Metrics.Ended(ended);
        }

        _outbox.HandOver();
        Creation?.Stored.TrySetResult();
        _consumed.ForEach(message => message.Stored?.TrySetResult());
        if (Record is not null)
        {
            engine.TurnStored(Record, DueBefore, At, IsRowChanged || Creation is not null);
        }
    }

    public override void Failed(Exception reason)
    {
        Creation?.Stored.TrySetException(reason);
        if (reason is not (InstanceExistsException or InstanceMovedException or MessageTakenException))
        {
            _consumed.ForEach(message => message.Stored?.TrySetException(reason));
        }

        instance.Lose(_consumed.Where(message => (reason as MessageTakenException)?.InboxId != message.InboxId), later: _refusal is null);
    }

    private bool WriteTurn(StoreWriter store)
    {
        if (Creation is not null)
        {
            instance.Key = 0;
            var (key, existing) = store.Create(Record!, Creation.RefusedBy, Creation.IsFresh);
            if (key is null)
            {
                _refusal = new InstanceExistsException(instance.Id, existing);
                return false;
            }

            instance.Key = key.Value;
        }
        else if (IsRowChanged)
        {
            store.Update(instance.Key, Record!);
        }

        if (IsTraceChanged && Creation is null)
        {
            store.UpdateTrace(instance.Key, Record!.Trace!);
        }

        if (Renews)
        {
            store.DropHistory(instance.Key);
            store.UpdateInput(instance.Key, Record!);
        }
        else if (Rewritten is not null)
        {
            store.DropHistory(instance.Key);
            _rewritten.ForEach(step => store.Append(instance.Key, step.Step.Seq, step.Step.At, step.Encoded));
        }

        if (Events.Count > 0)
        {
            store.Append(instance.Key, Seq, At, _encoded!);
        }

        return true;
    }

    /// <summary>A sub-orchestration that failed is rewound too; one that ended otherwise, or is gone, begins again. One that still runs will answer.</summary>
    private void RewindChild(StoreWriter store, PartitionLeases leases, InstanceRecord child, ExecutionRewound request)
    {
        var found = store.ParentOf(child.Id) == instance.Id ? store.Find(child.Id) : null;
        if (found is { Status: OrchestrationRuntimeStatus.Failed })
        {
            _outbox.Send(store, leases, new(child.Id, request, null));
        }
        else if (found is not { } present || InstanceStatus.IsEnded(present.Status))
        {
            Bear(store, leases, child);
        }
    }

    private void Bear(StoreWriter store, PartitionLeases leases, InstanceRecord child)
    {
        if (_outbox.Bear(store, leases, child) is { } existing)
        {
            var failure = new InstanceExistsException(child.Id, existing);
            var details = Microsoft.DurableTask.TaskFailureDetails.FromException(failure);
            _outbox.Send(store, leases, new(instance.Id, new TaskFailed(child.Parent!.TaskId, details), child.Parent.Generation));
        }
    }
}
