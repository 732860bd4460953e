using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>
/// Finds names of people: known given and family names in capitals, and any capitalised words after a title, a greeting, a farewell or "my name is". What stands before goods ("Emma dress") or is a brand
/// is no person.
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

        var cue = CueBefore(text, i);
        if (cue == Cue.Strong && CanBeName(word) && !(word.IsUpper && word.Length > 1 && word.Length <= 3))
        {
            var end = Extend(text, i, isSure: true);
            return IsGoodsAfter(text, end) ? -1 : end;
        }

        return -1;
    }

    // "my name is jane doe": without capitals only known names, right after a cue.
    private static int MatchLower(ScannedText text, int i)
    {
        if ((text.Uses & WordUse.Naming) == WordUse.None || !text.Words[i].Is(WordUse.GivenName | WordUse.MaybeGivenName) || CueBefore(text, i) != Cue.Strong)
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

    private enum Cue
    {
        None,
        Weak,
        Strong,
    }

    private static Cue CueBefore(ScannedText text, int i)
    {
        if (i == 0)
        {
            return Cue.None;
        }

        var gap = text.Text.AsSpan(text.Words[i - 1].End, text.Words[i].Start - text.Words[i - 1].End);
        var before = text.Words[i - 1];
        if (gap.Length > 6)
        {
            return Cue.None;
        }

        if (before.Is(WordUse.Title) && gap is " " or ". ")
        {
            return before.IsCapitalised || i < 2 || !before.Is(WordUse.Ordinary) ? Cue.Strong : Cue.None;
        }

        if (before.Is(WordUse.Farewell) && gap.Contains('\n'))
        {
            return Cue.Strong;
        }

        if (before.Is(WordUse.Farewell) && gap is ", " or " - " or ". " && text.Words[i].Is(WordUse.AnyName))
        {
            return Cue.Weak;
        }

        if (before.Is(WordUse.Greeting) && gap is " ")
        {
            return IsGreeted(text, i) ? Cue.Strong : Cue.Weak;
        }

        if (before.Is(WordUse.Naming) && !gap.ContainsAny('.', '!', '?') && (gap.Contains(':') || !text.Span(before).StartsWith("name", StringComparison.OrdinalIgnoreCase)))
        {
            return gap.Contains(':') || before.Length > 4 ? Cue.Strong : Cue.Weak;
        }

        return IsCopula(text.Span(before)) && gap is " " or ": " ? CueOfCopula(text, i) : before.Is(WordUse.Role) && gap is " " or ": " ? Cue.Weak : Cue.None;
    }

    private static Cue CueOfCopula(ScannedText text, int i)
    {
        if (i < 2)
        {
            return Cue.None;
        }

        var subject = text.Words[i - 2];
        if (subject.Is(WordUse.Naming))
        {
            return Cue.Strong;
        }

        return text.Span(subject) is "I" or "i" or "this" or "This" or "am" or "je" or "Je" or "ich" or "Ich" or "it" or "It" or "soy" or "Soy" ? Cue.Weak : Cue.None;
    }

    private static bool IsCopula(ReadOnlySpan<char> word) =>
        word.Length <= 5 && (word is "is" or "am" or "m" or "bin" or "suis" or "soy" or "sono" or "ben" or "ist" or "est" or "es" or "was" or "by" or "sou");

    // "Hi Zorblax," greets somebody; "Hello World tour" may not.
    private static bool IsGreeted(ScannedText text, int i)
    {
        var end = Extend(text, i, isSure: true);
        return text.At(text.Words[end].End) is ',' or '!' or '\n' or '.' or ':' || text.Words[end].End == text.Text.Length;
    }

    private static int Extend(ScannedText text, int i, bool isSure)
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

            if (!next.IsLetters || !next.IsCapitalised || !(CanBeName(next) || (next is { Length: 1, IsUpper: true } && text.At(next.End) == '.')) || (!isSure && next.Is(WordUse.Ordinary) && !next.Is(WordUse.FamilyName)) || (next.IsUpper && next.Length > 3 && !text.Words[i].IsUpper))
            {
                break;
            }

            end = k + 1;
        }

        return end;
    }

    private static bool CanBeName(Word word) =>
        word.IsLetters && (word.Is(WordUse.AnyName) || !word.Is(WordUse.NoName | WordUse.Title | WordUse.Greeting | WordUse.Farewell | WordUse.Naming | WordUse.Role | WordUse.Place));

    private static bool HasKnown(ScannedText text, int first, int last)
    {
        for (var i = first; i <= last; i++)
        {
            if (text.Words[i].Is(WordUse.AnyName) || !text.Words[i].Is(WordUse.Ordinary))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBrand(ScannedText text, int first, int last)
    {
        for (var i = first; i <= last; i++)
        {
            if (text.Words[i].Is(WordUse.Brand))
            {
                return true;
            }
        }

        return false;
    }

    // "Emma dress", "Oliver 2 tent".
    private static bool IsGoodsAfter(ScannedText text, int last) => last + 1 < text.Count && text.Words[last + 1].Is(WordUse.Goods) && text.IsJoined(last, ' ');

    // "King Street", "Victoria Road".
    private static bool IsInPlaceName(ScannedText text, int last) => last + 1 < text.Count && text.Words[last + 1].Is(WordUse.StreetAfter) && text.Words[last + 1].IsCapitalised && text.IsJoined(last, ' ');

    private static bool IsNationality(ReadOnlySpan<char> word) => word.EndsWith("ish") || word.EndsWith("ian") || word.EndsWith("ese") || word.EndsWith("ean") || word.EndsWith("ican");

    private static void Add(ScannedText text, int first, int last, List<PersonalSpan> found)
    {
        var start = text.Words[first].Start;
        var end = text.Words[last].End;
        found.Add(new PersonalSpan(start, end - start, PersonalTextKind.Name, text.Text[start..end]));
    }
}
