using Microsoft.DurableTask;

namespace RetailServerless.LocalHost.Durable.History;

/// <summary>One entry of the history of an orchestration: something that came in, or something its code decided.</summary>
internal abstract record HistoryEvent;

/// <summary>In place of entries that are in an object elsewhere and have not been read yet. It never reaches an orchestrator.</summary>
internal sealed record StoredElsewhere(string Name) : HistoryEvent;

/// <summary>The code begins.</summary>
internal sealed record ExecutionStarted : HistoryEvent
{
    public static ExecutionStarted Instance { get; } = new();
}

/// <summary>An activity or a sub-orchestration gave its output.</summary>
internal sealed record TaskCompleted(int TaskId, string? Result) : HistoryEvent;

/// <summary>An activity or a sub-orchestration failed.</summary>
internal sealed record TaskFailed(int TaskId, TaskFailureDetails Failure) : HistoryEvent;

internal sealed record TimerFired(int TaskId) : HistoryEvent;

internal sealed record EventRaised(string Name, string? Payload) : HistoryEvent;

internal sealed record ExecutionSuspended(string? Reason) : HistoryEvent;

internal sealed record ExecutionResumed(string? Reason) : HistoryEvent;

internal sealed record ExecutionTerminated(string? Output, bool Recursive) : HistoryEvent;

/// <summary>A failed instance goes on from its failed tasks: what is before this in its history is without them.</summary>
internal sealed record ExecutionRewound(string? Reason) : HistoryEvent;

/// <summary>Something the code decided. On replay it must decide the same again.</summary>
/// <param name="TaskId">Number of the decision within its generation, from 0.</param>
internal abstract record Decision(int TaskId) : HistoryEvent
{
    /// <summary>The decision in words, for the message about code that is not deterministic.</summary>
    public abstract string Text { get; }
}

internal sealed record ActivityScheduled(int TaskId, string Name, string? Version, string? Input, IDictionary<string, string>? Tags)
    : Decision(TaskId)
{
    public override string Text => $"#{TaskId} activity '{Name}' scheduled";
}

internal sealed record TimerCreated(int TaskId, DateTime FireAt) : Decision(TaskId)
{
    public override string Text => $"#{TaskId} timer created";
}

internal sealed record SubOrchestrationScheduled(
    int TaskId, string InstanceId, string Name, string? Version, string? Input, IDictionary<string, string>? Tags)
    : Decision(TaskId)
{
    public override string Text => $"#{TaskId} sub-orchestration '{Name}' scheduled";
}

internal sealed record EventSent(int TaskId, string InstanceId, string Name, string? Payload) : Decision(TaskId)
{
    public override string Text => $"#{TaskId} event '{Name}' sent";
}

internal sealed record ExecutionCompleted(int TaskId, string? Output) : Decision(TaskId)
{
    public override string Text => $"#{TaskId} orchestrator completed";
}

internal sealed record ExecutionFailed(int TaskId, TaskFailureDetails Failure) : Decision(TaskId)
{
    public override string Text => $"#{TaskId} orchestrator failed";
}

internal sealed record ContinuedAsNew(int TaskId, string? Input, string? Version) : Decision(TaskId)
{
    public override string Text => $"#{TaskId} orchestrator continued as new";
}
