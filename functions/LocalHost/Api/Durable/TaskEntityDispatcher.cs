using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.LocalHost.Durable.Entities;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Hands the operations that a function of an entity was called for to what does them, once a call. See
/// https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-dotnet-entities.
/// </summary>
public sealed class TaskEntityDispatcher
{
    private readonly EntityBatch _batch;
    private readonly Func<IServiceProvider> _services;

    internal TaskEntityDispatcher(EntityBatch batch, Func<IServiceProvider> services) => (_batch, _services) = (batch, services);

    /// <summary>An object does the operations.</summary>
    public Task DispatchAsync(ITaskEntity entity) => _batch.RunAsync(entity);

    /// <summary>
    /// When <typeparamref name="T"/> is an <see cref="ITaskEntity"/>, one that is made with the services of the call does the operations; else it is the state of
    /// the entity, and its public methods are the operations.
    /// </summary>
    public Task DispatchAsync<T>() => DispatchAsync(typeof(ITaskEntity).IsAssignableFrom(typeof(T))
        ? (ITaskEntity)ActivatorUtilities.GetServiceOrCreateInstance<T>(_services())!
        : new OfState<T>());

    /// <summary>A function does the operations, one at a time.</summary>
    public Task DispatchAsync(Func<TaskEntityOperation, ValueTask<object?>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return DispatchAsync(new OfFunction(handler));
    }

    private sealed class OfState<T> : TaskEntity<T>
    {
        protected override bool AllowStateDispatch => true;
    }

    private sealed class OfFunction(Func<TaskEntityOperation, ValueTask<object?>> handler) : ITaskEntity
    {
        public ValueTask<object?> RunAsync(TaskEntityOperation operation) => handler(operation);
    }
}
