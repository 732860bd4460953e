using System.Globalization;
using System.Text.RegularExpressions;
using RetailServerless.Core.Chat.Understanding;

namespace RetailServerless.Core.Chat.Grounding;

/// <summary>A number in a text.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="Length">How many characters.</param>
/// <param name="Value">Its value.</param>
/// <param name="Unit">The normal form of the word that follows; empty when none does.</param>
public readonly record struct NumberInText(int Start, int Length, decimal Value, string Unit);

/// <summary>Reads numbers in text, digits and the small number words.</summary>
public static partial class NumberText
{
    private static readonly string[] Small = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    /// <summary>Every number, in order. <c>one</c> is too often no number and is left out.</summary>
    public static IReadOnlyList<NumberInText> Find(string text) =>
        [.. Number().Matches(text).Select(m => new NumberInText(m.Index, m.Groups["n"].Length, ValueOf(m.Groups["n"].Value), UnitOf(m.Groups["unit"].Value)))];

    private static decimal ValueOf(string written) => char.IsAsciiDigit(written[0])
        ? decimal.TryParse(written.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : decimal.MinValue
        : Array.IndexOf(Small, written.ToLowerInvariant());

    private static string UnitOf(string unit) => unit is "%" or "\"" ? unit : Words.Singular(unit.ToLowerInvariant());

    [GeneratedRegex(@"(?<![\p{L}0-9.,])(?<n>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)(?:[\s-]{0,2}(?<unit>[\p{L}]+|%|""))?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();
}
