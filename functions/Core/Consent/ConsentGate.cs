using Microsoft.Extensions.Logging;
using RetailServerless.Core.People;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Consent;

/// <inheritdoc/>
internal sealed partial class ConsentGate(ConsentPolicies policies, ConsentStates states, TimeProvider clock, ILogger<ConsentGate> logger) : IConsentGate
{
    private const string NoPolicy = "none";

    public async ValueTask<GateAnswer> AskAsync(PersonId person, ConsentScope scope, PrivacySignals signals, CancellationToken cancellationToken)
    {
        var book = await FindPoliciesAsync(cancellationToken);

        // The signal stands before every other rule (11 CCR 7025(c)), also when there is no policy.
        if (signals.GlobalPrivacyControl && scope.Purpose == Purpose.SaleOrShare)
        {
            return Refuse(scope, "global-privacy-control", book?.Elsewhere.Reference ?? NoPolicy);
        }

        if (book is null)
        {
            return Refuse(scope, ConsentStanding.Unknown, NoPolicy);
        }

        if (await FindPersonAsync(person, cancellationToken) is not { } known)
        {
            // What rests on the contract does not wait for the store of consent.
            return scope.Purpose == Purpose.Service
                ? Answer(person, scope, book.Elsewhere, ConsentStanding.Of(PersonConsent.Nobody, book.Elsewhere.Value, null, scope, clock.GetUtcNow()))
                : Refuse(scope, "unavailable", book.Elsewhere.Reference);
        }

        var place = book.PlaceOf(known);
        return book.For(place) is { } policy
            ? Answer(person, scope, policy, ConsentStanding.Of(known, policy.Value, place, scope, clock.GetUtcNow()))
            : Refuse(scope, ConsentStanding.Unknown, NoPolicy);
    }

    private static GateAnswer Refuse(ConsentScope scope, string code, string reference, AskAgain? because = null) =>
        new(null, new Refusal(scope.Purpose, code, reference) { Channel = scope.Channel, Because = because });

    private GateAnswer Answer(PersonId person, ConsentScope scope, Policy<ConsentPolicy> policy, Standing standing) => standing.Refusal is { } code
        ? Refuse(scope, code, policy.Reference, standing.Because)
        : new GateAnswer(new Grant(person, scope, standing.Basis, policy.Reference, standing.Consent?.ReceiptId.ToString(), clock.GetUtcNow()), null);

    private async ValueTask<ConsentPolicyBook?> FindPoliciesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await policies.GetAsync(cancellationToken)).TryGet(out var book, out _) ? book : null;
        }
#pragma warning disable CA1031 // The gate fails closed: whatever breaks, it refuses.
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.PolicyBroken(logger, broken);
            return null;
        }
    }

    private async ValueTask<PersonConsent?> FindPersonAsync(PersonId person, CancellationToken cancellationToken)
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
