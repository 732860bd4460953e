namespace RetailServerless.Core.Consent;

/// <summary>Whether a recorded decision allows something under a rule: the one place, for the gate and for what a proposed policy would change.</summary>
internal static class ConsentStanding
{
    /// <summary>The code of the refusal; <see langword="null"/> when consent holds. Consent ends when its receipt says so, and earlier when the policy in effect allows a shorter time.</summary>
    public static string? RefusalOf(PurposeConsent consent, PurposePolicy rule, DateTimeOffset at)
    {
        if (!consent.Granted)
        {
            return "consent-revoked";
        }

        return consent.ExpiresAt > at && (rule.ExpiresAfterDays is not { } days || consent.At.AddDays(days) > at) ? null : "consent-expired";
    }
}
