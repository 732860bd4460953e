using System.Text.RegularExpressions;
using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>Finds order numbers: O-12345, ORD-2024, #12345, "order no. 536365", and the shapes of a policy; the group <c>number</c> of a pattern is the number.</summary>
internal sealed class OrderDetector(IEnumerable<string> shopPatterns)
{
    // NonBacktracking: a pattern from a policy cannot make a message expensive.
    private readonly Regex[] _patterns =
        [.. shopPatterns.Select(p => new Regex(p, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1)))];

    public void Find(ScannedText text, List<PersonalSpan> found)
    {
        foreach (var i in text.Numbers)
        {
            FindAt(text, i, found);
        }

        foreach (var pattern in _patterns)
        {
            foreach (Match match in pattern.Matches(text.Text))
            {
                var group = match.Groups["number"] is { Success: true } named ? named : match.Groups[0];
                Add(text.Text, group.Index, group.Index + group.Length, found);
            }
        }
    }

    private static void FindAt(ScannedText text, int i, List<PersonalSpan> found)
    {
        var word = text.Words[i];
        var isNumber = word.IsDigits && word.Length is >= 4 and <= 12;
        if (isNumber && i > 0 && text.Joint(i - 1) == '-' && IsPrefix(text.Span(text.Words[i - 1])) && text.Before(text.Words[i - 1].Start) != '-')
        {
            var start = text.Words[i - 1].Start;
            Add(text.Text, text.Before(start) == '#' ? start - 1 : start, EndOf(text, i), found);
        }
        else if (isNumber && text.Before(word.Start) == '#' && (word.Start < 2 || !char.IsLetterOrDigit(text.Text[word.Start - 2])) && !IsUnit(text, i))
        {
            Add(text.Text, word.Start - 1, word.End, found);
        }
        else if ((text.Uses & WordUse.Order) != WordUse.None && !word.IsTaken && word.Length is >= 3 and <= 20 && FollowsOrder(text, i, out var first))
        {
            var end = EndOf(text, i);
            if (end - text.Words[first].Start >= 5)
            {
                Add(text.Text, text.Words[first].Start, end, found);
            }
        }
    }

    // "order", "invoice" … then number words and signs, then the number, which may begin with up to three letters and a dash.
    private static bool FollowsOrder(ScannedText text, int i, out int first)
    {
        first = i > 0 && text.Joint(i - 1) == '-' && text.Words[i - 1] is { IsLetters: true, Length: <= 4 } ? i - 1 : i;
        var fillers = 0;
        for (var k = first - 1; k >= 0 && fillers <= 3; k--, fillers++)
        {
            var word = text.Words[k];
            if (word.Is(WordUse.Order))
            {
                return IsGlue(text.Text.AsSpan(word.End, text.Words[k + 1].Start - word.End)) && HasEnoughDigits(text, i, fillers);
            }

            if (!word.Is(WordUse.Filler | WordUse.Order | WordUse.Identity) || !IsGlue(text.Text.AsSpan(word.End, text.Words[k + 1].Start - word.End)))
            {
                return false;
            }
        }

        return false;
    }

    private static bool HasEnoughDigits(ScannedText text, int i, int fillers)
    {
        var digits = 0;
        foreach (var c in text.Span(text.Words[i]))
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return digits >= (fillers > 0 ? 4 : 5) || (digits >= 3 && text.Joint(i) == '-' && text.Words[i + 1].HasDigit);
    }

    private static bool IsGlue(ReadOnlySpan<char> gap) => gap.Length <= 4 && !gap.ContainsAny('\n', ',', '$');

    private static int EndOf(ScannedText text, int i)
    {
        for (var parts = 0; parts < 3 && text.Joint(i) == '-' && text.Words[i + 1].HasDigit; parts++)
        {
            i++;
        }

        return text.Words[i].End;
    }

    private static bool IsPrefix(ReadOnlySpan<char> word) =>
        word.Length <= 5 && (word.Equals("O", StringComparison.OrdinalIgnoreCase) || word.Equals("OR", StringComparison.OrdinalIgnoreCase) || word.Equals("ORD", StringComparison.OrdinalIgnoreCase)
            || word.Equals("ORDER", StringComparison.OrdinalIgnoreCase) || word.Equals("SO", StringComparison.OrdinalIgnoreCase) || word.Equals("PO", StringComparison.OrdinalIgnoreCase));

    private static bool IsUnit(ScannedText text, int i) => i > 0 && text.Words[i - 1].Is(WordUse.Unit | WordUse.StreetAfter | WordUse.Retail);

    private static void Add(string text, int start, int end, List<PersonalSpan> found) => found.Add(new PersonalSpan(start, end - start, PersonalTextKind.Order, text[start..end].TrimStart('#').ToUpperInvariant()));
}
