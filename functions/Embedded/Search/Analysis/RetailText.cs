namespace RetailServerless.Embedded.Search.Analysis;

/// <summary>What is part of a word.</summary>
internal static class RetailText
{
    public static bool IsApostrophe(char c) => c is '\'' or '’' or '‘' or 'ʼ' or '`';

    public static bool IsWordCharacter(char c) => char.IsAsciiLetterOrDigit(c) || (c >= 0x80 && (char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark));

    /// <summary>Scripts that write no spaces: each character is a word.</summary>
    public static bool IsIdeographic(char c) => c is >= '\u3040' and <= '\u30FF' or >= '\u3400' and <= '\u9FFF' or >= '\uAC00' and <= '\uD7A3' or >= '\uF900' and <= '\uFAFF' or >= '\u0E00' and <= '\u0E7F';

    /// <summary>Joins the parts of a compound, as in <c>wd-40</c>, <c>h&amp;m</c>, <c>t_shirt</c>.</summary>
    public static bool IsConnector(char c) => c is '-' or '&' or '_' or '‐' or '‑' or '–' or '+';

    public static bool IsInchMark(char c) => c is '"' or '”' or '″';

    /// <summary>Whether a mark between two digits belongs to the number: <c>1.5</c>, <c>1,000</c>, <c>1/2</c>.</summary>
    public static bool IsNumberMark(ReadOnlySpan<char> text, int at) =>
        text[at] switch
        {
            '.' or '/' => at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]),
            ',' => at + 3 < text.Length && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2]) && char.IsAsciiDigit(text[at + 3]) && (at + 4 == text.Length || !char.IsAsciiDigit(text[at + 4])),
            _ => false,
        };
}
