using System.Text.RegularExpressions;

namespace RetailServerless.Core.Privacy.Redaction;

/// <summary>
/// Finds payment card numbers: 13 to 19 digits, plain or grouped by blanks, dots or dashes, that begin with the major industry identifier of a payment network (ISO/IEC 7812-1: 1 to 6)
/// and whose check digit holds (Luhn, ISO/IEC 7812-1 annex B).
/// </summary>
internal static partial class CardDetector
{
    private const int Fewest = 13;
    private const int Most = 19;

    public static IEnumerable<PersonalSpan> Find(string text)
    {
        foreach (Match run in Run().Matches(text))
        {
            var groups = Group().Matches(run.Value);
            for (var first = 0; first < groups.Count; first++)
            {
                if (Longest(groups, first) is not { } last)
                {
                    continue;
                }

                var start = run.Index + groups[first].Index;
                yield return new PersonalSpan(start, run.Index + groups[last].Index + groups[last].Length - start, PersonalTextKind.Card, Digits(groups, first, last));
                first = last;
            }
        }
    }

    internal static bool HasCheckDigit(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit : digit > 4 ? (digit * 2) - 9 : digit * 2;
        }

        return sum % 10 == 0;
    }

    // Two numbers may stand side by side: the longest row of whole groups that is a card number is one.
    private static int? Longest(MatchCollection groups, int first)
    {
        for (var last = groups.Count - 1; last >= first; last--)
        {
            var digits = Digits(groups, first, last);
            if (digits.Length is >= Fewest and <= Most && IsGroupedLikeACard(groups, first, last) && digits[0] is >= '1' and <= '6' && digits.Distinct().Count() > 1 && HasCheckDigit(digits))
            {
                return last;
            }
        }

        return null;
    }

    // Groups of one size (the last may be shorter), or 4-6-5 and 4-6-4; so that a size or a quantity before a card is not taken for its beginning.
    private static bool IsGroupedLikeACard(MatchCollection groups, int first, int last)
    {
        var size = groups[first].Length;
        return first == last
            || (last - first == 2 && size == 4 && groups[first + 1].Length == 6 && groups[last].Length is 4 or 5)
            || (size <= 4 && Enumerable.Range(first, last - first).All(i => groups[i].Length == size) && groups[last].Length <= size);
    }

    private static string Digits(MatchCollection groups, int first, int last) => string.Concat(Enumerable.Range(first, last - first + 1).Select(i => groups[i].Value));

    [GeneratedRegex(@"(?<![0-9])(?<![0-9][.,])[0-9](?:[ .\u00a0\u2010-\u2015-]{0,2}[0-9]){12,99}(?![0-9])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Run();

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Group();
}
