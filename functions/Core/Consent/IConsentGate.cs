using RetailServerless.Core.People;

namespace RetailServerless.Core.Consent;

/// <summary>What a request says about privacy before anything else is looked at.</summary>
/// <param name="GlobalPrivacyControl">Whether <c>Sec-GPC</c> was exactly <c>1</c> (W3C Global Privacy Control; 11 CCR 7025).</param>
public readonly record struct PrivacySignals(bool GlobalPrivacyControl)
{
    /// <summary>No signal.</summary>
    public static PrivacySignals None => default;
}

/// <summary>Why the gate refused.</summary>
/// <param name="Purpose">What was asked for.</param>
/// <param name="Code">
/// <c>no-consent</c>, <c>consent-revoked</c>, <c>consent-expired</c>, <c>re-consent-needed</c>, <c>parental-consent-needed</c>, <c>channel-needed</c>, <c>channel-unknown</c>,
/// <c>global-privacy-control</c>, <c>no-policy</c>, or <c>unavailable</c> when the store of consent does not answer.
/// </param>
/// <param name="PolicyVersion">The version of the policy that refused, as <c>consent/default@1</c>; <c>none</c> when there is no policy.</param>
public sealed record Refusal(Purpose Purpose, string Code, string PolicyVersion)
{
    /// <summary>The channel that was asked for.</summary>
    public ContactChannel? Channel { get; init; }

    /// <summary>Why the person has to be asked again, where the code says that they have to.</summary>
    public AskAgain? Because { get; init; }
}

/// <summary>The gate's answer: exactly one of both is there.</summary>
/// <param name="Grant">Leave to read.</param>
/// <param name="Refusal">Why there is none.</param>
public sealed record GateAnswer(Grant? Grant, Refusal? Refusal);

/// <summary>The one place that gives a <see cref="Grant"/>. A missing policy, a broken store or an unknown purpose refuses.</summary>
public interface IConsentGate
{
    /// <summary>
    /// Asks for leave to read data about a person, now: for a purpose, or for one channel of it (<c>Purpose.Marketing.By(ContactChannel.Email)</c>) where the policy divides the purpose by channel. Where it does
    /// not, the channel plays no part.
    /// </summary>
    ValueTask<GateAnswer> AskAsync(PersonId person, ConsentScope scope, PrivacySignals signals, CancellationToken cancellationToken);
}
