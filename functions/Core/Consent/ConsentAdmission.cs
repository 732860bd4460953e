using RetailServerless.Core.Policies;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Consent;

/// <summary>Whether a change may be made: pure.</summary>
internal static class ConsentAdmission
{
    /// <summary>Why not; <see langword="null"/> when it may.</summary>
    /// <param name="person">The person with what the change declares of them.</param>
    /// <param name="change">The change.</param>
    /// <param name="policy">The policy of the place where they live.</param>
    /// <param name="place">That place.</param>
    /// <param name="now">The instant.</param>
    public static Failure? Refuse(PersonConsent person, ConsentChange change, Policy<ConsentPolicy> policy, string? place, DateTimeOffset now)
    {
        if (change.Purposes.TryGetValue(Purpose.Service, out var service) && !service)
        {
            return ConsentFailures.ServiceIsNeeded;
        }

        // The signal is an opt-out also where it meets a yes; the answer tells the person of the conflict (11 CCR 7025(c)(3)).
        if (change.Signals.GlobalPrivacyControl && change.Purposes.Any(p => p.Key.Purpose == Purpose.SaleOrShare && p.Value))
        {
            return ConsentFailures.GlobalPrivacyControl;
        }

        foreach (var scope in change.Purposes.Keys.Order())
        {
            if (RefuseScope(person, change, policy.Value, place, scope, now) is { } failure)
            {
                return failure;
            }
        }

        return change.Confirmations.Keys.Where(s => !change.Purposes.GetValueOrDefault(s)).Select(ConsentFailures.NothingToConfirm).FirstOrDefault();
    }

    private static Failure? RefuseScope(PersonConsent person, ConsentChange change, ConsentPolicy policy, string? place, ConsentScope scope, DateTimeOffset now)
    {
        var rule = policy.Purposes[scope.Purpose];
        if (!change.Purposes[scope] || rule.Basis is not (LegalBasis.Consent or LegalBasis.OptOut))
        {
            return null;
        }

        if (scope.Channel is { } channel && rule.Channels?.Contains(channel) != true)
        {
            return ConsentFailures.UnknownChannel(scope, rule.Channels ?? []);
        }

        if (rule.IsDivided && scope.Channel is null)
        {
            return ConsentFailures.ChannelNeeded(scope.Purpose, rule.Channels!);
        }

        if (ShownVersion(change, scope) is { } shown && shown != rule.Notice.Version)
        {
            return ConsentFailures.NoticeChanged(scope.Purpose);
        }

        var standing = ConsentStanding.Of(person, policy, place, scope, now);
        return RefuseAge(change, policy, scope, standing.Age) ?? RefuseOptIn(person.State, change, rule, scope, standing, now);
    }

    private static string? ShownVersion(ConsentChange change, ConsentScope scope) => change.NoticeVersions.GetValueOrDefault(scope.Purpose);

    private static Failure? RefuseAge(ConsentChange change, ConsentPolicy policy, ConsentScope scope, AgeRule? age) => (age?.By, change.Parent) switch
    {
        (OptInBy.Parent, null) => ConsentFailures.ParentNeeded(scope, age!),
        (not OptInBy.Parent, not null) => ConsentFailures.NoParentNeeded(scope),
        (_, { } parent) when !policy.Minors!.Evidence.Contains(parent.Evidence) => ConsentFailures.EvidenceNotAccepted(policy.Minors.Evidence),
        _ => null,
    };

    private static Failure? RefuseOptIn(ConsentState state, ConsentChange change, PurposePolicy rule, ConsentScope scope, Standing standing, DateTimeOffset now)
    {
        if (standing is { Allows: true, Consent: not null })
        {
            return null;
        }

        if (OptInRules.MayAskAgainOn(state, rule, scope) is { } day && DateOnly.FromDateTime(now.UtcDateTime) < day && !change.OfOwnAccord && !change.Confirmations.ContainsKey(scope))
        {
            return ConsentFailures.AskedTooEarly(scope, day);
        }

        if (!OptInRules.TakesTwoSteps(state, rule, scope, standing.Age))
        {
            return change.Confirmations.ContainsKey(scope) ? ConsentFailures.NothingToConfirm(scope) : null;
        }

        if (!change.Confirmations.TryGetValue(scope, out var id))
        {
            return change.Channel == ConsentLedger.ImportChannel ? ConsentFailures.NotByImport(scope) : null;
        }

        var request = state.OptIns.GetValueOrDefault(scope);
        if (request is null || request.Id != id || request.By != (change.Parent is null ? OptInBy.Person : OptInBy.Parent))
        {
            return ConsentFailures.NothingToConfirm(scope);
        }

        return request.ConfirmBefore <= now ? ConsentFailures.ConfirmedTooLate(scope)
            : request.NoticeDigest != NoticeDigest.Of(rule) ? ConsentFailures.NoticeChanged(scope.Purpose) : null;
    }
}
