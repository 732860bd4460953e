namespace RetailServerless.Core.Policies;

/// <summary>What a proposed version would do: to how many people, by purpose, and to which kinds of decisions.</summary>
/// <param name="Governs">What the policy decides about, in words.</param>
public sealed record PolicyEffect(IReadOnlyList<string> Governs)
{
    /// <summary>Against which version it was measured, as <c>consent/default@1</c>; <see langword="null"/> when none is in effect.</summary>
    public string? ComparedWith { get; init; }

    /// <summary>For which instant it was measured, UTC: the date of the version, or the instant of asking when that is past.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>How many people it changes something for; <see langword="null"/> when the policy does not touch what people agreed to.</summary>
    public int? PeopleAffected { get; init; }

    /// <summary>People by purpose; empty when the policy does not touch what people agreed to.</summary>
    public IReadOnlyList<PurposeEffect> Purposes { get; init; } = [];
}

/// <summary>What a proposed version would do for one purpose. Each person whose consent is valid is counted in exactly one of the four numbers after the first.</summary>
/// <param name="Purpose">The purpose.</param>
/// <param name="ValidConsents">People whose consent is valid under the version in effect.</param>
/// <param name="Ended">People whose consent would no longer hold: the purpose is gone, or consent holds for a shorter time.</param>
/// <param name="BasisChanged">People whose data would be used on another ground than their consent.</param>
/// <param name="ToAskAgain">People who agreed to something else in substance than the proposed notice says, and who would have to be asked again.</param>
/// <param name="Unchanged">People for whom nothing changes.</param>
public sealed record PurposeEffect(string Purpose, int ValidConsents, int Ended, int BasisChanged, int ToAskAgain, int Unchanged);

/// <summary>Measures what a text would do to people, for the policies that it knows.</summary>
public interface IPolicyEffectMeter
{
    /// <summary>Whether it knows the policy.</summary>
    bool Covers(string policyId);

    /// <summary>Measures; counts alone, never who. Nothing when the text cannot be read.</summary>
    Task<PolicyEffect> MeasureAsync(PolicyText proposed, DateTimeOffset at, CancellationToken cancellationToken);
}
