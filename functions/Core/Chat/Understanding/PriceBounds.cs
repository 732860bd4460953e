using System.Globalization;
using System.Text.RegularExpressions;

namespace RetailServerless.Core.Chat.Understanding;

/// <summary>Price bounds that a message names.</summary>
/// <param name="Min">Lowest price, inclusive.</param>
/// <param name="Max">Highest price, inclusive.</param>
/// <param name="Rest">The message without the words that named them.</param>
public readonly partial record struct PriceBounds(decimal? Min, decimal? Max, string Rest)
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private const string Number = @"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?|[0-9]+(?:[.,][0-9]{1,2})?";
    private const string Before = @"(?:[$€£¥]|(?:usd|eur|gbp)\s?)";
    private const string After = @"(?:[$€£¥]|(?:us\s)?dollars?\b|bucks\b|euros?\b|pounds?\b|usd\b|eur\b|gbp\b)";
    private const string A = Before + @"?\s?(?<a>" + Number + @")(?![0-9])\s?" + After + "?";
    private const string B = Before + @"?\s?(?<b>" + Number + @")(?![0-9])\s?" + After + "?";
    private const string MarkedA = "(?:" + Before + @"\s?(?<a>" + Number + @")(?![0-9])|\b(?<a>" + Number + @")(?![0-9])\s?" + After + ")";

    // "under 30 litres" is no price.
    private const string NoUnit = @"(?!\s*-?\s*(?:years?|yrs?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?|people|persons?|pieces?|pcs?|packs?|inch(?:es)?|""|feet|foot|ft|cm|mm|m\b|km|miles?|lbs?|pound\s+weight|oz|ounces?|kg|kilos?|g\b|grams?|l\b|lit(?:er|re)s?|ml|watts?|w\b|volts?|v\b|mah|gb|tb|mb|hz|percent|%|stars?))";

    /// <summary>Reads the bounds.</summary>
    public static PriceBounds Read(string message)
    {
        if (Between().Match(message) is { Success: true } between)
        {
            var (a, b) = (Value(between, "a"), Value(between, "b"));
            return new PriceBounds(Math.Min(a, b), Math.Max(a, b), Without(message, between));
        }

        decimal? min = null;
        decimal? max = null;
        var rest = message;
        if (Around().Match(rest) is { Success: true } around)
        {
            var middle = Value(around, "a");
            return new PriceBounds(Math.Round(middle * 0.8m, 2), Math.Round(middle * 1.2m, 2), Without(rest, around));
        }

        if (First(rest, Below(), OrLess()) is { } below)
        {
            max = Value(below, "a");
            rest = Without(rest, below);
        }

        if (First(rest, Above(), OrMore()) is { } above)
        {
            min = Value(above, "a");
            rest = Without(rest, above);
        }

        return min > max ? new PriceBounds(null, null, message) : new PriceBounds(min, max, rest);
    }

    private static Match? First(string text, Regex one, Regex other) =>
        one.Match(text) is { Success: true } match ? match : other.Match(text) is { Success: true } second ? second : null;

    private static string Without(string text, Match match) => text.Remove(match.Index, match.Length).Insert(match.Index, " ");

    private static decimal Value(Match match, string group)
    {
        var digits = match.Groups[group].Value;
        var decimalComma = digits.Length > 3 && digits[^3] == ',' && !digits.Contains('.', StringComparison.Ordinal);
        return decimal.Parse(decimalComma ? digits.Replace(',', '.') : digits.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"(?:\b(?:between|from)\s+" + A + @"\s*(?:and|to|-|–)\s*" + B + NoUnit + @"|(?<![\p{L}\p{N}])" + MarkedA + @"\s*(?:to|-|–)\s*" + B + NoUnit + ")", Options, 1000)]
    private static partial Regex Between();

    [GeneratedRegex(@"\b(?:under|below|less\s+than|cheaper\s+than|lower\s+than|up\s+to|at\s+most|no\s+more\s+than|not\s+more\s+than|not\s+over|max(?:imum)?(?:\s+(?:price|of))?|within|beneath|budget(?:\s+(?:is|of))?|for\s+less\s+than|(?:can\s+)?spend)\s*:?\s*" + A + NoUnit, Options, 1000)]
    private static partial Regex Below();

    [GeneratedRegex(@"(?<![\p{L}\p{N}])" + A + NoUnit + @"\s*(?:or\s+(?:less|under|below|cheaper)|max(?:imum)?|tops)\b", Options, 1000)]
    private static partial Regex OrLess();

    [GeneratedRegex(@"\b(?:over|above|more\s+than|at\s+least|starting\s+at|min(?:imum)?(?:\s+of)?|no\s+less\s+than|from)\s*" + A + NoUnit, Options, 1000)]
    private static partial Regex Above();

    [GeneratedRegex(@"(?<![\p{L}\p{N}])" + A + NoUnit + @"\s*(?:or\s+(?:more|over|above|up)|and\s+up|plus)\b", Options, 1000)]
    private static partial Regex OrMore();

    [GeneratedRegex(@"\b(?:around|about|approximately|roughly|circa)\s+" + MarkedA, Options, 1000)]
    private static partial Regex Around();
}
