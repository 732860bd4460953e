using Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask.Client.Entities;

/// <summary>Signals entities and reads their states.</summary>
/// <param name="name">Name of the client.</param>
public abstract class DurableEntityClient(string name)
{
    /// <summary>Name of the client; empty for the default one.</summary>
    public string Name { get; } = name;

    /// <summary>Signals an entity: returns once the signal is stored, and does not wait for the operation.</summary>
    public abstract Task SignalEntityAsync(
        EntityInstanceId id,
        string operationName,
        object? input = null,
        SignalEntityOptions? options = null,
        CancellationToken cancellation = default);

    /// <summary>Signals an entity without input.</summary>
    public virtual Task SignalEntityAsync(
        EntityInstanceId id, string operationName, SignalEntityOptions options, CancellationToken cancellation = default) =>
        SignalEntityAsync(id, operationName, null, options, cancellation);

    /// <summary>Signals an entity without input.</summary>
    public virtual Task SignalEntityAsync(EntityInstanceId id, string operationName, CancellationToken cancellation) =>
        SignalEntityAsync(id, operationName, null, null, cancellation);

    /// <summary>Gives an entity as it was last stored; null when it has no state.</summary>
    public abstract Task<EntityMetadata?> GetEntityAsync(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default);

    /// <summary>Gives an entity with its state; null when it has none.</summary>
    public virtual Task<EntityMetadata?> GetEntityAsync(EntityInstanceId id, CancellationToken cancellation) =>
        GetEntityAsync(id, includeState: true, cancellation);

    /// <summary>Gives an entity as it was last stored; null when it has no state.</summary>
    /// <typeparam name="T">What its state is read as.</typeparam>
    public abstract Task<EntityMetadata<T>?> GetEntityAsync<T>(
        EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default);

    /// <summary>Gives an entity with its state; null when it has none.</summary>
    /// <typeparam name="T">What its state is read as.</typeparam>
    public virtual Task<EntityMetadata<T>?> GetEntityAsync<T>(EntityInstanceId id, CancellationToken cancellation) =>
        GetEntityAsync<T>(id, includeState: true, cancellation);

    /// <summary>Lists entities by their addresses.</summary>
    public abstract AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null);

    /// <summary>Lists entities by their addresses.</summary>
    /// <typeparam name="T">What their states are read as.</typeparam>
    public abstract AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null);

    /// <summary>Cleans the storage of entities.</summary>
    /// <param name="request">What to clean; <see cref="CleanEntityStorageRequest.Default"/> when null.</param>
    /// <param name="continueUntilComplete">Whether to go on to the end, or to give a token after some.</param>
    /// <param name="cancellation">Cancels it.</param>
    public abstract Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest? request = null, bool continueUntilComplete = true, CancellationToken cancellation = default);
}
