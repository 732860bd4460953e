namespace RetailServerless.Core.Policies;

/// <summary>How far a version of a policy has come.</summary>
public enum PolicyStatus
{
    /// <summary>Proposed, and decided by nobody yet.</summary>
    Proposed,

    /// <summary>Approved; in effect from its date until a later version is.</summary>
    Approved,

    /// <summary>Rejected.</summary>
    Rejected,
}

/// <summary>One version of a policy, as it is stored.</summary>
public sealed record PolicyDocument
{
    /// <summary>The container of policies. A partition holds the versions of one policy; an id is the version in eight digits.</summary>
    public const string Container = "policies";

    /// <summary>The policy's id, as <c>consent/default</c>.</summary>
    public required string PolicyId { get; init; }

    /// <summary>From 1.</summary>
    public required int Version { get; init; }

    /// <summary>How far it has come.</summary>
    public required PolicyStatus Status { get; init; }

    /// <summary>From when it is in effect once approved, UTC.</summary>
    public required DateTimeOffset EffectiveFrom { get; init; }

    /// <summary>When it was stored, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who wrote it: <c>seed</c> for the files of the product, else the opaque id of a staff member.</summary>
    public required string Author { get; init; }

    /// <summary>Its text.</summary>
    public required string Yaml { get; init; }

    /// <summary>The audit entry of its coming, chosen before it was stored.</summary>
    public required string AuditEntryId { get; init; }

    /// <summary>The document id of a version.</summary>
    public static string DocumentId(int version) => version.ToString("D8", System.Globalization.CultureInfo.InvariantCulture);
}
