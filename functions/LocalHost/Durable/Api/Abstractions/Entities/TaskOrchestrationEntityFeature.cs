using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask.Entities;

/// <summary>What an orchestrator may do with entities. A broken rule of critical sections is an <see cref="InvalidOperationException"/>.</summary>
public abstract class TaskOrchestrationEntityFeature
{
    /// <summary>Makes the feature.</summary>
    protected TaskOrchestrationEntityFeature()
    {
    }

    /// <summary>Has an entity do an operation, and gives its result.</summary>
    /// <exception cref="EntityOperationFailedException">The operation failed.</exception>
    public abstract Task<TResult> CallEntityAsync<TResult>(
        EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null);

    /// <summary>Has an entity do an operation without input, and gives its result.</summary>
    /// <exception cref="EntityOperationFailedException">The operation failed.</exception>
    public virtual Task<TResult> CallEntityAsync<TResult>(EntityInstanceId id, string operationName, CallEntityOptions? options) =>
        CallEntityAsync<TResult>(id, operationName, null, options);

    /// <summary>Has an entity do an operation, and waits for it.</summary>
    /// <exception cref="EntityOperationFailedException">The operation failed.</exception>
    public abstract Task CallEntityAsync(EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null);

    /// <summary>Has an entity do an operation without input, and waits for it.</summary>
    /// <exception cref="EntityOperationFailedException">The operation failed.</exception>
    public virtual Task CallEntityAsync(EntityInstanceId id, string operationName, CallEntityOptions? options) =>
        CallEntityAsync(id, operationName, null, options);

    /// <summary>Has an entity do an operation, and does not wait for it.</summary>
    public abstract Task SignalEntityAsync(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null);

    /// <summary>Has an entity do an operation without input, and does not wait for it.</summary>
    public virtual Task SignalEntityAsync(EntityInstanceId id, string operationName, SignalEntityOptions? options) =>
        SignalEntityAsync(id, operationName, null, options);

    /// <summary>
    /// Locks entities and waits until all are locked: until the result is disposed, or the orchestration ends, they do the operations of this orchestration
    /// only. Locks are taken in one order everywhere, so that they cannot deadlock.
    /// </summary>
    public abstract Task<IAsyncDisposable> LockEntitiesAsync(IEnumerable<EntityInstanceId> entityIds);

    /// <summary>Locks entities; see <see cref="LockEntitiesAsync(IEnumerable{EntityInstanceId})"/>.</summary>
    public virtual Task<IAsyncDisposable> LockEntitiesAsync(params EntityInstanceId[] entityIds) =>
        LockEntitiesAsync((IEnumerable<EntityInstanceId>)entityIds);

    /// <summary>Whether locks are held, and which of the locked entities can be called now.</summary>
    public abstract bool InCriticalSection([NotNullWhen(true)] out IReadOnlyList<EntityInstanceId>? entityIds);

    /// <summary>Whether locks are held.</summary>
    public virtual bool InCriticalSection() => InCriticalSection(out _);
}
