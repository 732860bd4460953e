namespace RetailServerless.Core.Consent;

/// <summary>When somebody who opted out may be asked again, and how they opt in: pure.</summary>
internal static class OptInRules
{
    /// <summary>
    /// The first day, UTC, on which the shop may ask again: the day after the months of waiting are over, so that they are over at every hour. While a browser goes on sending the Global Privacy Control signal, the
    /// months are counted from its last day. <see langword="null"/> when the person has not opted out, or need not be left alone.
    /// </summary>
    public static DateOnly? MayAskAgainOn(ConsentState state, PurposePolicy rule, ConsentScope scope)
    {
        if (rule.OptInAgain(scope.Purpose) is not { WaitMonths: > 0 } optIn || ConsentStanding.Find(state, scope).Consent is not { Granted: false } said)
        {
            return null;
        }

        var day = DateOnly.FromDateTime(said.At.UtcDateTime);
        if (scope.Purpose == Purpose.SaleOrShare && state.GlobalPrivacyControlSeenOn is { } signalled && signalled > day)
        {
            day = signalled;
        }

        return day.AddMonths(optIn.WaitMonths).AddDays(1);
    }

    /// <summary>Whether a yes takes two steps: after an opt-out, and where somebody under an age opts in to what others may only opt out of (11 CCR 7028, 7070, 7071).</summary>
    public static bool TakesTwoSteps(ConsentState state, PurposePolicy rule, ConsentScope scope, AgeRule? age) =>
        rule.OptInAgain(scope.Purpose) is { TwoSteps: true }
        && (ConsentStanding.Find(state, scope).Consent is { Granted: false } || (age is not null && rule.Basis == LegalBasis.OptOut));

    /// <summary>The first step of a scope, while it can be confirmed.</summary>
    public static OptInRequest? OpenRequest(ConsentState state, ConsentScope scope, DateTimeOffset now) =>
        state.OptIns.GetValueOrDefault(scope) is { } request && request.ConfirmBefore > now ? request : null;
}
