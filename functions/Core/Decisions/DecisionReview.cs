namespace RetailServerless.Core.Decisions;

/// <summary>How far a human review has come.</summary>
public enum ReviewStatus
{
    /// <summary>A person will look at it.</summary>
    Open,

    /// <summary>The decision stands.</summary>
    Upheld,

    /// <summary>The decision was changed.</summary>
    Overturned,
}

/// <summary>The human review of a decision that a person contests (GDPR Art. 22(3); EU AI Act Art. 86).</summary>
/// <param name="ReviewId">UUIDv7.</param>
/// <param name="DecisionId">The decision.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="OpenedAt">When it was opened, UTC.</param>
public sealed record DecisionReview(Guid ReviewId, Guid DecisionId, ReviewStatus Status, DateTimeOffset OpenedAt);
