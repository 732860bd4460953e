using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;
using RetailServerless.LocalHost.Durable.Telemetry;

namespace RetailServerless.LocalHost.Durable.Execution;

internal sealed partial class OrchestrationInstance
{
    // Tasks without a result, with the time of their scheduling; only of an instance that is traced.
    private Dictionary<int, (Decision Decision, DateTime At)>? _open;

    /// <summary>The generation begins.</summary>
    private void BeginTrace(TurnCommit commit, DateTime now)
    {
        if (_record!.Trace is { } trace)
        {
            _record = _record with { Trace = trace with { Start = now } };
            commit.IsTraceChanged = true;
        }
    }

    /// <summary>Learns from a stored step which tasks are open, and emits nothing.</summary>
    private void ReplayTrace(HistoryStep step)
    {
        if (_record!.Trace is not null)
        {
            OpenTasks(step.Events, step.At);
            foreach (var entry in step.Events)
            {
                _open!.Remove(TaskOf(entry));
            }
        }
    }

    /// <summary>Notes the spans of what ended in a step, to be emitted when it is stored.</summary>
    private void TraceStep(TurnCommit commit, DateTime now)
    {
        commit.Trace = _record!.Trace;
        if (_record.Trace is not { } trace)
        {
            return;
        }

        OpenTasks(commit.Events, now);
        foreach (var entry in commit.Events)
        {
            if (entry is EventSent sent)
            {
                commit.Add(DurableTracing.Event(sent, Id, trace, now));
            }
            else if (_open!.Remove(TaskOf(entry), out var task))
            {
                commit.Add(task.Decision is TimerCreated timer
                    ? DurableTracing.Timer(timer, _record.Name, Id, trace, task.At, now)
                    : DurableTracing.Call(task.Decision, Id, trace, task.At, now, (entry as TaskFailed)?.Failure.ErrorType));
            }
        }
    }

    /// <summary>The generation ends, and with it the calls whose result nobody waits for any more.</summary>
    private void EndTrace(TurnCommit commit, OrchestrationRuntimeStatus status, string? errorType, DateTime now)
    {
        if (_record!.Trace is not { } trace)
        {
            return;
        }

        foreach (var (decision, at) in _open is null ? Enumerable.Empty<(Decision, DateTime)>() : _open.Values)
        {
            commit.Add(DurableTracing.Call(decision, Id, trace, at, now, null));
        }

        _open = null;
        commit.Add(DurableTracing.Generation(_record.Name, _record.Version, Id, trace, now, status.ToString(), errorType));
    }

    private void OpenTasks(List<HistoryEvent> events, DateTime at)
    {
        _open ??= [];
        foreach (var entry in events)
        {
            if (entry is ActivityScheduled or SubOrchestrationScheduled or TimerCreated)
            {
                _open[((Decision)entry).TaskId] = ((Decision)entry, at);
            }
        }
    }

    private static int TaskOf(HistoryEvent entry) => entry switch
    {
        TaskCompleted e => e.TaskId,
        TaskFailed e => e.TaskId,
        TimerFired e => e.TaskId,
        _ => -1,
    };
}
