namespace Microsoft.DurableTask.Entities;

/// <summary>State of an entity during an operation.</summary>
public abstract class TaskEntityState
{
    /// <summary>Makes a state.</summary>
    protected TaskEntityState()
    {
    }

    /// <summary>Whether the entity has a state. One without does not exist for those who ask.</summary>
    public abstract bool HasState { get; }

    /// <summary>The state; <paramref name="defaultValue"/> when there is none.</summary>
    public virtual T? GetState<T>(T? defaultValue = default) => GetState(typeof(T)) is T state ? state : defaultValue;

    /// <summary>The state; null when there is none.</summary>
    public abstract object? GetState(Type type);

    /// <summary>Sets the state. Null deletes it.</summary>
    public abstract void SetState(object? state);
}
