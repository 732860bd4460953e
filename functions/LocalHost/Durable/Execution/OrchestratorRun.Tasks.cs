using System.Globalization;
using Microsoft.DurableTask;
using RetailServerless.LocalHost.Durable.Entities;
using RetailServerless.LocalHost.Durable.History;

namespace RetailServerless.LocalHost.Durable.Execution;

internal sealed partial class OrchestratorRun
{
    private static readonly Guid GuidNamespace = new("0c6e9ac0-7d5f-4a63-9f0a-6d2a3c1f5b11");

    public override T? GetInput<T>()
        where T : default => _worker.Converter.Deserialize<T>(_record.Input);

    public override Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<Nothing>(name, input, options);

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        EnsureOwnThread();
        EnsureNoOptions(input, options);
        var data = _worker.Serialize(input);
        var version = options?.Version is { } asked ? NullIfEmpty(asked.Version) : _record.Version;
        return Retrying.Run(this, options?.Retry, () =>
        {
            var task = Add<TResult>(name.Name, out var id);
            Decide(new ActivityScheduled(id, name.Name, version, data, options?.Tags));
            return task;
        });
    }

    public override Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<Nothing>(orchestratorName, input, options);

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        EnsureOwnThread();
        var instance = (options as SubOrchestrationOptions)?.InstanceId;
        EntityAddress.Refuse(instance, _worker.Options.EnableEntitySupport);
        _entities?.Section.AllowSubOrchestration();
        var data = _worker.Serialize(input);
        var version = NullIfEmpty(options?.Version is { } asked ? asked.Version : _worker.Options.Versioning?.DefaultVersion);
        return Retrying.Run(this, options?.Retry, () =>
        {
            var instanceId = instance ?? NewGuid().ToString("N");
            var task = Add<TResult>(orchestratorName.Name, out var id);
            Decide(new SubOrchestrationScheduled(id, instanceId, orchestratorName.Name, version, data, options?.Tags));
            return task;
        });
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        EnsureOwnThread();
        var at = fireAt.ToUniversalTime();
        var task = new PendingTask<Nothing>("timer");
        if (cancellationToken.IsCancellationRequested)
        {
            task.Cancel(cancellationToken);
            return task.Task;
        }

        var id = _nextTaskId++;
        _pending.Add(id, task);
        _timers.Add((at, id));
        Decide(new TimerCreated(id, at));
        OnCancel(
            task,
            () =>
            {
                if (_pending.Remove(id))
                {
                    _timers.Remove((at, id));
                }
            },
            cancellationToken);
        return task.Task;
    }

    public override Guid NewGuid()
    {
        EnsureOwnThread();
        return NameBasedGuid.Create(
            GuidNamespace,
            string.Create(CultureInfo.InvariantCulture, $"{_record.Id}/{_record.Generation}/{_now.Ticks}/{_nextGuid++}"));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        EnsureOwnThread();
        CustomStatus = _worker.Serialize(customStatus);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <summary>The overload with options alone is meant, and the one with an input was bound: the compiler prefers it for a variable of type object.</summary>
    private static void EnsureNoOptions(object? input, TaskOptions? options)
    {
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException("Options were given as the input of the activity, and no options. Name the argument: options.", nameof(input));
        }
    }

    private Task<T> Add<T>(string name, out int id)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Add(new PendingTask<T>(name), out id);
    }

    private Task<T> Add<T>(PendingTask<T> task, out int id)
    {
        EnsureOwnThread();
        id = _nextTaskId++;
        _pending.Add(id, task);
        return task.Task;
    }
}
