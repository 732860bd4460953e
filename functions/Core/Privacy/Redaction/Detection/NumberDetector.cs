using RetailServerless.Core.Privacy.Redaction.Checks;
using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>
/// Finds the numbers that are told by digits and check digits: payment cards, identity numbers, passports, licences and accounts. A number that its check alone does not prove needs a label close by, or to be
/// all that the message says, which is how people answer a question for it.
/// </summary>
internal static class NumberDetector
{
    // "123-45-6789" is written for one number only.
    private const int SocialSecurityShape = 324;

    public static void Find(ScannedText text, List<PersonalSpan> found)
    {
        var row = new NumberRow(stackalloc char[NumberRow.MostCharacters], stackalloc int[10]);
        var free = 0;
        foreach (var number in text.Numbers)
        {
            var first = BeginsWithLetters(text, number) && number - 1 >= free ? number - 1 : number;
            if (number < free || text.Words[number].IsTaken || text.Words[number].Length > NumberRow.MostCharacters || IsInsideSomethingElse(text, first))
            {
                continue;
            }

            row.Read(text, first);
            if (row.WordCount == 0)
            {
                continue;
            }

            var (words, kind) = Match(text, ref row);
            if (words == 0 && first < number)
            {
                row.Read(text, number);
                (words, kind) = Match(text, ref row);
            }

            if (words > 0)
            {
                var start = text.Words[row.First].Start;
                found.Add(new PersonalSpan(start, text.Words[row.First + words - 1].End - start, kind, row.Characters(words).ToString()));
                free = row.First + words;
            }
        }
    }

    private static (int Words, PersonalTextKind Kind) Match(ScannedText text, ref NumberRow row)
    {
        var card = CardDetector.Match(text, ref row);
        if (card > 0)
        {
            return (card, PersonalTextKind.Card);
        }

        for (var words = row.WordCount; words > 0; words--)
        {
            var characters = row.Characters(words);
            if (characters.Length is < 5 or > 18 || IsPartOfLonger(text, row.First, row.First + words - 1))
            {
                continue;
            }

            if (MatchIdentity(text, ref row, words))
            {
                return (words, PersonalTextKind.Identity);
            }

            if (LabelledNumbers.Match(text, ref row, words) is { } kind)
            {
                return (words, kind);
            }
        }

        return (0, default);
    }

    private static bool MatchIdentity(ScannedText text, ref NumberRow row, int words)
    {
        var characters = row.Characters(words);
        var shape = row.Shape(words);
        var isLabelled = IsLabelled(text, row.First, row.First + words - 1);
        foreach (var rule in IdentityRules.OfLength(characters.Length))
        {
            if (rule.Check(characters) && (rule.IsDistinct || (HasShape(rule, shape) && (words <= row.SameSignWords || words <= 2)) || (isLabelled && shape != SocialSecurityShape)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasShape(IdentityRule rule, int shape) => Array.IndexOf(rule.Shapes, shape) >= 0;

    private static bool IsLabelled(ScannedText text, int first, int last) => text.Count == text.NumberCount || text.IsNear(first, last, WordUse.Identity);

    // Groups of a longer row that is no number we know are no number either: the row goes on with the sign that parts the groups.
    private static bool IsPartOfLonger(ScannedText text, int first, int last)
    {
        var sign = last > first ? text.Joint(first) : '-';
        return (first > 0 && text.Joint(first - 1) == sign && text.Words[first - 1].HasDigit && !text.Words[first - 1].IsTaken) || (text.Joint(last) == sign && text.Words[last + 1].HasDigit);
    }

    // "AA 12 34 56 B": the first group of some numbers is letters alone.
    private static bool BeginsWithLetters(ScannedText text, int number) =>
        number > 0 && text.Words[number - 1] is { IsLetters: true, Length: <= 2 } before && !before.Is(WordUse.Filler) && text.Joint(number - 1) is ' ' or '-';

    private static bool IsInsideSomethingElse(ScannedText text, int first)
    {
        var start = text.Words[first].Start;
        var before = text.Before(start);
        return before is '_' or '/' or '@' or '=' or '&' || (before is '.' or ',' && start > 1 && char.IsAsciiDigit(text.Text[start - 2]));
    }
}
