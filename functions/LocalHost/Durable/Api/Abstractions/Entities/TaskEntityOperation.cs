namespace Microsoft.DurableTask.Entities;

/// <summary>An operation that an entity is asked to do.</summary>
public abstract class TaskEntityOperation
{
    /// <summary>Makes an operation.</summary>
    protected TaskEntityOperation()
    {
    }

    /// <summary>Name of the operation, as the sender wrote it.</summary>
    public abstract string Name { get; }

    /// <summary>What the operation may do.</summary>
    public abstract TaskEntityContext Context { get; }

    /// <summary>State of the entity.</summary>
    public abstract TaskEntityState State { get; }

    /// <summary>Whether the sender gave an input.</summary>
    public abstract bool HasInput { get; }

    /// <summary>The input; the default of the type when there is none.</summary>
    public virtual T? GetInput<T>() => GetInput(typeof(T)) is T input ? input : default;

    /// <summary>The input; null when there is none.</summary>
    public abstract object? GetInput(Type inputType);

    /// <inheritdoc/>
    public override string ToString() => $"{Context.Id.Name}/{Name}";
}
