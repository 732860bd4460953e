namespace RetailServerless.LocalHost.Durable.History;

/// <summary>Kind of a stored entry. The numbers are part of the file format: never change or reuse one.</summary>
internal enum HistoryKind : byte
{
    ExecutionStarted = 1,
    TaskCompleted = 2,
    TaskFailed = 3,
    TimerFired = 4,
    EventRaised = 5,
    ExecutionSuspended = 6,
    ExecutionResumed = 7,
    ExecutionTerminated = 8,
    ActivityScheduled = 16,
    TimerCreated = 17,
    SubOrchestrationScheduled = 18,
    EventSent = 19,
    ExecutionCompleted = 20,
    ExecutionFailed = 21,
    ContinuedAsNew = 22,
    EntityCalled = 32,
    EntitySignaled = 33,
    EntitiesLocked = 34,
    EntitiesUnlocked = 35,
    OperationRequested = 40,
    LockRequested = 41,
    LockReleased = 42,
    ExecutionRewound = 43,

    /// <summary>Not an entry: a message to an entity is in an object elsewhere, whose name follows.</summary>
    EntityMessageElsewhere = 254,

    /// <summary>Not an entry: the entries are in an object elsewhere, whose name follows.</summary>
    Elsewhere = 255,
}
