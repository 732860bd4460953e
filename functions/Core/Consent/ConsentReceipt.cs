using RetailServerless.Core.Consent.Signals;
using RetailServerless.Core.Privacy.Classification;

namespace RetailServerless.Core.Consent;

/// <summary>What a receipt says.</summary>
public enum ConsentDecision
{
    /// <summary>The person agreed.</summary>
    Granted,

    /// <summary>The person withdrew what they had agreed to.</summary>
    Revoked,

    /// <summary>The person said no, or a signal said it for them, where nothing had been agreed to.</summary>
    Refused,
}

/// <summary>
/// One decision of a person about one purpose, with what they were shown. Never changed. The fields follow ISO/IEC TS 27560:2023 (consent record information structure) where
/// it has them.
/// </summary>
[PersonalData(Container = Container)]
public sealed record ConsentReceipt
{
    /// <summary>The container of receipts: partition the person, id the number in ten digits.</summary>
    internal const string Container = "consent-receipts";

    /// <summary>UUIDv7.</summary>
    public required Guid ReceiptId { get; init; }

    /// <summary>Version of this form.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The person's receipts are numbered from 1, without a gap.</summary>
    public required int Number { get; init; }

    /// <summary>The purpose.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>The channel of the purpose; <see langword="null"/>: the purpose as a whole.</summary>
    public ContactChannel? ContactChannel { get; init; }

    /// <summary>What was decided.</summary>
    public required ConsentDecision Decision { get; init; }

    /// <summary>The ground on which data is processed when it was granted.</summary>
    public required LegalBasis LegalBasis { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Until when it holds, UTC; <see langword="null"/> unless granted.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Who is responsible.</summary>
    public required string Controller { get; init; }

    /// <summary>The notice that was shown.</summary>
    public required ConsentNotice Notice { get; init; }

    /// <summary>Where it was decided, as <c>web</c>, <c>app</c>, <c>store</c>, <c>gpc</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>The policy in effect, as <c>consent/default@1</c>.</summary>
    public required string PolicyVersion { get; init; }

    /// <summary>The receipt about the same purpose that this one replaces.</summary>
    public Guid? PreviousReceiptId { get; init; }

    /// <summary>Where the policy applies.</summary>
    public string Jurisdiction { get; init; } = "default";

    /// <summary>The language of the notice (BCP 47).</summary>
    public string Language { get; init; } = "en";

    /// <summary>Kinds of data that the purpose uses, where the policy says it.</summary>
    public IReadOnlyList<string>? Data { get; init; }

    /// <summary>Who else receives data, where the policy says it; empty for nobody.</summary>
    public IReadOnlyList<string>? Recipients { get; init; }

    /// <summary>How long data is kept, where the policy says it.</summary>
    public string? Retention { get; init; }

    /// <summary>Who agreed.</summary>
    public OptInBy GivenBy { get; init; }

    /// <summary>How a parent's authority was established; <see langword="null"/> when the person decided.</summary>
    public ParentalAuthorisation? Parent { get; init; }

    /// <summary>The fingerprint of what was shown.</summary>
    public string? NoticeDigest { get; init; }

    /// <summary>When the person first asked to opt in, before they confirmed it, UTC (11 CCR 7028).</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>The TC or GPP string on which the decision rests, as it came; <see langword="null"/> when it rests on none.</summary>
    public SignalEvidence? Signal { get; init; }

    /// <summary>The receipt in the fields of ISO/IEC TS 27560:2023, signed when it was written.</summary>
    public SignedReceipt? Signed { get; init; }

    internal ConsentScope Scope => new(Purpose, ContactChannel);

    internal string DocumentId => DocumentIdOf(Number);

    internal static string DocumentIdOf(int number) => number.ToString("D10", System.Globalization.CultureInfo.InvariantCulture);
}
