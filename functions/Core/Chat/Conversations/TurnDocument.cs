using RetailServerless.Core.Chat.Planning;
using RetailServerless.Core.Chat.Replies;
using RetailServerless.Core.Privacy.Classification;

namespace RetailServerless.Core.Chat.Conversations;

/// <summary>How far a turn has come.</summary>
public enum TurnStatus
{
    /// <summary>Taken, or being answered.</summary>
    Pending,

    /// <summary>Answered and recorded.</summary>
    Completed,

    /// <summary>It could not be answered; see the failure code.</summary>
    Failed,
}

/// <summary>A turn. Partition: the person; id: conversation and turn. Text in it is redacted.</summary>
[PersonalData(Container = Container)]
public sealed record TurnDocument
{
    /// <summary>The container.</summary>
    public const string Container = "turns";

    /// <summary>The conversation.</summary>
    public required Guid Conversation { get; init; }

    /// <summary>How it was taken.</summary>
    public required PendingTurn Taken { get; init; }

    /// <summary>How far it has come.</summary>
    public TurnStatus Status { get; init; }

    /// <summary>What the rules decided; <see langword="null"/> when they failed.</summary>
    public TurnPlan? Plan { get; init; }

    /// <summary>The attempt whose events are on the reply stream, from 1; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>The reply; <see langword="null"/> until it is written.</summary>
    public WrittenReply? Reply { get; init; }

    /// <summary>When it was done, UTC.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Why it failed, as a stable code.</summary>
    public string? Failure { get; init; }

    /// <summary>What the shopper said of the reply.</summary>
    public TurnFeedback? Feedback { get; init; }
}

/// <summary>What a shopper said of a reply.</summary>
/// <param name="Helpful">Whether it helped.</param>
/// <param name="Comment">In their words, redacted.</param>
/// <param name="At">When, UTC.</param>
[PersonalData]
public sealed record TurnFeedback(bool Helpful, string? Comment, DateTimeOffset At);

/// <summary>A conversation that waits for a person. Partition: the person; id: the conversation, so that one conversation waits once.</summary>
[PersonalData(Container = Container)]
public sealed record HandoffDocument
{
    /// <summary>The container.</summary>
    public const string Container = "handoffs";

    /// <summary>The conversation.</summary>
    public required Guid Conversation { get; init; }

    /// <summary>The turn in which it was asked for; <see langword="null"/> when it was asked for outside a turn.</summary>
    public Guid? Turn { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What for, redacted; <see langword="null"/> when nothing was said.</summary>
    public string? Reason { get; init; }

    /// <summary>Within how many hours somebody answers.</summary>
    public required int AnswerWithinHours { get; init; }

    /// <summary>The audit entry of it.</summary>
    public required string AuditEntryId { get; init; }
}
