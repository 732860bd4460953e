using System.Globalization;
using System.Text.Json.Serialization;

namespace RetailServerless.Core.Consent;

/// <summary>Where a person stands with a purpose.</summary>
public enum ConsentStatus
{
    /// <summary>Never asked, so not agreed to.</summary>
    NotAsked,

    /// <summary>Agreed to, and it holds.</summary>
    Granted,

    /// <summary>Said no, or withdrawn.</summary>
    Refused,

    /// <summary>Agreed to once; it has to be asked again.</summary>
    Expired,

    /// <summary>Rests on another basis than consent.</summary>
    NotNeeded,
}

/// <summary>What a person has agreed to, now.</summary>
public sealed record ConsentView
{
    /// <summary>The policy in effect, as <c>consent/default@1</c>.</summary>
    public required string Policy { get; init; }

    /// <summary>Every purpose.</summary>
    public required IReadOnlyDictionary<Purpose, PurposeView> Purposes { get; init; }

    /// <summary>When a Global Privacy Control signal was recorded for the person, UTC; <see langword="null"/> when none was.</summary>
    public DateTimeOffset? GlobalPrivacyControlAt { get; init; }

    /// <summary>Whether a Global Privacy Control signal is in force as an opt-out: show it to the person, as "Opt-Out Request Honored" (11 CCR 7025(c)).</summary>
    public bool GlobalPrivacyControlHonored { get; init; }

    /// <summary>The version of this resource.</summary>
    [JsonIgnore]
    public string ETag { get; init; } = string.Empty;

    internal static ConsentView Of(ConsentState state, string reference, ConsentPolicy policy, DateTimeOffset now) => new()
    {
        Policy = reference,
        Purposes = PurposeNames.All.ToDictionary(p => p, p => PurposeView.Of(policy.Purposes[p], state.Purposes.GetValueOrDefault(p), now)),
        GlobalPrivacyControlAt = state.GlobalPrivacyControlAt,
        GlobalPrivacyControlHonored = state.GlobalPrivacyControlAt is not null && state.Purposes.GetValueOrDefault(Purpose.SaleOrShare) is { Granted: false },
        ETag = ETagOf(state),
    };

    internal static string ETagOf(ConsentState state) => state.Revision.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One purpose of a person.</summary>
public sealed record PurposeView
{
    /// <summary>Whether data may be read for it.</summary>
    public required bool Granted { get; init; }

    /// <summary>Where the person stands.</summary>
    public required ConsentStatus Status { get; init; }

    /// <summary>The legal basis.</summary>
    public required LegalBasis Basis { get; init; }

    /// <summary>The notice in effect, to be shown before asking.</summary>
    public required ConsentNotice Notice { get; init; }

    /// <summary>The newest receipt.</summary>
    public Guid? ReceiptId { get; init; }

    /// <summary>When it was decided, UTC.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Until when consent holds, UTC.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    internal static PurposeView Of(PurposePolicy policy, PurposeConsent? consent, DateTimeOffset now)
    {
        var status = StatusOf(policy, consent, now);
        return new PurposeView
        {
            Granted = status is ConsentStatus.Granted or ConsentStatus.NotNeeded,
            Status = status,
            Basis = policy.Basis,
            Notice = policy.Notice,
            ReceiptId = consent?.ReceiptId,
            DecidedAt = consent?.At,
            ExpiresAt = consent?.ExpiresAt,
        };
    }

    private static ConsentStatus StatusOf(PurposePolicy policy, PurposeConsent? consent, DateTimeOffset now) => (policy.Basis, consent) switch
    {
        (not LegalBasis.Consent, _) => ConsentStatus.NotNeeded,
        (_, null) => ConsentStatus.NotAsked,
        (_, { Granted: false }) => ConsentStatus.Refused,
        (_, { } granted) => granted.ExpiresAt > now ? ConsentStatus.Granted : ConsentStatus.Expired,
    };
}
