using RetailServerless.Core.Chat.Turns;

namespace RetailServerless.Functions.Chat;

/// <summary>A conversation.</summary>
public sealed record ConversationView
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was begun, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What a shopper must be told before the first answer; in the answer to the creation.</summary>
    public string? Disclosure { get; init; }

    /// <summary>The version of the disclosure that was shown.</summary>
    public required string DisclosureVersion { get; init; }

    /// <summary>The visitor whose it is, when one was made for it: name them as <c>x-visitor-id</c> in later calls.</summary>
    public Guid? VisitorId { get; init; }

    /// <summary>The turns of this page, oldest first.</summary>
    public IReadOnlyList<TurnView>? Turns { get; init; }

    /// <summary>Asks for the next page; absent on the last one.</summary>
    public string? ContinuationToken { get; init; }

    /// <summary>Where to go on.</summary>
    public required ConversationLinks Links { get; init; }
}

/// <summary>Where to go on from a conversation.</summary>
public sealed record ConversationLinks(string Self, string Turns, string Handoff)
{
    /// <summary>The links of a conversation.</summary>
    public static ConversationLinks Of(Guid id) => new($"/api/conversations/{id:D}", $"/api/conversations/{id:D}/turns", $"/api/conversations/{id:D}/handoff");
}

/// <summary>The body of a message.</summary>
/// <param name="Message">1 to 4,000 characters.</param>
public sealed record MessageBody(string? Message);

/// <summary>The body of a feedback.</summary>
/// <param name="Helpful">Whether the reply helped.</param>
/// <param name="Comment">In the shopper's words, at most 1,000 characters.</param>
public sealed record FeedbackBody(bool? Helpful, string? Comment);

/// <summary>The body of a hand-off.</summary>
/// <param name="Reason">What for, at most 1,000 characters.</param>
public sealed record HandoffBody(string? Reason);

/// <summary>A hand-off.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="Status">Always <c>waiting</c>: a person will answer.</param>
/// <param name="RequestedAt">When, UTC.</param>
/// <param name="AnswerWithinHours">Within how many hours somebody answers.</param>
public sealed record HandoffView(Guid ConversationId, string Status, DateTimeOffset RequestedAt, int AnswerWithinHours);
