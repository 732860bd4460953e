using RetailServerless.Core.Consent;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>What is done with an item whose time is over.</summary>
public enum RetentionAction
{
    /// <summary>It is deleted.</summary>
    Delete,

    /// <summary>It is deleted, and what is left of it names nobody and leads to nobody (GDPR recital 26).</summary>
    Anonymise,
}

/// <summary>
/// How long one kind of data is kept for one purpose on one ground. An item to which several rules apply goes when the last of their periods is over. Exactly one of <see cref="KeepFor"/>, <see cref="With"/>
/// and <see cref="AppliedBy"/> is there.
/// </summary>
public sealed record RetentionRule
{
    /// <summary>The store of personal data, by the name of its description.</summary>
    public required string Data { get; init; }

    /// <summary>For what it is kept.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>On which ground.</summary>
    public required LegalBasis Basis { get; init; }

    /// <summary>The law it rests on, or that limits it.</summary>
    public required string Citation { get; init; }

    /// <summary>Only for people who live there: ISO 3166-1 as <c>DE</c>, or ISO 3166-2 as <c>US-CA</c>. <see langword="null"/>: for everybody for whom no rule names where they live.</summary>
    public string? Jurisdiction { get; init; }

    /// <summary>For how long.</summary>
    public RetentionPeriod? KeepFor { get; init; }

    /// <summary>From when: members of the item that hold an instant, the first that is there counts; <c>events.at</c> is the newest in a list.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>Whether the period begins with the end of the calendar year.</summary>
    public bool FromEndOfYear { get; init; }

    /// <summary>What is done then.</summary>
    public RetentionAction? Action { get; init; }

    /// <summary>It goes with the items of another store, which removes it.</summary>
    public string? With { get; init; }

    /// <summary>Another part of the platform keeps the period; in words, which.</summary>
    public string? AppliedBy { get; init; }

    internal (string Data, Purpose Purpose, LegalBasis Basis, string? Jurisdiction) Key => (Data, Purpose, Basis, Jurisdiction?.ToUpperInvariant());

    internal IEnumerable<PolicyProblem> Validate(string path)
    {
        if (string.IsNullOrWhiteSpace(Data) || string.IsNullOrWhiteSpace(Citation))
        {
            yield return new PolicyProblem(path, "must name the data and the law it rests on");
        }

        if (new[] { KeepFor is not null, With is not null, AppliedBy is not null }.Count(there => there) != 1)
        {
            yield return new PolicyProblem(path, "must have exactly one of keepFor, with and appliedBy");
        }

        if (Jurisdiction is not null && !IsPlace(Jurisdiction))
        {
            yield return new PolicyProblem($"{path}.jurisdiction", "must be a country of ISO 3166-1 as DE, or a region of ISO 3166-2 as US-CA");
        }

        if (With == Data)
        {
            yield return new PolicyProblem($"{path}.with", "cannot be the data itself");
        }

        foreach (var problem in KeepFor is null ? ValidateWithoutPeriod(path) : ValidatePeriod(path, KeepFor))
        {
            yield return problem;
        }
    }

    private IEnumerable<PolicyProblem> ValidatePeriod(string path, RetentionPeriod period)
    {
        if (!period.IsValid)
        {
            yield return new PolicyProblem($"{path}.keepFor", "must be one of days (1 to 36600), months (1 to 1200) and years (1 to 100)");
        }

        if (From.Count == 0 || From.Any(string.IsNullOrWhiteSpace))
        {
            yield return new PolicyProblem($"{path}.from", "must say from when the period runs");
        }

        if (Action is null)
        {
            yield return new PolicyProblem($"{path}.action", "must be delete or anonymise");
        }
        else if (Action == RetentionAction.Anonymise && !AnonymousForms.Has(Data))
        {
            yield return new PolicyProblem($"{path}.action", $"must be delete: nothing of '{Data}' can be kept without saying whose it is");
        }
    }

    private IEnumerable<PolicyProblem> ValidateWithoutPeriod(string path)
    {
        if (From.Count > 0 || FromEndOfYear || Action is not null)
        {
            yield return new PolicyProblem(path, "has no period, and so neither from nor fromEndOfYear nor action");
        }
    }

    private static bool IsPlace(string place) => place.Split('-') switch
    {
        [{ Length: 2 } country] => country.All(char.IsAsciiLetterUpper),
        [{ Length: 2 } country, { Length: >= 1 and <= 3 } region] => country.All(char.IsAsciiLetterUpper) && region.All(char.IsAsciiLetterOrDigit),
        _ => false,
    };
}

/// <summary>A period, in one unit.</summary>
/// <param name="Days">Days.</param>
/// <param name="Months">Months.</param>
/// <param name="Years">Years.</param>
public sealed record RetentionPeriod(int? Days = null, int? Months = null, int? Years = null)
{
    internal bool IsValid => (Days, Months, Years) is ( >= 1 and <= 36_600, null, null) or (null, >= 1 and <= 1_200, null) or (null, null, >= 1 and <= 100);

    /// <summary>
    /// The last day of the period that runs from a day, which does not count itself: the day of the same number, or the last of a shorter month (Reg. (EEC, Euratom) No 1182/71 Art. 3(1) and (2)).
    /// </summary>
    internal DateOnly EndFrom(DateOnly day) => day.AddDays(Days ?? 0).AddMonths(Months ?? 0).AddYears(Years ?? 0);
}
