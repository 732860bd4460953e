using System.Text.Json.Nodes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Management;

/// <summary>
/// The history of an instance as the management API shows it: in the order of events, a finished task in one entry with the time at which it was
/// scheduled, results and inputs only on request.
/// </summary>
internal sealed class HistoryJson(InstanceRecord record, bool showOutput, bool showInput)
{
    private readonly Dictionary<int, (JsonObject Entry, DateTime At)> _open = [];
    private readonly JsonArray _events = [];

    // The ids of the requests to entities that have no answer yet, by the number of the task.
    private readonly Dictionary<int, string> _requests = [];

    // A timer that was due at once: a step has what came in before what was decided.
    private readonly HashSet<int> _fired = [];

    public static JsonArray Of(InstanceRecord record, IEnumerable<HistoryStep> steps, bool showOutput, bool showInput)
    {
        var history = new HistoryJson(record, showOutput, showInput);
        foreach (var step in steps)
        {
            foreach (var entry in step.Events)
            {
                history.Add(entry, step.At);
            }
        }

        history.End();
        return history._events;
    }

    private void Add(HistoryEvent entry, DateTime at)
    {
        switch (entry)
        {
            case ExecutionStarted:
                Write("ExecutionStarted", at, ("FunctionName", record.Name), Input(record.Input));
                break;
            case ActivityScheduled e:
                Open(e.TaskId, Write("TaskScheduled", at, ("Name", e.Name), Input(e.Input)), at);
                break;
            case SubOrchestrationScheduled e:
                Open(e.TaskId, Write("SubOrchestrationInstanceCreated", at, ("Name", e.Name), ("InstanceId", e.InstanceId), Input(e.Input)), at);
                break;
            case TimerCreated e:
                Open(e.TaskId, Write("TimerCreated", at, ("FireAt", e.FireAt)), at);
                if (_fired.Remove(e.TaskId))
                {
                    Write("TimerFired", at, ("FireAt", e.FireAt));
                }

                break;
            case EntityCalled e:
                var call = _requests[e.TaskId] = EntityMessageJson.IdOf(record, e.TaskId);
                Send(e.Entity, EntityMessageJson.Name(null), EntityMessageJson.Call(record, call, e), at);
                break;
            case EntitySignaled e:
                Send(e.Entity, EntityMessageJson.Name(e.Due), EntityMessageJson.Signal(record, EntityMessageJson.IdOf(record, e.TaskId), e), at);
                break;
            case EntitiesLocked e:
                _requests[e.TaskId] = e.LockId;
                Send(e.Entities[0], EntityMessageJson.Name(null), EntityMessageJson.Lock(record, e), at);
                break;
            case EntitiesUnlocked e:
                foreach (var entity in e.Entities)
                {
                    Send(entity, "release", EntityMessageJson.Release(record, e.LockId), at);
                }

                break;
            case TaskCompleted e when _requests.Remove(e.TaskId, out var request):
                Write("EventRaised", at, ("Name", request), Input(EntityMessageJson.Result(e.Result)));
                break;
            case TaskFailed e when _requests.Remove(e.TaskId, out var request):
                Write("EventRaised", at, ("Name", request), Input(EntityMessageJson.Failure(e.Failure.ErrorMessage, Failure(e.Failure))));
                break;
            case TaskCompleted e:
                Close(e.TaskId, "Completed", at, Result(e.Result));
                break;
            case TaskFailed e:
                Close(e.TaskId, "Failed", at, ("Reason", e.Failure.ErrorMessage), ("FailureDetails", Failure(e.Failure)));
                break;
            case TimerFired e:
                if (_open.Remove(e.TaskId, out var timer))
                {
                    Write("TimerFired", at, ("FireAt", timer.Entry["FireAt"]!.DeepClone()));
                }
                else
                {
                    _fired.Add(e.TaskId);
                }

                break;
            case EventRaised e:
                Write("EventRaised", at, ("Name", e.Name), Input(e.Payload));
                break;
            case EventSent e:
                Write("EventSent", at, ("InstanceId", e.InstanceId), ("Name", e.Name), Input(e.Payload));
                break;
            case ExecutionSuspended e:
                Write("ExecutionSuspended", at, ("Reason", e.Reason));
                break;
            case ExecutionResumed e:
                Write("ExecutionResumed", at, ("Reason", e.Reason));
                break;
            case ExecutionRewound e:
                Write("ExecutionRewound", at, ("Reason", e.Reason));
                break;
            case ExecutionTerminated e:
                Write("ExecutionTerminated", at, Input(e.Output));
                break;
        }
    }

    /// <summary>How it ended stands in the row.</summary>
    private void End()
    {
        if (record is { HasEnded: true, Completed: { } at })
        {
            var failure = record.Failure is { } details ? Failure(details) : null;
            Write("ExecutionCompleted", at, ("OrchestrationStatus", record.Status.ToString()), Result(record.Output), ("FailureDetails", failure));
        }
    }

    private void Send(string entity, string name, string message, DateTime at) =>
        Write("EventSent", at, ("InstanceId", entity), ("Name", name), Input(message));

    private void Open(int taskId, JsonObject entry, DateTime at) => _open[taskId] = (entry, at);

    private void Close(int taskId, string how, DateTime at, params (string Name, JsonNode? Value)[] members)
    {
        if (!_open.Remove(taskId, out var task))
        {
            return;
        }

        _events.Remove(task.Entry);
        var isActivity = (string?)task.Entry["EventType"] == "TaskScheduled";
        Write((isActivity ? "Task" : "SubOrchestrationInstance") + how, at,
            [.. members, ("ScheduledTime", task.At), ("FunctionName", task.Entry["Name"]!.DeepClone()), ("Input", task.Entry["Input"]?.DeepClone())]);
    }

    private JsonObject Write(string type, DateTime at, params (string Name, JsonNode? Value)[] members)
    {
        var entry = new JsonObject { ["EventType"] = type };
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                entry[name] = value;
            }
        }

        entry["Timestamp"] = at;
        _events.Add((JsonNode)entry);
        return entry;
    }

    private (string Name, JsonNode? Value) Input(string? data) => ("Input", showInput ? data : null);

    private (string Name, JsonNode? Value) Result(string? data) => ("Result", showOutput ? InstanceJson.Data(data) : null);

    private static JsonObject Failure(TaskFailureDetails failure) => new()
    {
        ["ErrorType"] = failure.ErrorType,
        ["ErrorMessage"] = failure.ErrorMessage,
        ["StackTrace"] = failure.StackTrace,
        ["InnerFailure"] = failure.InnerFailure is { } inner ? Failure(inner) : null,
    };
}
