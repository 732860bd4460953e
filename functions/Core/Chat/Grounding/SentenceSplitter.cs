using System.Text;

namespace RetailServerless.Core.Chat.Grounding;

/// <summary>Cuts a stream of text into sentences as it comes. Citations that follow a sentence (<c>It costs $5. [1]</c>) stay with it.</summary>
public sealed class SentenceSplitter
{
    private static readonly HashSet<string> Abbreviations = new(
        ["e.g", "i.e", "etc", "approx", "vs", "dr", "mr", "mrs", "ms", "st", "no", "nr", "inc", "ltd", "co", "corp", "jr", "sr", "prof", "fig", "vol", "max", "min", "incl", "excl", "ca", "cf", "oz", "lb", "lbs", "ft"],
        StringComparer.OrdinalIgnoreCase);

    private readonly StringBuilder _pending = new();

    /// <summary>Adds text; gives the sentences that are now certainly complete, trimmed, in order.</summary>
    public IEnumerable<string> Push(string text)
    {
        _pending.Append(text);
        while (FindEnd() is { } end)
        {
            var sentence = Take(end);
            if (sentence.Length > 0)
            {
                yield return sentence;
            }
        }
    }

    /// <summary>What is left when the stream has ended; <see langword="null"/> when nothing is.</summary>
    public string? Finish()
    {
        var rest = Take(_pending.Length);
        return rest.Length > 0 ? rest : null;
    }

    /// <summary>The sentences of a whole text.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var splitter = new SentenceSplitter();
        var sentences = splitter.Push(text).ToList();
        if (splitter.Finish() is { } rest)
        {
            sentences.Add(rest);
        }

        return sentences;
    }

    private string Take(int length)
    {
        var sentence = _pending.ToString(0, length).Trim();
        _pending.Remove(0, length);
        return sentence;
    }

    private int? FindEnd()
    {
        var text = _pending.ToString();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                return i + 1;
            }

            if (text[i] is '.' or '!' or '?' or '…' && EndAt(text, i) is { } end)
            {
                return end;
            }
        }

        return null;
    }

    // The end is certain only when the first character of the next sentence is there.
    private static int? EndAt(string text, int mark)
    {
        var end = mark + 1;
        while (end < text.Length && text[end] is '.' or '!' or '?' or '"' or '”' or '\'' or '’' or ')' or '*')
        {
            end++;
        }

        if (end >= text.Length || !(char.IsWhiteSpace(text[end]) || text[end] == '[') || IsAbbreviation(text, mark))
        {
            return null;
        }

        var next = end;
        while (next < text.Length && char.IsWhiteSpace(text[next]) && text[next] != '\n')
        {
            next++;
        }

        if (next >= text.Length)
        {
            return null;
        }

        if (text[next] == '\n')
        {
            return next + 1;
        }

        if (text[next] != '[')
        {
            return char.IsLower(text[next]) ? null : end;
        }

        var close = text.IndexOf(']', next);
        if (close < 0)
        {
            return null;
        }

        return IsCitation(text.AsSpan(next + 1, close - next - 1)) ? AfterCitations(text, close + 1) : end;
    }

    private static int? AfterCitations(string text, int end)
    {
        var next = end;
        while (next < text.Length && char.IsWhiteSpace(text[next]) && text[next] != '\n')
        {
            next++;
        }

        if (next >= text.Length)
        {
            return null;
        }

        if (text[next] != '[')
        {
            return end;
        }

        var close = text.IndexOf(']', next);
        return close < 0 ? null : IsCitation(text.AsSpan(next + 1, close - next - 1)) ? AfterCitations(text, close + 1) : end;
    }

    private static bool IsCitation(ReadOnlySpan<char> inside)
    {
        foreach (var c in inside)
        {
            if (!char.IsAsciiDigit(c) && c is not (',' or ' '))
            {
                return false;
            }
        }

        return inside.Length > 0;
    }

    private static bool IsAbbreviation(string text, int dot)
    {
        if (text[dot] != '.')
        {
            return false;
        }

        var start = dot;
        while (start > 0 && (char.IsLetter(text[start - 1]) || (text[start - 1] == '.' && start - 1 > 0 && char.IsLetter(text[start - 2]))))
        {
            start--;
        }

        var word = text[start..dot];
        return Abbreviations.Contains(word) || (word.Length == 1 && char.IsUpper(word[0]) && word != "I");
    }
}
