namespace RetailServerless.Core.Consent;

/// <summary>Why somebody who agreed has to be asked again.</summary>
public enum AskAgain
{
    /// <summary>The notice says something else than the one that was agreed to.</summary>
    NoticeChanged,

    /// <summary>The rules of another place apply, with another notice.</summary>
    JurisdictionChanged,

    /// <summary>The purpose was agreed to as a whole, and is now agreed to channel by channel, or the other way round.</summary>
    ChannelsChanged,

    /// <summary>A parent agreed, and the person now decides alone.</summary>
    OfAge,

    /// <summary>The time is over.</summary>
    Expired,
}

/// <summary>Where a person stands with a scope.</summary>
/// <param name="Basis">The ground on which data may be read, or would have to rest.</param>
/// <param name="Consent">The decision that counts; <see langword="null"/> when there is none.</param>
/// <param name="Refusal">The code of the refusal; <see langword="null"/> when data may be read.</param>
/// <param name="Because">Why the person has to be asked again.</param>
/// <param name="Age">The rule for minors that applies to the person.</param>
internal readonly record struct Standing(LegalBasis Basis, PurposeConsent? Consent, string? Refusal, AskAgain? Because = null, AgeRule? Age = null)
{
    public bool Allows => Refusal is null;
}

/// <summary>
/// Whether what a person decided allows something under a policy: the one place, for the gate, for what is shown to the person, for what a change does, and for what a proposed policy would do.
/// </summary>
internal static class ConsentStanding
{
    public const string Unknown = "no-policy";
    public const string NotAgreed = "no-consent";
    public const string Revoked = "consent-revoked";
    public const string Expired = "consent-expired";
    public const string AskAgainFirst = "re-consent-needed";
    public const string ParentNeeded = "parental-consent-needed";
    public const string ChannelNeeded = "channel-needed";
    public const string ChannelUnknown = "channel-unknown";

    /// <summary>Where the person stands.</summary>
    /// <param name="person">What is known of them.</param>
    /// <param name="policy">The policy of the place where they live.</param>
    /// <param name="place">That place.</param>
    /// <param name="asked">The scope.</param>
    /// <param name="at">The instant.</param>
    public static Standing Of(PersonConsent person, ConsentPolicy policy, string? place, ConsentScope asked, DateTimeOffset at)
    {
        if (!policy.Purposes.TryGetValue(asked.Purpose, out var rule))
        {
            return new Standing(LegalBasis.Consent, null, Unknown);
        }

        if (rule.Basis is not (LegalBasis.Consent or LegalBasis.OptOut))
        {
            return new Standing(rule.Basis, null, null);
        }

        if (rule.IsDivided && (asked.Channel is not { } channel || !rule.Channels!.Contains(channel)))
        {
            return new Standing(rule.Basis, null, asked.Channel is null ? ChannelNeeded : ChannelUnknown);
        }

        var age = policy.Minors?.For(asked.Purpose, person.AgeAt(at), place is null ? null : PlaceCode.CountryOf(place));
        var (consent, fits) = Find(person.State, rule.IsDivided ? asked : asked.Purpose);
        if (consent is null)
        {
            return rule.Basis == LegalBasis.OptOut && age is null
                ? new Standing(LegalBasis.OptOut, null, null)
                : new Standing(LegalBasis.Consent, null, age?.By == OptInBy.Parent ? ParentNeeded : NotAgreed, null, age);
        }

        var (refusal, because) = RefusalOf(consent, rule, policy.Jurisdiction, fits, age, at);
        return new Standing(LegalBasis.Consent, consent, refusal, because, age);
    }

    /// <summary>When consent ends: when its receipt says so, and earlier when the policy in effect allows a shorter time; <see langword="null"/> for a no.</summary>
    internal static DateTimeOffset? EndOf(PurposeConsent consent, PurposePolicy rule) =>
        rule.ExpiresAfterDays is { } days && consent.At.AddDays(days) < consent.ExpiresAt ? consent.At.AddDays(days) : consent.ExpiresAt;

    private static (string? Refusal, AskAgain? Because) RefusalOf(PurposeConsent consent, PurposePolicy rule, string jurisdiction, bool fits, AgeRule? age, DateTimeOffset at)
    {
        if (!consent.Granted)
        {
            return (Revoked, null);
        }

        if (!(EndOf(consent, rule) > at))
        {
            return (Expired, AskAgain.Expired);
        }

        if (!fits)
        {
            return (AskAgainFirst, AskAgain.ChannelsChanged);
        }

        if (!IsOfTheSameSubstance(consent, rule, jurisdiction))
        {
            return (AskAgainFirst, consent.Jurisdiction == jurisdiction ? AskAgain.NoticeChanged : AskAgain.JurisdictionChanged);
        }

        return (consent.GivenBy, age?.By) switch
        {
            (OptInBy.Person, OptInBy.Parent) => (ParentNeeded, null),
            (OptInBy.Parent, not OptInBy.Parent) => (AskAgainFirst, AskAgain.OfAge),
            _ => (null, null),
        };
    }

    /// <summary>
    /// Whether the notice in effect says what the person agreed to: the same version in the same words about the same data and recipients, or a version of which the policy says that it is the same in substance. From another
    /// jurisdiction the same words are enough.
    /// </summary>
    internal static bool IsOfTheSameSubstance(PurposeConsent consent, PurposePolicy rule, string jurisdiction)
    {
        var same = rule.Notice.SameSubstanceAs ?? [];
        if (consent.Jurisdiction != jurisdiction)
        {
            return same.Contains($"{consent.Jurisdiction}/{consent.NoticeVersion}") || consent.NoticeDigest == NoticeDigest.Of(rule);
        }

        // Before digests were kept, the version was all that told notices apart.
        return consent.NoticeVersion == rule.Notice.Version
            ? consent.NoticeDigest is null || consent.NoticeDigest == NoticeDigest.Of(rule)
            : same.Contains(consent.NoticeVersion);
    }

    /// <summary>
    /// The decision that counts for a scope, and whether it was made about that scope. One about a purpose as a whole says no to each of its channels, and yes to none; one about a channel says no to the whole, and
    /// yes to nothing but itself.
    /// </summary>
    internal static (PurposeConsent? Consent, bool Fits) Find(ConsentState state, ConsentScope scope)
    {
        if (state.Purposes.TryGetValue(scope, out var own))
        {
            return (own, scope.Channel is not null || !own.Granted || ChannelOf(state, scope.Purpose) is not { Granted: false });
        }

        var other = scope.Channel is null ? ChannelOf(state, scope.Purpose) : state.Purposes.GetValueOrDefault(scope.Purpose);
        return (other, other is null);
    }

    // A no before a yes.
    private static PurposeConsent? ChannelOf(ConsentState state, Purpose purpose)
    {
        PurposeConsent? found = null;
        foreach (var channel in ContactChannelNames.All)
        {
            if (state.Purposes.TryGetValue(purpose.By(channel), out var said) && (found is null || !said.Granted))
            {
                found = said;
            }
        }

        return found;
    }
}
