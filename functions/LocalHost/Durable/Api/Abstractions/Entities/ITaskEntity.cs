namespace Microsoft.DurableTask.Entities;

/// <summary>The code of an entity: it does one operation at a time on the entity's state.</summary>
public interface ITaskEntity
{
    /// <summary>Does an operation. When it throws, neither the state nor anything it sent takes effect.</summary>
    /// <returns>What the caller gets.</returns>
    ValueTask<object?> RunAsync(TaskEntityOperation operation);
}
