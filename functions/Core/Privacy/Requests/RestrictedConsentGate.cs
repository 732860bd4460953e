using RetailServerless.Core.Consent;
using RetailServerless.Core.People;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>
/// Stands before the consent gate: of somebody who asked for restriction data are only kept, and used for nothing but storage and legal claims (GDPR Art. 18(2)), which need no grant. When it cannot be
/// found out, it refuses.
/// </summary>
internal sealed class RestrictedConsentGate(IConsentGate gate, Restrictions restrictions) : IConsentGate
{
    public async ValueTask<GateAnswer> AskAsync(PersonId person, ConsentScope scope, PrivacySignals signals, CancellationToken cancellationToken)
    {
        bool restricted;
        try
        {
            restricted = await restrictions.IsRestrictedAsync(person, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new GateAnswer(null, new Refusal(scope.Purpose, "unavailable", "none") { Channel = scope.Channel });
        }

        return restricted
            ? new GateAnswer(null, new Refusal(scope.Purpose, "processing-restricted", "none") { Channel = scope.Channel })
            : await gate.AskAsync(person, scope, signals, cancellationToken);
    }
}
