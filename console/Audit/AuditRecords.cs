using System.Text.Json;

namespace RetailServerless.Console.Audit;

/// <summary>What became of the body of an entry.</summary>
public enum AuditBodyState
{
    /// <summary>It is the one that the leaf commits to.</summary>
    Verified,

    /// <summary>It was erased; the leaf stays and points to nobody.</summary>
    Erased,

    /// <summary>Its time had passed, and the policy of retention removed it; the leaf stays.</summary>
    Retired,

    /// <summary>Leaf and body do not belong together: somebody changed the store.</summary>
    Mismatch,
}

/// <summary>An entry of the audit log. Names are those of the platform, and of the leaf: the check in the browser compares them.</summary>
public sealed record AuditEntry
{
    /// <summary>Its place in the log, from 0.</summary>
    public required long Index { get; init; }

    /// <summary>Its random id.</summary>
    public required string EntryId { get; init; }

    /// <summary>When, to the minute, UTC, as <c>2026-11-24T08:12Z</c>.</summary>
    public string? Time { get; init; }

    /// <summary>What kind of event.</summary>
    public string? Kind { get; init; }

    /// <summary>The model that decided.</summary>
    public string? Model { get; init; }

    /// <summary>The policy under which it was decided.</summary>
    public string? Policy { get; init; }

    /// <summary>Role of who acted.</summary>
    public string? ActorRole { get; init; }

    /// <summary>A tag that only the key of the person concerned can link to them; <see langword="null"/> when it concerns nobody.</summary>
    public string? SubjectTag { get; init; }

    /// <summary>The hash of salt and body.</summary>
    public string? BodyCommitment { get; init; }

    /// <summary>What became of the body.</summary>
    public required AuditBodyState BodyState { get; init; }

    /// <summary>The salt, base64, when the body is verified.</summary>
    public string? Salt { get; init; }

    /// <summary>What happened, when it is verified.</summary>
    public JsonElement? Body { get; init; }
}
