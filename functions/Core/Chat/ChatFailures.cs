using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Chat;

/// <summary>The expected failures of the chat.</summary>
public static class ChatFailures
{
    /// <summary>There is no such conversation, or it is somebody else's.</summary>
    public static Failure ConversationUnknown { get; } = new(FailureKind.NotFound, "conversation-unknown", "There is no such conversation. Begin one with POST /api/conversations.");

    /// <summary>There is no such turn in the conversation.</summary>
    public static Failure TurnUnknown { get; } = new(FailureKind.NotFound, "turn-unknown", "There is no such turn in this conversation.");

    /// <summary>The turn has no answer yet.</summary>
    public static Failure TurnNotAnswered { get; } = new(FailureKind.Conflict, "turn-not-answered", "The turn has no answer yet. Ask again when its status is completed.");

    /// <summary>The message says nothing.</summary>
    public static Failure MessageEmpty { get; } = Field(FailureKind.Invalid, "message-empty", "The message is empty. Send {\"message\": \"...\"} with some text.", "must not be empty");

    /// <summary>The message is too long.</summary>
    public static Failure MessageTooLong { get; } = Field(
        FailureKind.TooLarge, "message-too-long", $"A message may have at most {TurnTaking.LongestMessage} characters. Shorten it or send it in parts.", $"must have at most {TurnTaking.LongestMessage} characters");

    /// <summary>The idempotency key was used with another message.</summary>
    public static Failure KeyReused { get; } = new(FailureKind.Unprocessable, "idempotency-key-reused", "This Idempotency-Key was used in this conversation with another message. Use a new key for a new message.");

    /// <summary>Too many turns of the conversation wait.</summary>
    public static Failure TooManyTurns { get; } = new(FailureKind.TooMany, "too-many-turns", $"{TurnTaking.MostPending} turns of this conversation are not answered yet. Wait for them.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>The person was erased.</summary>
    public static Failure PersonErased { get; } = new(FailureKind.Conflict, "person-erased", "The person of this conversation has been erased; nothing can be added to it.");

    /// <summary>The turn could not be answered.</summary>
    /// <param name="code">Why, as a stable code.</param>
    public static Failure TurnFailed(string code) => new(FailureKind.Unavailable, code, "The turn could not be answered. Send the message again in a moment.") { RetryAfter = TimeSpan.FromSeconds(2) };

    private static Failure Field(FailureKind kind, string code, string detail, string rule) =>
        new(kind, code, detail) { Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["message"] = [rule] } };
}
