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

    /// <summary>Taken back by its author before it was decided.</summary>
    Withdrawn,
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

    /// <summary>Why it was proposed, in the author's words; <see langword="null"/> for a seed.</summary>
    public string? Reason { get; init; }

    /// <summary>The version in effect when it was proposed, with which it is compared; <see langword="null"/> when there was none.</summary>
    public int? BasedOn { get; init; }

    /// <summary>The old version whose text it brings back; <see langword="null"/> when it has a text of its own.</summary>
    public int? RollbackTo { get; init; }

    /// <summary>The hash of the author and of the idempotency key with which it was proposed; <see langword="null"/> without one.</summary>
    public string? IdempotencyHash { get; init; }

    /// <summary>What became of it, oldest first. Each is written together with what it changes, and has its audit entry's id before that entry is written.</summary>
    public IReadOnlyList<PolicyEvent> Events { get; init; } = [];

    /// <summary>Whether it is approved and the log does not have its approval yet. Until it has, the version is not in effect.</summary>
    public bool AwaitsAnchor { get; init; }

    /// <summary>When the log had its approval, UTC; <see langword="null"/> for a seed.</summary>
    public DateTimeOffset? AnchoredAt { get; init; }

    /// <summary>Its text's SHA-256 (FIPS 180-4) in lower-case hexadecimal, over UTF-8; audit entries carry it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Sha256 => PolicyText.HashOf(Yaml);

    /// <summary>How records name it, as <c>chat/returns@2</c>.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Reference => $"{PolicyId}@{Version}";

    /// <summary>Whether it may be in effect at an instant. The newest version that may be is the one that is.</summary>
    public bool MayBeInEffect(DateTimeOffset at) => Status == PolicyStatus.Approved && !AwaitsAnchor && EffectiveFrom <= at;

    /// <summary>The document id of a version.</summary>
    public static string DocumentId(int version) => version.ToString("D8", System.Globalization.CultureInfo.InvariantCulture);
}
