using System.Text.RegularExpressions;

namespace RetailServerless.Core.Chat.Understanding;

/// <summary>Reads pointers to the list that was shown last: <c>the second one</c>, <c>number 3</c>, <c>the last one</c>, <c>the first two</c>.</summary>
internal static partial class ShownReferences
{
    private static readonly string[] Ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    private static readonly string[] Numbers = ["one", "two", "three", "four", "five"];

    /// <summary>Positions from 0; empty when the message points at nothing that was shown.</summary>
    public static IReadOnlyList<int> Read(string message, int shown)
    {
        if (shown == 0)
        {
            return [];
        }

        if (Span().Match(message) is { Success: true } span)
        {
            var count = Math.Min(shown, int.TryParse(span.Groups["n"].Value, out var digits) ? digits : Array.IndexOf(Numbers, span.Groups["n"].Value.ToLowerInvariant()) + 1);
            return span.Groups["end"].Value.Equals("last", StringComparison.OrdinalIgnoreCase) ? [.. Enumerable.Range(shown - count, count)] : [.. Enumerable.Range(0, count)];
        }

        return [.. Single().Matches(message).Select(m => Position(m, shown)).Where(p => p >= 0 && p < shown).Distinct()];
    }

    private static int Position(Match match, int shown)
    {
        if (match.Groups["number"].Success)
        {
            return int.Parse(match.Groups["number"].Value, System.Globalization.CultureInfo.InvariantCulture) - 1;
        }

        if (match.Groups["digits"].Success)
        {
            return int.Parse(match.Groups["digits"].Value, System.Globalization.CultureInfo.InvariantCulture) - 1;
        }

        var word = match.Groups["word"].Value.ToLowerInvariant();
        return word == "last" ? shown - 1 : Array.IndexOf(Ordinals, word);
    }

    [GeneratedRegex(@"\bthe\s+(?<end>first|last)\s+(?<n>two|three|four|five|[2-5])\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Span();

    [GeneratedRegex(@"\b(?:the\s+(?<word>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last)(?:\s+(?:one|product|item|option))?(?=\s*(?:[?.!,;]|$|and\b|is\b|in\b|cost|have|has|come|available|please|or\b|with\b|made\b|for\b|really\b))|(?:number|no\.|option|item)\s+(?<number>[1-9])\b|the\s+(?<digits>[1-9])(?:st|nd|rd|th)\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Single();
}
