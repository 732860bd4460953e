namespace RetailServerless.Console.Policies;

/// <summary>How a version stands now.</summary>
public enum PolicyStanding
{
    /// <summary>Waits for approval.</summary>
    Proposed,

    /// <summary>Rejected.</summary>
    Rejected,

    /// <summary>Approved; its date is to come.</summary>
    Scheduled,

    /// <summary>In effect.</summary>
    InEffect,

    /// <summary>Approved; a newer version is in effect.</summary>
    Superseded,

    /// <summary>Approved, and not yet in the log.</summary>
    AwaitsAnchor,
}

/// <summary>A policy in the list.</summary>
public sealed record Policy(
    string Id, string Url, PolicyVersion? InEffect, IReadOnlyList<PolicyVersion> Scheduled, IReadOnlyList<PolicyVersion> Proposed, IReadOnlyList<string> Governs)
{
    /// <summary>Who may propose and approve, and how many must.</summary>
    public ApprovalRule? Approval { get; init; }
}

/// <summary>Who may change a policy.</summary>
public sealed record ApprovalRule(IReadOnlyList<string> Propose, IReadOnlyList<string> Approve, int Quorum);

/// <summary>A version without its text.</summary>
public sealed record PolicyVersion(
    string PolicyId, int Version, string Url, PolicyStanding Standing, string Author, DateTimeOffset CreatedAt, DateTimeOffset EffectiveFrom, string Sha256, int Approvals)
{
    /// <summary>Why it was proposed.</summary>
    public string? Reason { get; init; }

    /// <summary>The version in effect when it was proposed.</summary>
    public int? BasedOn { get; init; }

    /// <summary>The old version whose text it brings back.</summary>
    public int? RollbackTo { get; init; }

    /// <summary>What happened to it, oldest first.</summary>
    public IReadOnlyList<PolicyEvent> Timeline { get; init; } = [];
}

/// <summary>What happened to a version.</summary>
public enum PolicyEventKind
{
    /// <summary>It was proposed.</summary>
    Proposed,

    /// <summary>Somebody approved it, and more must.</summary>
    Endorsed,

    /// <summary>The last approval that was needed came.</summary>
    Approved,

    /// <summary>Somebody rejected it.</summary>
    Rejected,
}

/// <summary>One step of a version.</summary>
public sealed record PolicyEvent(PolicyEventKind Kind, DateTimeOffset At, string By, string ActorRole, string AuditEntryId)
{
    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>How many approvals are asked for.</summary>
    public int Quorum { get; init; }
}
