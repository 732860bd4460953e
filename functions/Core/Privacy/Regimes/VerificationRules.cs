using RetailServerless.Core.Results;

namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>What a person must show under a regime, and what must never be asked for.</summary>
public sealed class VerificationRules(RegimePolicy policy)
{
    /// <summary>What is needed, before anything was shown. Failure: <c>right-not-in-regime</c>.</summary>
    public Result<VerificationDemand> Demand(VerificationSituation situation)
    {
        ArgumentNullException.ThrowIfNull(situation);
        return policy.Right(situation.Right).Identity is { } identity
            ? new VerificationDemand(Needed(situation, identity, shown: null), NeverAsked(situation, identity))
            : ClockFailures.NoSuchRight(policy, situation.Right);
    }

    /// <summary>Judges what was shown. Failure: <c>right-not-in-regime</c>.</summary>
    public Result<VerificationVerdict> Verify(VerificationSituation situation, PresentedProofs presented)
    {
        ArgumentNullException.ThrowIfNull(situation);
        ArgumentNullException.ThrowIfNull(presented);
        if (policy.Right(situation.Right).Identity is not { } identity)
        {
            return ClockFailures.NoSuchRight(policy, situation.Right);
        }

        var usable = Usable(situation);
        var missing = Needed(situation, identity, presented.Agent).Where(d => !IsShown(d, presented, usable)).ToList();
        return new VerificationVerdict(missing.Count == 0, missing, [.. presented.Matched.Distinct().Except(usable)]);
    }

    private List<ProofDemand> Needed(VerificationSituation situation, IdentityRule identity, AgentProof? shown)
    {
        var needed = new List<ProofDemand>();
        var attorney = situation.ViaAgent && shown == AgentProof.PowerOfAttorney;
        if (situation.ViaAgent && !attorney)
        {
            needed.Add(Demand(ProofKind.SignedPermission, policy.Agents.SignedPermission));
        }

        if (!identity.Verified)
        {
            return needed;
        }

        if (situation.ViaAgent && !attorney && policy.Agents.PersonConfirms is { } confirms)
        {
            needed.Add(Demand(ProofKind.PersonConfirms, confirms));
        }

        // With a power of attorney the person themselves cannot be asked to come; the agent shows the data points.
        if (situation.AccountHolder && !attorney)
        {
            needed.Add(Demand(ProofKind.SignInAgain, policy.Verification.AccountHolder));
            return needed;
        }

        var level = policy.Verification.Levels[identity.Cases!.First(c => c.Fits(situation.Detail, situation.Sensitivity)).Level];
        if (level.DataPoints > 0)
        {
            needed.Add(new ProofDemand(ProofKind.MatchingDataPoints, level.DataPoints, Usable(situation), level.Citation, level.Sentence));
        }

        if (level.SignedDeclaration)
        {
            needed.Add(Demand(ProofKind.SignedDeclaration, level));
        }

        return needed;
    }

    private List<LawRule> NeverAsked(VerificationSituation situation, IdentityRule identity)
    {
        var never = new List<LawRule>();
        if (!identity.Verified)
        {
            never.Add(new LawRule(identity.Citation, identity.Sentence));
        }

        if (situation.InDispute.Count > 0)
        {
            never.Add(policy.Verification.DatumInDispute);
        }

        if (situation.ViaAgent)
        {
            never.Add(new LawRule(policy.Agents.PowerOfAttorney.Citation, policy.Agents.PowerOfAttorney.Sentence));
        }

        never.AddRange(policy.Verification.NeverAsked);
        return never;
    }

    private List<DataPoint> Usable(VerificationSituation situation) => [.. policy.Verification.ReliableDataPoints.Except(situation.InDispute)];

    private static bool IsShown(ProofDemand demand, PresentedProofs presented, List<DataPoint> usable) => demand.Kind switch
    {
        ProofKind.SignInAgain => presented.SignedInAgain,
        ProofKind.MatchingDataPoints => presented.Matched.Distinct().Intersect(usable).Count() >= demand.Count,
        ProofKind.SignedDeclaration => presented.SignedDeclaration,
        ProofKind.SignedPermission => presented.Agent == AgentProof.SignedPermission,
        ProofKind.PersonConfirms => presented.PersonConfirmed || presented.SignedInAgain,
        _ => throw new ArgumentOutOfRangeException(nameof(demand), demand.Kind, null),
    };

    private static ProofDemand Demand(ProofKind kind, ICitedRule rule) => new(kind, 1, [], rule.Citation, rule.Sentence);
}
