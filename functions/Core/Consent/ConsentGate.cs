using Microsoft.Extensions.Logging;
using RetailServerless.Core.People;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Consent;

/// <inheritdoc/>
internal sealed partial class ConsentGate(IPolicyStore policies, ConsentStates states, TimeProvider clock, ILogger<ConsentGate> logger) : IConsentGate
{
    private const string NoPolicy = "none";

    public async ValueTask<GateAnswer> AskAsync(PersonId person, Purpose purpose, PrivacySignals signals, CancellationToken cancellationToken)
    {
        var policy = await FindPolicyAsync(cancellationToken);
        var reference = policy?.Reference ?? NoPolicy;

        // The signal stands before every other rule (11 CCR 7025(c)), also when there is no policy.
        if (signals.GlobalPrivacyControl && purpose == Purpose.SaleOrShare)
        {
            return Refuse(purpose, "global-privacy-control", reference);
        }

        if (policy is null || !policy.Value.Purposes.TryGetValue(purpose, out var rule))
        {
            return Refuse(purpose, "no-policy", reference);
        }

        return rule.Basis == LegalBasis.Consent
            ? await AskForConsentAsync(person, purpose, rule, reference, cancellationToken)
            : Allow(person, purpose, rule.Basis, reference, null);
    }

    private static GateAnswer Refuse(Purpose purpose, string code, string reference) => new(null, new Refusal(purpose, code, reference));

    private GateAnswer Allow(PersonId person, Purpose purpose, LegalBasis basis, string reference, Guid? receipt) =>
        new(new Grant(person, purpose, basis, reference, receipt?.ToString(), clock.GetUtcNow()), null);

    private async ValueTask<GateAnswer> AskForConsentAsync(PersonId person, Purpose purpose, PurposePolicy rule, string reference, CancellationToken cancellationToken)
    {
        if (await FindStateAsync(person, cancellationToken) is not { } state)
        {
            return Refuse(purpose, "unavailable", reference);
        }

        if (!state.Purposes.TryGetValue(purpose, out var consent))
        {
            return Refuse(purpose, "no-consent", reference);
        }

        return ConsentStanding.RefusalOf(consent, rule, clock.GetUtcNow()) is { } code
            ? Refuse(purpose, code, reference)
            : Allow(person, purpose, LegalBasis.Consent, reference, consent.ReceiptId);
    }

    private async ValueTask<Policy<ConsentPolicy>?> FindPolicyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await policies.GetAsync<ConsentPolicy>(ConsentPolicy.Id, cancellationToken)).TryGet(out var policy, out _) ? policy : null;
        }
#pragma warning disable CA1031 // The gate fails closed: whatever breaks, it refuses.
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.PolicyBroken(logger, broken);
            return null;
        }
    }

    private async ValueTask<ConsentState?> FindStateAsync(PersonId person, CancellationToken cancellationToken)
    {
        try
        {
            return await states.GetAsync(person, cancellationToken);
        }
#pragma warning disable CA1031 // The gate fails closed: whatever breaks, it refuses.
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.StateBroken(logger, broken);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4050, LogLevel.Error, "The consent policy cannot be read; every purpose is refused.")]
        public static partial void PolicyBroken(ILogger logger, Exception exception);

        [LoggerMessage(4051, LogLevel.Error, "The store of consent does not answer; every purpose that needs consent is refused.")]
        public static partial void StateBroken(ILogger logger, Exception exception);
    }
}
