using RetailServerless.Core.Privacy.Classification;

namespace RetailServerless.Core.Consent;

/// <summary>What a person has agreed to and refused, now. One document a person: container <c>consent</c>, partition the person.</summary>
[PersonalData(Container = Container)]
internal sealed record ConsentState
{
    public const string Container = "consent";
    public const string DocumentId = "state";

    public static ConsentState Empty { get; } = new();

    /// <summary>Counts the changes; the ETag that callers see. 0 before the first.</summary>
    public long Revision { get; init; }

    /// <summary>Purposes, and channels of them, that were ever decided about.</summary>
    public IReadOnlyDictionary<ConsentScope, PurposeConsent> Purposes { get; init; } = new Dictionary<ConsentScope, PurposeConsent>();

    /// <summary>What the person said of themselves.</summary>
    public DeclaredFacts? Declared { get; init; }

    /// <summary>First steps of opting in again that wait for the second (11 CCR 7028).</summary>
    public IReadOnlyDictionary<ConsentScope, OptInRequest> OptIns { get; init; } = new Dictionary<ConsentScope, OptInRequest>();

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

/// <summary>The decision about one purpose, or one channel of it.</summary>
internal sealed record PurposeConsent(bool Granted, Guid ReceiptId, DateTimeOffset At, DateTimeOffset? ExpiresAt, string NoticeVersion, string Channel)
{
    /// <summary>Whose notice was shown; documents from before there were several policies are of the default.</summary>
    public string Jurisdiction { get; init; } = ConsentPolicy.Elsewhere;

    /// <summary>The fingerprint of what was shown; <see langword="null"/> in documents from before it was kept.</summary>
    public string? NoticeDigest { get; init; }

    /// <summary>Who agreed.</summary>
    public OptInBy GivenBy { get; init; }
}

/// <summary>The first step of opting in again.</summary>
internal sealed record OptInRequest(Guid Id, DateTimeOffset At, DateTimeOffset ConfirmBefore, string NoticeDigest, OptInBy By);

/// <summary>Receipts and audit entry of a change that are not yet known to be written. What is recorded without a decision has an entry and no receipt.</summary>
internal sealed record PendingChange(
    string AuditEntryId, string AuditKind, string ActorRole, string? Storefront, IReadOnlyList<ConsentReceipt> Receipts, string? Policy = null, string? Channel = null)
{
    /// <summary>The scopes that it is about, where there are no receipts to say it.</summary>
    public IReadOnlyList<ConsentScope>? Scopes { get; init; }
}
