using RetailServerless.LocalHost.Durable.Entities;

namespace Microsoft.DurableTask.Entities;

/// <summary>
/// An entity whose operations are its public methods, found by name without regard to case. A method may take the input of the operation, a
/// <see cref="TaskEntityContext"/> and a <see cref="TaskEntityOperation"/>, and may be asynchronous. An operation that has no method is looked for on the
/// state, when <see cref="AllowStateDispatch"/> says so; <c>delete</c> deletes the state where nothing else is found. See
/// https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-dotnet-entities.
/// </summary>
/// <typeparam name="TState">Type of the state.</typeparam>
public abstract class TaskEntity<TState> : ITaskEntity
{
    /// <summary>Makes the entity.</summary>
    protected TaskEntity()
    {
    }

    /// <summary>Whether operations may be methods of the state. Methods of the entity go first.</summary>
    protected virtual bool AllowStateDispatch => false;

    /// <summary>The state. It is stored when the operation has succeeded; null deletes it.</summary>
    protected TState State { get; set; } = default!;

    /// <summary>What the present operation may do.</summary>
    protected TaskEntityContext Context { get; private set; } = null!;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Nothing public has the operation's name.</exception>
    /// <exception cref="System.Reflection.AmbiguousMatchException">Several methods have the operation's name.</exception>
    /// <exception cref="InvalidOperationException">The input is missing, or the method's parameters cannot be bound.</exception>
    public ValueTask<object?> RunAsync(TaskEntityOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        Context = operation.Context;
        State = operation.State.GetState(typeof(TState)) is TState state ? state : InitializeState(operation);
        if (Find(operation) is { } found)
        {
            return CallAsync(found.Method, found.Target, operation);
        }

        if (operation.Name.Equals("delete", StringComparison.OrdinalIgnoreCase))
        {
            operation.State.SetState(null);
            return default;
        }

        throw new NotSupportedException($"No suitable method found for entity operation '{operation}'.");
    }

    /// <summary>The state of an entity that has none yet: a new <typeparamref name="TState"/>, unless overridden.</summary>
    protected virtual TState InitializeState(TaskEntityOperation entityOperation) =>
        Nullable.GetUnderlyingType(typeof(TState)) is { } underlying
            ? (TState)Activator.CreateInstance(underlying)!
            : Activator.CreateInstance<TState>();

    private (OperationMethod Method, object Target)? Find(TaskEntityOperation operation)
    {
        if (OperationMethod.Find(GetType(), operation.Name) is { } own)
        {
            return (own, this);
        }

        if (!AllowStateDispatch)
        {
            return null;
        }

        if (State is null)
        {
            throw new InvalidOperationException("Operations cannot be dispatched to the state of the entity: it is null.");
        }

        return OperationMethod.Find(State.GetType(), operation.Name) is { } ofState ? (ofState, State) : null;
    }

    private async ValueTask<object?> CallAsync(OperationMethod method, object target, TaskEntityOperation operation)
    {
        // A state that is a value was boxed for the call: what the method changed is in the box.
        var result = await method.CallAsync(target, operation);
        if (target is TState state && typeof(TState).IsValueType && !ReferenceEquals(target, this))
        {
            State = state;
        }

        operation.State.SetState(State);
        return result;
    }
}
