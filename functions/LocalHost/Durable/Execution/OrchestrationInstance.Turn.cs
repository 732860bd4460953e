using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Execution;

internal sealed partial class OrchestrationInstance
{
    private readonly Dictionary<int, ActivityScheduled> _activities = [];
    private readonly Dictionary<int, string> _children = [];
    private InstanceRecord? _record;
    private OrchestratorRun? _run;
    private Creation? _creation;
    private Microsoft.DurableTask.TaskFailureDetails? _unmade;
    private int _nextSeq;
    private bool _started;
    private bool _ended;
    private DateTime _lastTime;

    /// <summary>Makes the instance a new one, whose row is inserted with its first turn.</summary>
    public void BeNew(InstanceRecord record, Creation creation)
    {
        _record = record;
        _creation = creation;
    }

    /// <summary>Makes the instance one whose row was just inserted and that has no history.</summary>
    public void BeStored(InstanceRecord record, long key)
    {
        _record = _stored = record;
        Key = key;
    }

    private void Turn(List<Message> messages)
    {
        Resolve(messages);
        if (_record is null ? !Load(messages) : _run is null && !_ended && !Choose(_record, messages))
        {
            return;
        }

        DropRepeated(messages);
        Resolve(messages);
        var commit = new TurnCommit(this, engine, _creation);
        if (_ended)
        {
            messages.ForEach(message => TakeLate(message, commit));
            Submit(commit, block: true);
            return;
        }

        var now = Now();
        commit.At = now;
        if (_broken is { } missing)
        {
            messages.ForEach(commit.Consume);
            DropRun();
            End(commit, OrchestrationRuntimeStatus.Failed, now, failure: missing);
        }
        else if (_run is null && _choice is { IsRefused: true })
        {
            TerminateUnrun(messages, commit, now);
        }
        else if (_run is null && !MakeRun())
        {
            messages.ForEach(message => Consume(message, commit));
            End(commit, OrchestrationRuntimeStatus.Failed, now, failure: _unmade);
        }
        else
        {
            _run!.BeginStep(now);
            if (_rewind is not null)
            {
                Rewind(commit, now);
            }

            StartIfDue(commit, now);
            Take(messages, commit, now);
            FireTimers(commit, now);
            Conclude(commit, now);
        }
    }

    /// <summary>
    /// The time of this step. Within an instance time does not go back when the clock is set back: it stands until the clock has caught up. So what the
    /// code measures is never negative, and a timer comes later than without the change by no more than the clock was set back.
    /// </summary>
    private DateTime Now()
    {
        var now = engine.UtcNow;
        _lastTime = now > _lastTime ? now : _lastTime > _record!.Created ? _lastTime : _record.Created;
        return _lastTime;
    }

    /// <summary>
    /// When a partition was lost and taken again, a message may come on two ways: from the inbox, and from an instance that was forgotten over it. Taken
    /// twice in one step it would refuse the step, and be taken for a message that another step has dealt with.
    /// </summary>
    private static void DropRepeated(List<Message> messages)
    {
        if (messages.Count > 1)
        {
            HashSet<long>? seen = null;
            messages.RemoveAll(message => message.InboxId != 0 && !(seen ??= []).Add(message.InboxId));
        }
    }

    private void Take(List<Message> messages, TurnCommit commit, DateTime now)
    {
        for (var i = 0; i < messages.Count; i++)
        {
            if (_run!.Outcome is ContinuedAsNew)
            {
                PutBack(messages.Skip(i));
                return;
            }

            if (Consume(messages[i], commit) && _run.Outcome is null && !commit.IsTerminated)
            {
                Take(messages[i], commit, now);
            }
            else
            {
                Outrun(messages[i]);
            }
        }
    }

    /// <summary>False when the message came before on another way.</summary>
    private bool Consume(Message message, TurnCommit commit)
    {
        if (message.InboxId != 0 && _taken?.Add(message.InboxId) == false)
        {
            return false;
        }

        commit.Consume(message);
        return true;
    }

    /// <summary>A message to an instance whose end is not stored yet: nothing comes of it, unless it is to be rewound once that is stored.</summary>
    private void TakeLate(Message message, TurnCommit commit)
    {
        if (message.Event is ExecutionRewound)
        {
            PutBackLast(message);
        }
        else
        {
            Consume(message, commit);
            Drop(message);
        }
    }

    private void Take(Message message, TurnCommit commit, DateTime now)
    {
        switch (message.Event)
        {
            case ExecutionRewound when commit.Rewritten is null:
                message.Stored?.TrySetException(DurableEngine.NotFailed(Id));
                break;
            case ExecutionRewound:
                break;
            case null or ExecutionStarted:
                _run!.Look();
                break;
            case TaskCompleted or TaskFailed:
                TakeResult(message, commit);
                break;
            case ExecutionTerminated terminated:
                commit.Events.Add(terminated);
                commit.Terminated = terminated;
                break;
            case ExecutionSuspended when _run!.IsHeld:
            case ExecutionResumed when !_run!.IsHeld:
                break;
            case ExecutionSuspended suspended:
                commit.Events.Add(suspended);
                _run.Suspend();
                break;
            case ExecutionResumed resumed:
                commit.Events.Add(resumed);
                _run.Resume();
                break;
            case { } entry:
                commit.Events.Add(entry);
                _run!.Receive(entry);
                break;
        }
    }

    /// <summary>A result is taken once: only while its task is open, and in its own generation.</summary>
    private void TakeResult(Message message, TurnCommit commit)
    {
        var taskId = message.Event is TaskCompleted completed ? completed.TaskId : ((TaskFailed)message.Event!).TaskId;
        if (message.Generation != _record!.Generation || !(_activities.Remove(taskId) | _children.Remove(taskId) | _entityTasks?.Remove(taskId) == true))
        {
            Drop(message);
            return;
        }

        commit.Events.Add(message.Event!);
        _run!.Receive(message.Event!);
    }

    private void StartIfDue(TurnCommit commit, DateTime now)
    {
        if (_started || _record!.Due > now)
        {
            return;
        }

        _started = true;
        BeginTrace(commit, now);
        commit.Events.Add(ExecutionStarted.Instance);
        _run!.Receive(ExecutionStarted.Instance);
    }

    private void FireTimers(TurnCommit commit, DateTime now)
    {
        if (_run is not { IsHeld: false, Outcome: null } || commit.IsTerminated)
        {
            return;
        }

        foreach (var fired in _run.Due(now))
        {
            if (_run.Outcome is null && _run.Expects(fired))
            {
                engine.Metrics.TimerFired(now - _run.NextTimer ?? TimeSpan.Zero);
                commit.Events.Add(fired);
                _run.Receive(fired);
            }
        }
    }

    /// <summary>Makes the live code. When that failed before the history was replayed, it is not tried again: the code would begin from the start.</summary>
    private bool MakeRun()
    {
        if (_unmade is null)
        {
            _run = engine.MakeRun(_record!, _choice!.Value, () => TryPost(Message.Wake), out _unmade);
        }

        return _run is not null;
    }

    private void DropRun()
    {
        if (_run is { } run)
        {
            _run = null;
            _ = run.DisposeAsync().AsTask();
        }
    }
}
