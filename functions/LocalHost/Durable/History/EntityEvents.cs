namespace RetailServerless.LocalHost.Durable.History;

/// <summary>A message to an entity. It stays in the inbox until what it brought about is stored.</summary>
internal abstract record EntityMessage : HistoryEvent;

/// <summary>In place of a message that is in an object elsewhere and has not been read yet.</summary>
internal sealed record EntityMessageElsewhere(string Name) : EntityMessage;

/// <summary>An operation is asked for.</summary>
/// <param name="Operation">Its name.</param>
/// <param name="Input">Its input; null for none.</param>
/// <param name="Due">When it is to be done; null for at once.</param>
/// <param name="Caller">Who waits for the result; null for a signal.</param>
internal sealed record OperationRequested(string Operation, string? Input, DateTime? Due, EntityCaller? Caller) : EntityMessage;

/// <summary>An orchestration wants entities for itself. The message goes from each to the next: who holds one waits for the next, and all take the same order.</summary>
/// <param name="LockId">Id of this request.</param>
/// <param name="Owner">Who is told when all are locked.</param>
/// <param name="Entities">The entities, in the order in which they are locked.</param>
/// <param name="Position">Which of them this message is for.</param>
internal sealed record LockRequested(string LockId, EntityCaller Owner, IReadOnlyList<string> Entities, int Position) : EntityMessage;

/// <summary>An orchestration does not need its lock any more.</summary>
/// <param name="LockId">Id of the request.</param>
/// <param name="Owner">The orchestration.</param>
/// <param name="Entities">
/// The entities of a request that may still be under way: the message follows the request from one to the next, so that it cannot overtake it. Null when
/// all were locked.
/// </param>
/// <param name="Position">Which of them this message is for.</param>
internal sealed record LockReleased(string LockId, string Owner, IReadOnlyList<string>? Entities, int Position) : EntityMessage;

/// <summary>The task of an orchestration that waits for an entity.</summary>
internal sealed record EntityCaller(string InstanceId, int Generation, int TaskId);

internal sealed record EntityCalled(int TaskId, string Entity, string Operation, string? Input) : Decision(TaskId)
{
    public override string Text => $"#{TaskId} operation '{Operation}' of entity '{Entity}' called";
}

internal sealed record EntitySignaled(int TaskId, string Entity, string Operation, string? Input, DateTime? Due) : Decision(TaskId)
{
    public override string Text => $"#{TaskId} operation '{Operation}' of entity '{Entity}' signaled";
}

internal sealed record EntitiesLocked(int TaskId, string LockId, IReadOnlyList<string> Entities) : Decision(TaskId)
{
    public override string Text => $"#{TaskId} entities {string.Join(", ", Entities)} locked";
}

internal sealed record EntitiesUnlocked(int TaskId, string LockId, IReadOnlyList<string> Entities) : Decision(TaskId)
{
    public override string Text => $"#{TaskId} entities {string.Join(", ", Entities)} unlocked";
}
