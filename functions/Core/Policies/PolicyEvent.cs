namespace RetailServerless.Core.Policies;

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

/// <summary>One step of a version, kept in its document.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">Who: the opaque id of a staff member.</param>
/// <param name="ActorRole">The role that the audit entry names.</param>
/// <param name="AuditEntryId">Its audit entry, chosen before the document was written.</param>
public sealed record PolicyEvent(PolicyEventKind Kind, DateTimeOffset At, string By, string ActorRole, string AuditEntryId)
{
    /// <summary>Why, in the words of who acted; not repeated in the log, which has its hash.</summary>
    public string? Reason { get; init; }

    /// <summary>The version of the rules of approval under which it was done, as <c>governance/approval@1</c>.</summary>
    public required string Rules { get; init; }

    /// <summary>How many approvals those rules ask for.</summary>
    public required int Quorum { get; init; }

    /// <summary>What the version would do to people, measured at this step; only with an approval that was the last needed.</summary>
    public PolicyEffect? Effect { get; init; }
}

/// <summary>A staff member who acts.</summary>
/// <param name="Id">Opaque and stable: made of the subject of the token.</param>
/// <param name="Role">The role that audit entries name.</param>
/// <param name="Roles">All roles.</param>
public sealed record StaffMember(string Id, string Role, IReadOnlyList<string> Roles);
