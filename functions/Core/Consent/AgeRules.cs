using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Consent;

/// <summary>Who agrees for somebody of an age.</summary>
public enum OptInBy
{
    /// <summary>The person, who has to be asked even where others may opt out only.</summary>
    Person,

    /// <summary>The holder of parental responsibility.</summary>
    Parent,
}

/// <summary>How a parent's authority was established: the ways of 11 CCR 7070(a)(2), which a policy for GDPR Art. 8(2) may name too.</summary>
public enum ParentalEvidence
{
    /// <summary>A consent form, signed and returned.</summary>
    SignedForm,

    /// <summary>A means of payment whose holder is told of each transaction.</summary>
    PaymentTransaction,

    /// <summary>A call to trained staff.</summary>
    TollFreeCall,

    /// <summary>A video conference with trained staff.</summary>
    VideoConference,

    /// <summary>In person, to trained staff.</summary>
    InPerson,

    /// <summary>A government-issued identification that was checked and then deleted.</summary>
    GovernmentId,
}

/// <summary>What holds for minors under a policy.</summary>
/// <param name="UnknownAge">How somebody is treated whose age nobody has said: <c>adult</c> or <c>child</c>.</param>
/// <param name="Rules">The rules; the one for the lowest age that the person is under applies.</param>
/// <param name="Evidence">The ways of showing parental authority that are accepted.</param>
public sealed record MinorsPolicy(UnknownAge UnknownAge, IReadOnlyList<AgeRule> Rules, IReadOnlyList<ParentalEvidence> Evidence)
{
    /// <summary>The rule for a person; <see langword="null"/> when they are treated as an adult.</summary>
    /// <param name="purpose">The purpose.</param>
    /// <param name="atLeast">The age that the person has for certain; <see langword="null"/>: unknown.</param>
    /// <param name="country">Where they live, ISO 3166-1 alpha-2.</param>
    public AgeRule? For(Purpose purpose, int? atLeast, string? country)
    {
        if (atLeast is null && UnknownAge == UnknownAge.Adult)
        {
            return null;
        }

        AgeRule? found = null;
        foreach (var rule in Rules)
        {
            if ((atLeast ?? 0) < rule.AgeIn(country) && rule.Purposes.Contains(purpose) && (found is null || rule.AgeIn(country) < found.AgeIn(country)))
            {
                found = rule;
            }
        }

        return found;
    }

    internal IEnumerable<PolicyProblem> Validate()
    {
        for (var i = 0; i < Rules.Count; i++)
        {
            foreach (var problem in Rules[i].Validate($"$.minors.rules[{i}]"))
            {
                yield return problem;
            }
        }

        if (Evidence.Count == 0 && Rules.Any(r => r.By == OptInBy.Parent))
        {
            yield return new PolicyProblem("$.minors.evidence", "must name at least one way of showing parental authority");
        }
    }
}

/// <summary>How somebody of unknown age is treated.</summary>
public enum UnknownAge
{
    /// <summary>As an adult.</summary>
    Adult,

    /// <summary>As a child of the lowest age.</summary>
    Child,
}

/// <summary>Who agrees for people under an age.</summary>
/// <param name="UnderAge">The age in years from which the rule no longer applies.</param>
/// <param name="By">Who agrees.</param>
/// <param name="Purposes">For which purposes.</param>
/// <param name="Citation">The law.</param>
/// <param name="ByCountry">Another age by country, ISO 3166-1 alpha-2.</param>
public sealed record AgeRule(int UnderAge, OptInBy By, IReadOnlyList<Purpose> Purposes, string Citation, IReadOnlyDictionary<string, int>? ByCountry = null)
{
    /// <summary>The age that counts in a country.</summary>
    public int AgeIn(string? country) => country is not null && ByCountry?.TryGetValue(country, out var age) == true ? age : UnderAge;

    internal IEnumerable<PolicyProblem> Validate(string path)
    {
        if (UnderAge is not (> 0 and <= 21))
        {
            yield return new PolicyProblem($"{path}.underAge", "must be 1 to 21");
        }

        if (Purposes.Count == 0 || Purposes.Contains(Purpose.Service))
        {
            yield return new PolicyProblem($"{path}.purposes", "must name purposes, and not 'service', which rests on the contract");
        }

        if (string.IsNullOrWhiteSpace(Citation))
        {
            yield return new PolicyProblem($"{path}.citation", "must name the law");
        }

        foreach (var (country, age) in ByCountry ?? new Dictionary<string, int>())
        {
            if (age is not (> 0 and <= 21) || !PlaceCode.IsCountry(country))
            {
                yield return new PolicyProblem($"{path}.byCountry.{country}", "must be a country (ISO 3166-1 alpha-2) with an age of 1 to 21");
            }
        }
    }
}
