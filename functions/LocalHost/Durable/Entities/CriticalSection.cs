using Microsoft.DurableTask.Entities;

namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>
/// The critical section of an orchestration and its rules, which keep locks from deadlocking:
/// https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-entities#critical-section-rules.
/// </summary>
internal sealed class CriticalSection
{
    private HashSet<EntityInstanceId>? _callable;

    /// <summary>Id of the lock; null outside of a critical section.</summary>
    public string? LockId { get; private set; }

    /// <summary>What is locked, or asked to be.</summary>
    public IReadOnlyList<EntityInstanceId> Entities { get; private set; } = [];

    /// <summary>The locked entities that can be called now.</summary>
    public IReadOnlyList<EntityInstanceId> Callable => [.. Entities.Where(entity => _callable?.Contains(entity) == true)];

    /// <summary>A lock is asked for.</summary>
    public void Enter(string lockId, IReadOnlyList<EntityInstanceId> entities) => (LockId, Entities, _callable) = (lockId, entities, null);

    /// <summary>All is locked.</summary>
    public void Acquired() => _callable = [.. Entities];

    public void Exit() => (LockId, Entities, _callable) = (null, [], null);

    public void AllowLock() => Require(LockId is null, "Must not enter another critical section from within a critical section.");

    public void AllowSubOrchestration() => Require(LockId is null, "While holding locks, cannot call suborchestrators.");

    public void AllowSignal(EntityInstanceId entity) =>
        Require(LockId is null || !Entities.Contains(entity), "Must not signal a locked entity from a critical section.");

    /// <summary>Checks a call, and keeps others from the same entity until <see cref="Called"/>.</summary>
    public void BeginCall(EntityInstanceId entity)
    {
        if (LockId is null)
        {
            return;
        }

        Require(_callable is not null, "Must await the completion of the lock request prior to calling any entity.");
        Require(Entities.Contains(entity), "Must not call an entity from a critical section if it is not one of the locked entities.");
        Require(_callable!.Remove(entity), "Must not call an entity from a critical section while a prior call to the same entity is still pending.");
    }

    public void Called(EntityInstanceId entity)
    {
        if (Entities.Contains(entity))
        {
            _callable?.Add(entity);
        }
    }

    private static void Require(bool isAllowed, string rule)
    {
        if (!isAllowed)
        {
            throw new InvalidOperationException(rule);
        }
    }
}
