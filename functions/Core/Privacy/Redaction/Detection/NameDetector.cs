using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>
/// Finds names of people by what announces them: capitalised words after a title, a greeting, a farewell or "my name is", and known names without capitals. What stands before goods ("Emma dress") is no
/// person. Names that nothing announces are the tagger's (<see cref="PeopleAndPlaces"/>).
/// </summary>
internal static class NameDetector
{
    private const int MostWords = 5;

    public static void Find(ScannedText text, List<PersonalSpan> found)
    {
        var words = text.Words;
        for (var i = 0; i < words.Length; i++)
        {
            if (!words[i].IsLetters)
            {
                continue;
            }

            var last = Match(text, i);
            if (last >= i)
            {
                Add(text, i, last, found);
                i = last;
            }
        }
    }

    private static int Match(ScannedText text, int i)
    {
        var word = text.Words[i];
        if (!word.IsCapitalised)
        {
            return MatchLower(text, i);
        }

        if (IsAnnounced(text, i) && CanBeName(word) && !(word.IsUpper && word.Length > 1 && word.Length <= 3))
        {
            var end = Extend(text, i);
            return IsGoodsAfter(text, end) ? -1 : end;
        }

        return -1;
    }

    // "my name is jane doe": without capitals only known names, right after a cue.
    private static int MatchLower(ScannedText text, int i)
    {
        if ((text.Uses & WordUse.Naming) == WordUse.None || !text.Words[i].Is(WordUse.GivenName | WordUse.MaybeGivenName) || !IsAnnounced(text, i))
        {
            return -1;
        }

        var end = i;
        while (end + 1 < text.Count && end - i < 2 && text.IsJoined(end, ' ') && text.Words[end + 1].Is(WordUse.FamilyName | WordUse.GivenName))
        {
            end++;
        }

        return end;
    }

    // A title, a greeting, a farewell or "my name is" stands before the word.
    private static bool IsAnnounced(ScannedText text, int i)
    {
        if (i == 0)
        {
            return false;
        }

        var gap = text.Text.AsSpan(text.Words[i - 1].End, text.Words[i].Start - text.Words[i - 1].End);
        var before = text.Words[i - 1];
        if (gap.Length > 6)
        {
            return false;
        }

        if (before.Is(WordUse.Title) && gap is " " or ". ")
        {
            return before.IsCapitalised || i < 2 || !before.Is(WordUse.Ordinary);
        }

        if (before.Is(WordUse.Farewell) && gap.Contains('\n'))
        {
            return true;
        }

        if (before.Is(WordUse.Greeting) && gap is " ")
        {
            return IsGreeted(text, i);
        }

        if (before.Is(WordUse.Naming) && !gap.ContainsAny('.', '!', '?') && (gap.Contains(':') || !text.Span(before).StartsWith("name", StringComparison.OrdinalIgnoreCase)))
        {
            return gap.Contains(':') || before.Length > 4;
        }

        return i > 1 && IsCopula(text.Span(before)) && gap is " " or ": " && text.Words[i - 2].Is(WordUse.Naming);
    }

    private static bool IsCopula(ReadOnlySpan<char> word) =>
        word.Length <= 5 && (word is "is" or "am" or "m" or "bin" or "suis" or "soy" or "sono" or "ben" or "ist" or "est" or "es" or "was" or "by" or "sou");

    // "Hi Zorblax," greets somebody; "Hello World tour" may not.
    private static bool IsGreeted(ScannedText text, int i)
    {
        var end = Extend(text, i);
        return text.At(text.Words[end].End) is ',' or '!' or '\n' or '.' or ':' || text.Words[end].End == text.Text.Length;
    }

    private static int Extend(ScannedText text, int i)
    {
        var end = i;
        for (var k = i; k + 1 < text.Count && k - i < MostWords; k++)
        {
            var gap = text.Text.AsSpan(text.Words[k].End, text.Words[k + 1].Start - text.Words[k].End);
            var isInitial = text.Words[k] is { Length: 1, IsUpper: true };
            if (!(gap is " " or "-" or "'" or "’" || (gap is ". " && isInitial)))
            {
                break;
            }

            var next = text.Words[k + 1];
            if (gap is "'" or "’" && (text.Words[k].Length > 2 || !next.IsCapitalised))
            {
                break;
            }

            if (next.Is(WordUse.Particle) && !next.IsCapitalised && next.Length <= 4)
            {
                continue;
            }

            if (!next.IsLetters || !next.IsCapitalised || !(CanBeName(next) || (next is { Length: 1, IsUpper: true } && text.At(next.End) == '.')) || (next.IsUpper && next.Length > 3 && !text.Words[i].IsUpper))
            {
                break;
            }

            end = k + 1;
        }

        return end;
    }

    private static bool CanBeName(Word word) =>
        word.IsLetters && (word.Is(WordUse.AnyName) || !word.Is(WordUse.NoName | WordUse.Title | WordUse.Greeting | WordUse.Farewell | WordUse.Naming | WordUse.Role | WordUse.Place));

    // "Emma dress", "Oliver 2 tent".
    private static bool IsGoodsAfter(ScannedText text, int last) => last + 1 < text.Count && text.Words[last + 1].Is(WordUse.Goods) && text.IsJoined(last, ' ');

    private static void Add(ScannedText text, int first, int last, List<PersonalSpan> found)
    {
        var start = text.Words[first].Start;
        var end = text.Words[last].End;
        found.Add(new PersonalSpan(start, end - start, PersonalTextKind.Name, text.Text[start..end]));
    }
}
