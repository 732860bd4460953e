using System.Diagnostics;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Execution;

internal sealed partial class OrchestrationInstance
{
    private InstanceRecord? _stored;
    private HashSet<long>? _taken;
    private Microsoft.DurableTask.TaskFailureDetails? _broken;

    /// <summary>Loads the instance and replays its history. False when there is nothing to run here; the messages are dealt with then.</summary>
    private bool Load(List<Message> messages)
    {
        var start = Stopwatch.GetTimestamp();
        Tenure = engine.Leases.Tenure;
        var loaded = LoadStored(messages, evenFailed: messages.Exists(message => message.Event is ExecutionRewound) || engine.IsRefused(Id));
        if (loaded is not { } found || (found.Record.HasEnded && !IsRewound(found.Record, messages)))
        {
            Leave(messages, engine.Discard);
            return false;
        }

        // First seen, then asked: who gives the partition away does it the other way round, so one of the two notices the other.
        Key = found.Key;
        _record = _stored = found.Record;
        Interlocked.MemoryBarrier();
        if (!engine.Leases.IsOwned(found.Record.Partition))
        {
            Leave(messages, engine.Forward);
            return false;
        }

        if (engine.IsMoving(Id))
        {
            Leave(messages, engine.PostLater);
            return false;
        }

        if (!Choose(found.Record, messages))
        {
            _record = _stored = null;
            return false;
        }

        (_nextSeq, _lastTime) = found.Steps.Count > 0 ? (found.Steps[^1].Seq + 1, found.Steps[^1].At) : (0, found.Record.Created);
        TakeParked(messages);
        if (found.Record.HasEnded)
        {
            _rewind = (messages.Select(message => message.Event).OfType<ExecutionRewound>().First(), found.Steps);
        }
        else if (found.Steps.Count > 0)
        {
            Replay(found.Steps);
        }

        engine.Metrics.Replayed(Stopwatch.GetElapsedTime(start));
        foreach (var activity in _run?.Outcome is null && _broken is null ? _activities.Values.ToArray() : [])
        {
            engine.Dispatch(this, _record.Generation, activity, _record.Trace);
        }

        return true;
    }

    /// <summary>What is stored of the instance. Without a payload of it, it cannot go on: it is to end as failed, with the place of the object.</summary>
    private (long Key, InstanceRecord Record, List<HistoryStep> Steps)? LoadStored(List<Message> messages, bool evenFailed)
    {
        try
        {
            return engine.Reader.Load(Id, evenFailed);
        }
        catch (PayloadMissingException e)
        {
            _broken = Microsoft.DurableTask.TaskFailureDetails.FromException(e);
            messages.Where(message => message.Event is ExecutionRewound).ToList().ForEach(message => message.Stored?.TrySetException(e));
            messages.RemoveAll(message => message.Event is ExecutionRewound);
            return engine.Reader.FindRow(Id) is var (key, record, _) ? (key, StoreReader.AsStored(record), []) : null;
        }
    }

    /// <summary>Reads messages that are objects elsewhere.</summary>
    private void Resolve(List<Message> messages)
    {
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].Event is not StoredElsewhere elsewhere)
            {
                continue;
            }

            try
            {
                messages[i] = messages[i] with { Event = engine.Reader.Resolve([elsewhere])[0] };
            }
            catch (PayloadMissingException e)
            {
                _broken = Microsoft.DurableTask.TaskFailureDetails.FromException(e);
            }
        }
    }

    private void Replay(List<HistoryStep> steps)
    {
        if (_choice is not { IsRefused: true } && !MakeRun())
        {
            NoteLock(steps);
            return;
        }

        foreach (var step in steps)
        {
            _run?.Replay(step);
            foreach (var entry in step.Events)
            {
                Track(entry);
            }

            ReplayTrace(step);
        }

        // Decisions of a code that differs are not to be carried out.
        _ = _run?.TakeDecisions();
    }

    /// <summary>
    /// What was left in the store while no worker took the instance comes first. A message may come on both ways, and is taken once.
    /// </summary>
    private void TakeParked(List<Message> messages)
    {
        if (!engine.Taken(Id))
        {
            return;
        }

        _taken = [];
        messages.InsertRange(0, engine.Reader.Inbox(_record!.Partition, Id).Select(message => new Message(message.Event, message.Generation, message.Id)));
    }

    private void Track(HistoryEvent entry)
    {
        switch (entry)
        {
            case ExecutionStarted:
                _started = true;
                break;
            case TaskCompleted e:
                _activities.Remove(e.TaskId);
                _children.Remove(e.TaskId);
                _entityTasks?.Remove(e.TaskId);
                break;
            case TaskFailed e:
                _activities.Remove(e.TaskId);
                _children.Remove(e.TaskId);
                _entityTasks?.Remove(e.TaskId);
                break;
            case Decision decision:
                Note(decision);
                break;
        }
    }

    private void Leave(List<Message> messages, Action<OrchestrationInstance, Message> with)
    {
        List<Message> late;
        lock (_gate)
        {
            _removed = true;
            late = _mailbox;
            _mailbox = [];
        }

        engine.Forget(this);
        messages.ForEach(message => with(this, message));
        late.ForEach(message => engine.Post(Id, message));
    }
}
