namespace RetailServerless.Core.Consent;

/// <summary>What a person has agreed to and refused, now. One document a person: container <c>consent</c>, partition the person.</summary>
internal sealed record ConsentState
{
    public const string Container = "consent";
    public const string DocumentId = "state";

    public static ConsentState Empty { get; } = new();

    /// <summary>Counts the changes; the ETag that callers see. 0 before the first.</summary>
    public long Revision { get; init; }

    /// <summary>Purposes that were ever decided about.</summary>
    public IReadOnlyDictionary<Purpose, PurposeConsent> Purposes { get; init; } = new Dictionary<Purpose, PurposeConsent>();

    /// <summary>When a Global Privacy Control signal was recorded for the person.</summary>
    public DateTimeOffset? GlobalPrivacyControlAt { get; init; }

    /// <summary>The last day, UTC, on which the signal came and was written to the audit log.</summary>
    public DateOnly? GlobalPrivacyControlSeenOn { get; init; }

    /// <summary>How many receipts there are.</summary>
    public int Receipts { get; init; }

    /// <summary>
    /// What was decided and is still to be written to the receipts and the audit log. It is written with the state in one step, so that no crash can leave a change without its
    /// receipt, and a revocation acts even while the log is down.
    /// </summary>
    public IReadOnlyList<PendingChange> Pending { get; init; } = [];
}

/// <summary>The decision about one purpose.</summary>
internal sealed record PurposeConsent(bool Granted, Guid ReceiptId, DateTimeOffset At, DateTimeOffset? ExpiresAt, string NoticeVersion, string Channel);

/// <summary>Receipts and audit entry of a change that are not yet known to be written. A signal that came again has an entry and no receipt.</summary>
internal sealed record PendingChange(
    string AuditEntryId, string AuditKind, string ActorRole, string? Storefront, IReadOnlyList<ConsentReceipt> Receipts, string? Policy = null, string? Channel = null);
