using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Execution;

internal sealed partial class OrchestrationInstance
{
    /// <summary>Turns what the code decided into what is to be stored and then done.</summary>
    private void Conclude(TurnCommit commit, DateTime now)
    {
        foreach (var decision in _run!.TakeDecisions())
        {
            commit.Events.Add(decision);
            Note(decision);
            commit.Carry(decision, _record!);
        }

        TraceStep(commit, now);
        var outcome = commit.IsTerminated ? null : _run.Outcome;
        if (outcome is ContinuedAsNew next)
        {
            Renew(commit, next, now);
            return;
        }

        if (outcome is not null)
        {
            commit.Events.Add(outcome);
        }

        switch (outcome)
        {
            case ExecutionCompleted completed:
                End(commit, OrchestrationRuntimeStatus.Completed, now, completed.Output);
                break;
            case ExecutionFailed failed:
                End(commit, OrchestrationRuntimeStatus.Failed, now, failure: failed.Failure);
                break;
            case null when commit.Terminated is { } terminated:
                Terminate(commit, terminated, now);
                break;
            default:
                Go(commit, now);
                break;
        }
    }

    private void Note(Decision decision)
    {
        switch (decision)
        {
            case ActivityScheduled activity:
                _activities.Add(activity.TaskId, activity);
                break;
            case SubOrchestrationScheduled child:
                _children.Add(child.TaskId, child.InstanceId);
                break;
            case EntityCalled or EntitiesLocked or EntitiesUnlocked:
                NoteEntity(decision);
                break;
        }
    }

    private void Go(TurnCommit commit, DateTime now)
    {
        var run = _run!;

        // A timer that is due already fires in a step of its own, once this one is stored: a loop of such timers lets others run.
        var goesOn = !run.IsHeld && run.NextTimer <= now;
        if (goesOn)
        {
            PutBackLast(Message.Wake);
        }

        var status = run.IsHeld ? OrchestrationRuntimeStatus.Suspended
            : _started ? OrchestrationRuntimeStatus.Running
            : OrchestrationRuntimeStatus.Pending;
        Store(commit, _record! with
        {
            Status = status,
            Active = _activities.Count > 0,
            Due = !_started ? _record!.Due : run.IsHeld ? null : run.NextTimer,
            CustomStatus = run.CustomStatus,
        }, goesOn);
    }

    private void Renew(TurnCommit commit, ContinuedAsNew next, DateTime now)
    {
        EndTrace(commit, OrchestrationRuntimeStatus.ContinuedAsNew, null, now);
        commit.IsTraceChanged = _record!.Trace is not null;
        var carried = _run!.Unprocessed().ToList();
        var customStatus = _run.CustomStatus;
        DropRun();
        LeaveActivities(commit);
        _activities.Clear();
        _children.Clear();
        ReleaseLock(commit);
        _started = false;
        commit.Renews = true;
        commit.Events.Clear();
        commit.Events.AddRange(carried);
        var record = _record! with
        {
            Generation = _record!.Generation + 1,
            Input = next.Input,
            Version = next.Version ?? _record.Version,
            Status = OrchestrationRuntimeStatus.Running,
            CustomStatus = customStatus,
            Trace = _record.Trace?.Next(),
            Active = true,
            Due = null,
        };
        _record = record;
        var asked = engine.Workers.ForOrchestratorAsync(record);
        _choice = asked.IsCompleted ? asked.Result : null;
        if (_choice is { Worker: not null } && MakeRun())
        {
            _run!.BeginStep(now);
            carried.ForEach(_run.Receive);
        }

        commit.Leaves = _run is null;

        PutBackLast(Message.Wake);
        Store(commit, record, block: true);
    }

    private void Terminate(TurnCommit commit, ExecutionTerminated terminated, DateTime now)
    {
        if (terminated.Recursive)
        {
            commit.Outgoing.AddRange(_children.Values.Select(child => new OutgoingMessage(child, terminated, null)));
        }

        End(commit, OrchestrationRuntimeStatus.Terminated, now, terminated.Output);
    }

    private void End(
        TurnCommit commit, OrchestrationRuntimeStatus status, DateTime now, string? output = null, TaskFailureDetails? failure = null)
    {
        _ended = true;
        LeaveActivities(commit);
        ReleaseLock(commit);
        EndTrace(commit, status, failure?.ErrorType, now);
        if (_record!.Parent is { } parent)
        {
            HistoryEvent result = status switch
            {
                OrchestrationRuntimeStatus.Completed => new TaskCompleted(parent.TaskId, output),
                OrchestrationRuntimeStatus.Failed => new TaskFailed(parent.TaskId, failure!),
                _ => new TaskFailed(parent.TaskId, new("SubOrchestrationTerminated", $"The sub-orchestration '{Id}' was terminated.", null, null, null)),
            };
            commit.Outgoing.Add(new(parent.InstanceId, result, parent.Generation));
        }

        Store(commit, _record with
        {
            Status = status,
            Output = output,
            Failure = failure,
            Completed = now,
            Active = false,
            Due = null,
            CustomStatus = _run is null ? _record.CustomStatus : _run.CustomStatus,
        });
        DropRun();
    }

    private void Store(TurnCommit commit, InstanceRecord record, bool block = false)
    {
        commit.IsRowChanged = commit.Renews || !record.HasSameState(commit.Creation is null ? _stored : null);
        commit.HasEnded = _ended;
        commit.DueBefore = _stored?.Due;
        commit.Record = _record = _stored = record;
        if (commit.Events.Count > 0)
        {
            commit.Seq = _nextSeq++;
        }

        if (commit.HasWork)
        {
            Submit(commit, block);
        }
    }

    private void PutBackLast(Message message)
    {
        lock (_gate)
        {
            _mailbox.Add(message);
        }
    }
}
