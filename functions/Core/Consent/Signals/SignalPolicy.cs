using RetailServerless.Core.Consent.Iab;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Consent.Signals;

/// <summary>What TC and GPP strings say about our purposes: <c>policies/consent-signals/default.yaml</c>.</summary>
public sealed record SignalPolicy : IValidatedPolicy
{
    /// <summary>The policy's id.</summary>
    public const string Id = "consent-signals/default";

    /// <summary>TC strings.</summary>
    public required TcfRules Tcf { get; init; }

    /// <summary>GPP strings.</summary>
    public required GppRules Gpp { get; init; }

    /// <inheritdoc/>
    public IEnumerable<PolicyProblem> Validate()
    {
        foreach (var (purpose, rule) in Tcf.Purposes)
        {
            var path = $"$.tcf.purposes.{purpose.Name()}";
            if (purpose == Purpose.Service)
            {
                yield return new PolicyProblem(path, "rests on the contract and not on consent");
            }

            if (rule.Purposes.Count + rule.SpecialFeatures.Count == 0)
            {
                yield return new PolicyProblem(path, "must name at least one purpose or special feature: nothing is allowed by silence");
            }

            if (rule.Purposes.Any(p => p is < 1 or > 24) || rule.SpecialFeatures.Any(f => f is < 1 or > 12))
            {
                yield return new PolicyProblem(path, "names a purpose that is not 1 to 24, or a special feature that is not 1 to 12");
            }
        }

        var known = UsSectionForm.All.Values.SelectMany(s => s.Core.Concat(s.Sensitive ?? [])).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (purpose, rule) in Gpp.OptOuts)
        {
            foreach (var field in rule.Fields.Where(f => !known.Contains(f)))
            {
                yield return new PolicyProblem($"$.gpp.optOuts.{purpose.Name()}.fields", $"names '{field}', which no section has");
            }
        }

        // An opt-out of sale, sharing or targeted advertising in a string, and the signal that it passes on, must act (11 CCR 7025).
        var sale = Gpp.OptOuts.GetValueOrDefault(Purpose.SaleOrShare) ?? new GppRule();
        if (!sale.Gpc || !new[] { "SaleOptOut", "SharingOptOut", "TargetedAdvertisingOptOut" }.All(sale.Fields.Contains))
        {
            yield return new PolicyProblem("$.gpp.optOuts.saleOrShare", "must act on SaleOptOut, SharingOptOut, TargetedAdvertisingOptOut and gpc");
        }
    }
}

/// <summary>Rules for TC strings.</summary>
/// <param name="RequireDisclosedVendors">Whether a yes needs the segment with the vendors that were shown.</param>
/// <param name="Purposes">Our purposes; one that is not there is not touched.</param>
public sealed record TcfRules(bool RequireDisclosedVendors, IReadOnlyDictionary<Purpose, TcfRule> Purposes);

/// <summary>From whom a TC string speaks.</summary>
public enum TcfSource
{
    /// <summary>What the person decided about the shop itself.</summary>
    Publisher,

    /// <summary>What the person decided about vendors.</summary>
    Vendors,

    /// <summary>About the shop where the string says it, else about vendors.</summary>
    PublisherOrVendors,
}

/// <summary>What must all be allowed for one of our purposes.</summary>
/// <param name="From">From whom.</param>
public sealed record TcfRule(TcfSource From)
{
    /// <summary>Purposes of the framework.</summary>
    public IReadOnlyList<int> Purposes { get; init; } = [];

    /// <summary>Special features of the framework.</summary>
    public IReadOnlyList<int> SpecialFeatures { get; init; } = [];
}

/// <summary>Rules for GPP strings.</summary>
/// <param name="OptOuts">Our purposes; one that is not there is not touched.</param>
public sealed record GppRules(IReadOnlyDictionary<Purpose, GppRule> OptOuts);

/// <summary>What takes one of our purposes away.</summary>
public sealed record GppRule
{
    /// <summary>Fields of sections of the United States of which a value 1 does.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Whether the Global Privacy Control signal in a section does.</summary>
    public bool Gpc { get; init; }

    /// <summary>Whether an opt-out of sale in a US Privacy string does.</summary>
    public bool UsPrivacy { get; init; }
}
