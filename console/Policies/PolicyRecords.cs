using System.Text.Json.Nodes;

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

    /// <summary>Taken back by its author.</summary>
    Withdrawn,
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

    /// <summary>Its author took it back.</summary>
    Withdrawn,
}

/// <summary>One step of a version.</summary>
public sealed record PolicyEvent(PolicyEventKind Kind, DateTimeOffset At, string By, string ActorRole, string AuditEntryId)
{
    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>How many approvals are asked for.</summary>
    public int Quorum { get; init; }
}

/// <summary>A version with its text, and the same as JSON.</summary>
public sealed record PolicyText(PolicyVersion Version, string Yaml, JsonNode? Policy);

/// <summary>A proposal as those see it who decide about it.</summary>
public sealed record Proposal(PolicyVersion Version, string Yaml, int? ComparedWith, PolicyDiff Diff, PolicyEffect? Effect, ProposalRights Rights, JsonNode? Policy);

/// <summary>What who looks may do about a proposal, and why they may not decide.</summary>
public sealed record ProposalRights(bool Own, bool MayDecide, bool MayWithdraw, string? Why);

/// <summary>A text before it is proposed.</summary>
public sealed record PolicyPreview(int? ComparedWith, DateTimeOffset EffectiveFrom, PolicyDiff Diff, PolicyEffect Effect);

/// <summary>Two versions compared.</summary>
public sealed record PolicyComparison(int Before, int After, PolicyDiff Diff);

/// <summary>How two texts differ, by line and by member.</summary>
public sealed record PolicyDiff(IReadOnlyList<DiffLine> Lines, IReadOnlyList<ChangedMember> Members);

/// <summary>What happened to a line.</summary>
public enum LineChange
{
    /// <summary>Nothing.</summary>
    Same,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>It is new.</summary>
    Added,
}

/// <summary>One line, with its number in the old and in the new text.</summary>
public sealed record DiffLine(LineChange Change, int? Before, int? After, string Text);

/// <summary>A member whose value is another.</summary>
public sealed record ChangedMember(string Path, string? Before, string? After);

/// <summary>What a text would do.</summary>
public sealed record PolicyEffect(IReadOnlyList<string> Governs, string? ComparedWith, DateTimeOffset? At, int? PeopleAffected, IReadOnlyList<PurposeEffect> Purposes);

/// <summary>What a text would do for one purpose: people whose consent is valid now, and what becomes of it.</summary>
public sealed record PurposeEffect(string Purpose, int ValidConsents, int Ended, int BasisChanged, int ToAskAgain, int Unchanged);
