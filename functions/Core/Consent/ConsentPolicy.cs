using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Consent;

/// <summary>The consent policy of a jurisdiction: for each purpose its legal basis, and where that is consent, the notice that is shown and how long consent holds.</summary>
public sealed record ConsentPolicy : IValidatedPolicy
{
    /// <summary>The folder of the policies, one for each jurisdiction.</summary>
    public const string Folder = "consent";

    /// <summary>The policy that applies where no other does. It must be there.</summary>
    public const string Id = "consent/default";

    /// <summary>The jurisdiction of that policy.</summary>
    public const string Elsewhere = "default";

    /// <summary>Where it applies, as <c>default</c>, <c>eu</c>, <c>california</c>.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>The places where it applies (ISO 3166-1 alpha-2 or ISO 3166-2); empty for <c>default</c>.</summary>
    public IReadOnlyList<string> AppliesTo { get; init; } = [];

    /// <summary>How customer records may write those places, as <c>California: US-CA</c>, beside the codes.</summary>
    public IReadOnlyDictionary<string, string> PlaceNames { get; init; } = new Dictionary<string, string>();

    /// <summary>Who is responsible for the processing, as shown in receipts.</summary>
    public required string Controller { get; init; }

    /// <summary>The language of the notices (BCP 47).</summary>
    public string Language { get; init; } = "en";

    /// <summary>What holds for minors; <see langword="null"/>: nothing beside what holds for all.</summary>
    public MinorsPolicy? Minors { get; init; }

    /// <summary>The purposes; every one must be there.</summary>
    public required IReadOnlyDictionary<Purpose, PurposePolicy> Purposes { get; init; }

    /// <inheritdoc/>
    public IEnumerable<PolicyProblem> Validate()
    {
        foreach (var problem in ValidatePlaces().Concat(Minors?.Validate() ?? []))
        {
            yield return problem;
        }

        foreach (var purpose in PurposeNames.All)
        {
            var path = $"$.purposes.{purpose.Name()}";
            if (!Purposes.TryGetValue(purpose, out var policy))
            {
                yield return new PolicyProblem("$.purposes", $"lacks the purpose '{purpose.Name()}'");
                continue;
            }

            if (BasisProblem(purpose, policy.Basis) is { } wrong)
            {
                yield return new PolicyProblem($"{path}.basis", wrong);
            }

            foreach (var problem in policy.Validate(path, purpose))
            {
                yield return problem;
            }
        }
    }

    // Consent that a contract is made dependent on is not free (GDPR Art. 7(4)), and a contract does not cover more than it needs (Art. 6(1)(b)). Opting out instead of in is what Civ. Code 1798.120 allows for sale
    // and sharing, and nobody else: of those whose residence nobody knows it is not assumed.
    private string? BasisProblem(Purpose purpose, LegalBasis basis) => (purpose, basis) switch
    {
        (Purpose.Service, LegalBasis.Contract) => null,
        (Purpose.Service, _) => "must be contract",
        (_, LegalBasis.Consent) => null,
        (Purpose.SaleOrShare, LegalBasis.OptOut) => AppliesTo.Count > 0 && AppliesTo.All(p => p.StartsWith("US", StringComparison.Ordinal))
            ? null
            : "must be consent: opting out is enough only where every place of 'appliesTo' is in the United States",
        _ => "must be consent",
    };

    private IEnumerable<PolicyProblem> ValidatePlaces()
    {
        if (Jurisdiction == Elsewhere ? AppliesTo.Count > 0 : AppliesTo.Count == 0)
        {
            yield return new PolicyProblem("$.appliesTo", Jurisdiction == Elsewhere ? "must be empty: the default applies where no other policy does" : "must name at least one place");
        }

        foreach (var (place, i) in AppliesTo.Select((p, i) => (p, i)))
        {
            if (!PlaceCode.IsOne(place))
            {
                yield return new PolicyProblem($"$.appliesTo[{i}]", "must be a country as DE (ISO 3166-1) or a part of one as US-CA (ISO 3166-2)");
            }
        }

        foreach (var (name, place) in PlaceNames)
        {
            if (!AppliesTo.Contains(place))
            {
                yield return new PolicyProblem($"$.placeNames.{name}", "must be one of appliesTo");
            }
        }
    }
}
