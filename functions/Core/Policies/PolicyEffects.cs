namespace RetailServerless.Core.Policies;

/// <summary>What proposed versions would do, measured when it is asked.</summary>
public sealed class PolicyEffects(IEnumerable<IPolicyEffectMeter> meters, TimeProvider clock)
{
    /// <summary>Measures a version for its date, or for now when that is past.</summary>
    public async Task<PolicyEffect> MeasureAsync(PolicyDocument version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        var now = clock.GetUtcNow();
        var at = version.EffectiveFrom > now ? version.EffectiveFrom : now;
        return meters.FirstOrDefault(m => m.Covers(version.PolicyId)) is { } meter
            ? await meter.MeasureAsync(new PolicyText(version.PolicyId + ".yaml", version.Yaml), at, cancellationToken) with { Governs = GovernedDecisions.Of(version.PolicyId), At = at }
            : new PolicyEffect(GovernedDecisions.Of(version.PolicyId)) { At = at };
    }
}
