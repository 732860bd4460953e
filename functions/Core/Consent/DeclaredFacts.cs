namespace RetailServerless.Core.Consent;

/// <summary>What a person said of themselves, so that the right rules apply.</summary>
/// <param name="Place">Where they live: ISO 3166-1 alpha-2 or ISO 3166-2.</param>
/// <param name="BirthYear">The year of birth.</param>
/// <param name="AgeAtLeast">The lower end of the age band that they named.</param>
/// <param name="At">When the age was said, UTC.</param>
public sealed record DeclaredFacts(string? Place = null, int? BirthYear = null, int? AgeAtLeast = null, DateTimeOffset? At = null)
{
    /// <summary>Whether a text has the form of a place's code.</summary>
    public static bool IsPlace(string text) => PlaceCode.IsOne(text);

    /// <summary>The youngest age of a band in years, as <c>13-15</c>, <c>under 13</c> or <c>18+</c>; <see langword="null"/> when it says nothing.</summary>
    public static int? LowerEnd(string? band) => AgeBands.LowerEnd(band);

    internal bool HasAge => BirthYear is not null || AgeAtLeast is not null;
}

/// <summary>The age that is certain.</summary>
internal static class CertainAge
{
    /// <summary>
    /// The age in years that somebody has for certain at an instant; <see langword="null"/> when nothing is known. Of a birth year only the last birthday of the year before is certain; a band grows with the
    /// years since it was named.
    /// </summary>
    public static int? Of(int? birthYear, int? atLeast, DateTimeOffset? named, DateTimeOffset at)
    {
        int? byYear = birthYear is { } year ? Math.Max(0, at.UtcDateTime.Year - year - 1) : null;
        int? byBand = atLeast is { } lower ? lower + (named is { } since ? WholeYears(since, at) : 0) : null;
        return byYear is { } y && byBand is { } b ? Math.Min(y, b) : byYear ?? byBand;
    }

    private static int WholeYears(DateTimeOffset since, DateTimeOffset at)
    {
        var years = at.UtcDateTime.Year - since.UtcDateTime.Year;
        return Math.Max(0, since.AddYears(years) > at ? years - 1 : years);
    }
}
