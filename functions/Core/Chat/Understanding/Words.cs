using System.Text.RegularExpressions;

namespace RetailServerless.Core.Chat.Understanding;

/// <summary>A word of a message.</summary>
/// <param name="Normal">Lower case, in a crude singular, so that <c>Shoes</c> and <c>shoe</c> are the same.</param>
/// <param name="Text">Lower case, as written.</param>
/// <param name="Start">Its first character.</param>
/// <param name="Length">How many characters.</param>
public readonly record struct Word(string Normal, string Text, int Start, int Length);

/// <summary>Cuts text into words.</summary>
public static partial class Words
{
    /// <summary>The words of a text in order. Placeholders are not words.</summary>
    public static IReadOnlyList<Word> Of(string text)
    {
        var words = new List<Word>();
        foreach (Match match in Token().Matches(text))
        {
            if (match.Value[0] != '[')
            {
                var lower = match.Value.ToLowerInvariant().Replace('’', '\'');
                words.Add(new Word(Singular(lower), lower, match.Index, match.Length));
            }
        }

        return words;
    }

    /// <summary>The normal forms of the words of a text, joined by blanks: the key under which a phrase is looked up.</summary>
    public static string Key(string text) => string.Join(' ', Of(text).Select(w => w.Normal));

    /// <summary>A crude singular of an English word; never longer than the word.</summary>
    public static string Singular(string word)
    {
        if (word.EndsWith("'s", StringComparison.Ordinal))
        {
            word = word[..^2];
        }

        if (word.Length < 4 || !word.EndsWith('s') || word.EndsWith("ss", StringComparison.Ordinal) || word.EndsWith("us", StringComparison.Ordinal) || word.EndsWith("is", StringComparison.Ordinal))
        {
            return word;
        }

        if (word.EndsWith("ies", StringComparison.Ordinal) && word.Length > 4)
        {
            return word[..^3] + "y";
        }

        return word.EndsWith("ches", StringComparison.Ordinal) || word.EndsWith("shes", StringComparison.Ordinal) || word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("xes", StringComparison.Ordinal)
            ? word[..^2]
            : word[..^1];
    }

    [GeneratedRegex(@"\[[A-Z]+_[0-9]+\]|[\p{L}\p{N}]+(?:['’.+-][\p{L}\p{N}]+)*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Token();
}
