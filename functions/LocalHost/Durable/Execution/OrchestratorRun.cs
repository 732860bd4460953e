using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>
/// The live code of one generation of an orchestration, and the context it sees. Events are applied one by one; what the code decides is
/// collected, or on replay compared with what it decided before.
/// </summary>
internal sealed partial class OrchestratorRun : TaskOrchestrationContext
{
    private readonly InstanceRecord _record;
    private readonly WorkerRuntime _worker;
    private readonly OrchestratorPump _pump;
    private readonly IAsyncDisposable? _scope;
    private readonly ITaskOrchestrator _orchestrator;
    private readonly Dictionary<int, PendingTask> _pending = [];
    private readonly SortedSet<(DateTime FireAt, int TaskId)> _timers = [];
    private Task<object?>? _code;
    private int _nextTaskId;
    private int _nextGuid;
    private DateTime _now;

    public OrchestratorRun(InstanceRecord record, WorkerRuntime worker, ITaskOrchestrator orchestrator, IAsyncDisposable? scope, Action onForeign)
    {
        (_record, _worker, _orchestrator, _scope) = (record, worker, orchestrator, scope);
        CustomStatus = record.CustomStatus;
        _pump = new OrchestratorPump(() =>
        {
            _violation ??= ForeignTask;
            onForeign();
        });
    }

    public override TaskName Name => _record.Name;

    public override string InstanceId => _record.Id;

    public override string Version => _record.Version ?? string.Empty;

    public override ParentOrchestrationInstance? Parent =>
        _record.Parent is { } parent ? new(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => _replaying;

    /// <summary>Custom status as the code last set it.</summary>
    public string? CustomStatus { get; private set; }

    /// <summary>When the next timer fires.</summary>
    public DateTime? NextTimer => _timers.Count > 0 ? _timers.Min.FireAt : null;

    /// <summary>How the generation ended; null while it runs.</summary>
    public Decision? Outcome { get; private set; }

    protected override ILoggerFactory LoggerFactory => _worker.LoggerFactory;

    /// <summary>Sets the time of the step that follows.</summary>
    public void BeginStep(DateTime now) => _now = now;

    /// <summary>What the code decided since it was last asked.</summary>
    public List<Decision> TakeDecisions()
    {
        var decisions = _decisions;
        _decisions = [];
        return decisions;
    }

    /// <summary>Whether an event still means something to the code.</summary>
    public bool Expects(HistoryEvent entry) => entry switch
    {
        TaskCompleted e => _pending.ContainsKey(e.TaskId),
        TaskFailed e => _pending.ContainsKey(e.TaskId),
        TimerFired e => _pending.ContainsKey(e.TaskId),
        _ => true,
    };

    /// <summary>The timers that are due, in the order they fire.</summary>
    public IEnumerable<TimerFired> Due(DateTime now) =>
        _timers.TakeWhile(timer => timer.FireAt <= now).Select(timer => new TimerFired(timer.TaskId)).ToList();

    /// <summary>Gives an event to the code and lets it run until it waits again.</summary>
    public void Apply(HistoryEvent entry)
    {
        if (Outcome is not null)
        {
            return;
        }

        _pump.Run(Deliver, entry, () => _violation is not null);
        Outcome = Judge();
    }

    /// <summary>Looks whether the code broke a rule since it last ran.</summary>
    public void Look() => Outcome ??= _violation is null ? null : Judge();

    public async ValueTask DisposeAsync()
    {
        if (_scope is not null)
        {
            await _scope.DisposeAsync();
        }
    }

    private void Deliver(HistoryEvent entry)
    {
        switch (entry)
        {
            case ExecutionStarted:
                SynchronizationContext.SetSynchronizationContext(_pump);
                _code = Begin();
                break;
            case TaskCompleted e when _pending.Remove(e.TaskId, out var task):
                task.Complete(e.Result, _worker.Converter);
                break;
            case TaskFailed e when _pending.Remove(e.TaskId, out var task):
                task.Fail(task.FailureOf(e.TaskId, e.Failure));
                break;
            case TimerFired e when _pending.Remove(e.TaskId, out var task):
                _timers.RemoveWhere(timer => timer.TaskId == e.TaskId);
                task.Complete(null, _worker.Converter);
                break;
            case EventRaised e:
                Raise(e);
                break;
        }
    }

    private async Task<object?> Begin()
    {
        var input = _orchestrator.InputType == typeof(object) && _record.Input is null
            ? null
            : _worker.Converter.Deserialize(_record.Input, _orchestrator.InputType);
        return await _orchestrator.RunAsync(this, input);
    }

    private Decision? Judge()
    {
        if (_violation is not null)
        {
            return new ExecutionFailed(_nextTaskId, new(ViolationType, _violation, null, null, null));
        }

        if (_code is null)
        {
            return null;
        }

        if (!_code.IsCompleted)
        {
            return _pending.Count == 0 && !IsWaitingForEvent
                ? new ExecutionFailed(_nextTaskId, new(ViolationType, ForeignTask, null, null, null))
                : null;
        }

        if (_code.IsFaulted || _code.IsCanceled)
        {
            var exception = _code.Exception?.InnerException ?? new TaskCanceledException(_code);
            return new ExecutionFailed(_nextTaskId, _worker.Describe(exception));
        }

        if (_continueWith is { } next)
        {
            return new ContinuedAsNew(_nextTaskId, next.Input, next.Version);
        }

        try
        {
            return new ExecutionCompleted(_nextTaskId, _worker.Serialize(_code.Result));
        }
        catch (Exception e)
        {
            return new ExecutionFailed(_nextTaskId, _worker.Describe(e));
        }
    }
}
