using System.Globalization;
using RetailServerless.Core.Customers;

namespace RetailServerless.Core.Consent;

/// <summary>What decides which rules of consent apply to a person: where they live and how old they are, as far as anybody has said.</summary>
/// <param name="Country">The country as it was written.</param>
/// <param name="Region">The state or region as it was written.</param>
/// <param name="BirthYear">The year of birth.</param>
/// <param name="AgeAtLeast">The lower end of an age band.</param>
internal sealed record PersonTraits(string? Country = null, string? Region = null, int? BirthYear = null, int? AgeAtLeast = null)
{
    public static PersonTraits Unknown { get; } = new();

    /// <summary>What a customer record says.</summary>
    public static PersonTraits Of(Customer customer) => new(
        customer.Country,
        customer.Region,
        YearOf(customer.Attributes.GetValueOrDefault("birthyear") ?? customer.Attributes.GetValueOrDefault("dateofbirth") ?? customer.Attributes.GetValueOrDefault("birthdate")),
        AgeBands.LowerEnd(customer.AgeBand));

    private static int? YearOf(string? text) =>
        text is { Length: >= 4 } && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1900 and < 2200 ? year : null;
}

/// <summary>Reads age bands as shops write them: <c>25-34</c>, <c>under 13</c>, <c>&lt;13</c>, <c>65+</c>, <c>34</c>.</summary>
internal static class AgeBands
{
    /// <summary>The youngest age of a band in years; <see langword="null"/> when it says nothing.</summary>
    public static int? LowerEnd(string? band)
    {
        var text = band?.Trim() ?? string.Empty;
        if (text.StartsWith('<') || text.StartsWith("under", StringComparison.OrdinalIgnoreCase))
        {
            return text.Any(char.IsAsciiDigit) ? 0 : null;
        }

        var digits = text.AsSpan(0, text.TakeWhile(char.IsAsciiDigit).Count());
        return digits.Length is > 0 and <= 3 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var age) && age <= 130 ? age : null;
    }
}
