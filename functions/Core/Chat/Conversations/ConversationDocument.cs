using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Classification;

namespace RetailServerless.Core.Chat.Conversations;

/// <summary>A conversation. Partition: the person; id: the conversation. Its messages are redacted; what the placeholders stand for is in the sealed vault.</summary>
[PersonalData(Container = Container)]
public sealed record ConversationDocument
{
    /// <summary>The container.</summary>
    public const string Container = "conversations";

    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required PersonId Person { get; init; }

    /// <summary>When it was begun, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The version of the disclosure that was shown, as <c>chat/ai-disclosure@1</c>.</summary>
    public required string Disclosure { get; init; }

    /// <summary>The number of the next turn, from 1.</summary>
    public int NextNumber { get; init; } = 1;

    /// <summary>The vault, sealed under the person's key; <see langword="null"/> while nothing was redacted.</summary>
    public string? Vault { get; init; }

    /// <summary>The turns that are not done, in order.</summary>
    public IReadOnlyList<PendingTurn> Pending { get; init; } = [];

    /// <summary>The products shown last, in order.</summary>
    public IReadOnlyList<string> Shown { get; init; } = [];

    /// <summary>The product talked about last.</summary>
    public string? Focus { get; init; }

    /// <summary>The placeholder of the order of which the chat asked what to send back.</summary>
    public string? AwaitsReturnOf { get; init; }
}

/// <summary>A turn that was taken and is not done.</summary>
[PersonalData]
public sealed record PendingTurn
{
    /// <summary>The turn: UUIDv7, or derived from the idempotency key.</summary>
    public required Guid Turn { get; init; }

    /// <summary>Its number in the conversation, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What was said, redacted.</summary>
    public required string Message { get; init; }

    /// <summary>When it was taken, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Role of the caller.</summary>
    public required string ActorRole { get; init; }

    /// <summary>Name of the storefront key; <see langword="null"/> when the person came in person.</summary>
    public string? Storefront { get; init; }

    /// <summary>Whether the request had <c>Sec-GPC: 1</c>.</summary>
    public bool GlobalPrivacyControl { get; init; }

    /// <summary>The audit entry that the turn will leave.</summary>
    public required string AuditEntryId { get; init; }

    /// <summary>The decision record that the turn will leave.</summary>
    public required Guid Decision { get; init; }
}

/// <summary>Whose a conversation is, and nothing else: partition the conversation. It goes when the conversation goes.</summary>
/// <param name="Person">The person.</param>
[PersonalData(Container = Container)]
internal sealed record ConversationOwner(PersonId Person)
{
    public const string Container = "conversation-index";
    public const string DocumentId = "owner";
}
