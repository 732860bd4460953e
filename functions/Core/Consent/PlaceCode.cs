namespace RetailServerless.Core.Consent;

/// <summary>Codes of places: a country as <c>DE</c> (ISO 3166-1 alpha-2), a part of one as <c>US-CA</c> (ISO 3166-2).</summary>
internal static class PlaceCode
{
    /// <summary>Whether a text has the form of a country's code.</summary>
    public static bool IsCountry(string text) => text.Length == 2 && text.All(char.IsAsciiLetterUpper);

    /// <summary>Whether a text has the form of a code.</summary>
    public static bool IsOne(string text) => IsCountry(text) || (text.Length is >= 4 and <= 6 && text[2] == '-' && IsCountry(text[..2]) && text[3..].All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)));

    /// <summary>The country of a place.</summary>
    public static string CountryOf(string place) => place[..2];
}
