namespace Microsoft.DurableTask.Entities;

/// <summary>Thrown in an orchestrator when an operation of an entity that it called failed. Nothing of the operation took effect.</summary>
/// <param name="entityId">The entity.</param>
/// <param name="operationName">The operation.</param>
/// <param name="failureDetails">Why it failed.</param>
public sealed class EntityOperationFailedException(EntityInstanceId entityId, string operationName, TaskFailureDetails failureDetails)
    : Exception($"Operation '{operationName}' of entity '{entityId}' failed: {failureDetails?.ErrorMessage}")
{
    /// <summary>The entity.</summary>
    public EntityInstanceId EntityId { get; } = entityId;

    /// <summary>The operation.</summary>
    public string OperationName { get; } = operationName;

    /// <summary>Why it failed.</summary>
    public TaskFailureDetails FailureDetails { get; } = failureDetails ?? throw new ArgumentNullException(nameof(failureDetails));
}
