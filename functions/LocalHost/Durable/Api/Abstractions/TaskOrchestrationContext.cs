using Microsoft.DurableTask.Abstractions;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask;

/// <summary>What an orchestrator may do. Everything that is not deterministic goes through here.</summary>
public abstract partial class TaskOrchestrationContext
{
    /// <summary>Makes a context.</summary>
    protected TaskOrchestrationContext()
    {
    }

    /// <summary>Name of the orchestration.</summary>
    public abstract TaskName Name { get; }

    /// <summary>Its instance id.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The orchestration that started this one; null for a top-level one.</summary>
    public abstract ParentOrchestrationInstance? Parent { get; }

    /// <summary>The time of the present step, in UTC; the same on replay.</summary>
    public abstract DateTime CurrentUtcDateTime { get; }

    /// <summary>Whether the code that runs now ran before.</summary>
    public abstract bool IsReplaying { get; }

    /// <summary>Version of the orchestration; empty when none.</summary>
    public virtual string Version => string.Empty;

    /// <summary>Properties that the worker hands to orchestrators.</summary>
    public virtual IReadOnlyDictionary<string, object?> Properties => new Dictionary<string, object?>();

    /// <summary>Calls, signals and locks entities.</summary>
    /// <exception cref="NotSupportedException">The context does not support entities, or they are not enabled.</exception>
    public virtual TaskOrchestrationEntityFeature Entities => throw new NotSupportedException($"Durable entities are not supported by {GetType()}.");

    /// <summary>A factory of loggers that are silent on replay.</summary>
    public virtual ILoggerFactory ReplaySafeLoggerFactory => new ReplaySafeFactory(this);

    /// <summary>The factory beneath <see cref="ReplaySafeLoggerFactory"/>.</summary>
    protected abstract ILoggerFactory LoggerFactory { get; }

    /// <summary>The input; the default of the type when there is none.</summary>
    public abstract T? GetInput<T>();

    /// <summary>Calls an activity.</summary>
    /// <exception cref="TaskFailedException">The activity failed.</exception>
    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    /// <summary>Calls an activity without input.</summary>
    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => CallActivityAsync(name, null, options);

    /// <summary>Calls an activity without input.</summary>
    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) =>
        CallActivityAsync<TResult>(name, null, options);

    /// <summary>Calls an activity and gives its output.</summary>
    /// <exception cref="TaskFailedException">The activity failed.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

    /// <summary>Calls a sub-orchestration and gives its output.</summary>
    /// <exception cref="TaskFailedException">The sub-orchestration failed or was terminated.</exception>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null);

    /// <summary>Calls a sub-orchestration without input.</summary>
    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync<TResult>(orchestratorName, null, options);

    /// <summary>Calls a sub-orchestration without input or output.</summary>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync(orchestratorName, null, options);

    /// <summary>Calls a sub-orchestration without output.</summary>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<object>(orchestratorName, input, options);

    /// <summary>Compares the version of the orchestration with another.</summary>
    public virtual int CompareVersionTo(string version) => TaskOrchestrationVersioningUtils.CompareVersions(Version, version);

    /// <summary>Starts the orchestration afresh with a new input once the orchestrator returns; its history is dropped.</summary>
    public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

    /// <summary>Starts the orchestration afresh once the orchestrator returns.</summary>
    public virtual void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.NewVersion is not null)
        {
            throw new NotSupportedException("This context cannot change the version on continue-as-new.");
        }

        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
    }

    /// <summary>A durable timer.</summary>
    /// <exception cref="TaskCanceledException">The token was cancelled first.</exception>
    public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) =>
        CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

    /// <summary>A durable timer that fires at a time; one without a kind is local, as in <see cref="DateTime.ToUniversalTime"/>.</summary>
    /// <exception cref="TaskCanceledException">The token was cancelled first.</exception>
    public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

    /// <summary>A random-looking id that is the same on replay (version 5, RFC 9562 section 5.5).</summary>
    public abstract Guid NewGuid();

    /// <summary>Sends an event to another orchestration; it does not wait.</summary>
    public abstract void SendEvent(string instanceId, string eventName, object payload);

    /// <summary>Sets what clients see as custom status.</summary>
    public abstract void SetCustomStatus(object? customStatus);

    /// <summary>The next event of a name, which may have come already. Names are compared without regard to case.</summary>
    /// <exception cref="TaskCanceledException">The token was cancelled first.</exception>
    public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);
}
