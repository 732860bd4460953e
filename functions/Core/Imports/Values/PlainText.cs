using System.Buffers;
using System.Net;
using System.Text;

namespace RetailServerless.Core.Imports.Values;

/// <summary>Makes plain text of what a shop system wrote: no markup, no control characters, no runs of blanks.</summary>
public static class PlainText
{
    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        [.. "<&\t\r\n\u007F\u00A0\u00AD\uFEFF", .. Enumerable.Range(0, 32).Select(c => (char)c), .. Enumerable.Range(0x80, 0x20).Select(c => (char)c), .. "\u200B\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069"]);

    /// <summary>One line, at most so many characters.</summary>
    public static string Line(string text, int limit) => Shorten(Clean(text, keepsLines: false), limit);

    /// <summary>Lines, at most so many characters.</summary>
    public static string Lines(string text, int limit) => Shorten(Clean(text, keepsLines: true), limit);

    private static string Clean(string text, bool keepsLines)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IndexOfAny(Suspects) < 0 && trimmed.IndexOf("  ", StringComparison.Ordinal) < 0)
        {
            return trimmed.Length == text.Length ? text : trimmed.ToString();
        }

        return Collapse(WebUtility.HtmlDecode(WithoutTags(text)), keepsLines);
    }

    private static string WithoutTags(string text)
    {
        if (!text.Contains('<', StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '<' && i + 1 < text.Length && (char.IsAsciiLetter(text[i + 1]) || text[i + 1] is '/' or '!') && text.IndexOf('>', i) is > 0 and var end)
            {
                var tag = text.AsSpan(i + 1, end - i - 1);
                plain.Append(IsBlock(tag) ? '\n' : IsInline(tag) ? "" : " ");
                i = SkipsContent(tag, out var close) && text.IndexOf(close, end, StringComparison.OrdinalIgnoreCase) is > 0 and var stop ? text.IndexOf('>', stop) is > 0 and var last ? last : text.Length : end;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }

    private static bool SkipsContent(ReadOnlySpan<char> tag, out string close)
    {
        close = tag.StartsWith("script", StringComparison.OrdinalIgnoreCase) ? "</script" : tag.StartsWith("style", StringComparison.OrdinalIgnoreCase) ? "</style" : "";
        return close.Length > 0;
    }

    private static string NameOf(ReadOnlySpan<char> tag)
    {
        var name = tag.TrimStart('/');
        var end = name.IndexOfAny(" \t\r\n/");
        return (end < 0 ? name : name[..end]).ToString().ToLowerInvariant();
    }

    private static bool IsBlock(ReadOnlySpan<char> tag) => NameOf(tag) is "p" or "br" or "li" or "ul" or "ol" or "div" or "tr" or "table" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6";

    private static bool IsInline(ReadOnlySpan<char> tag) => NameOf(tag) is "b" or "i" or "em" or "strong" or "span" or "u" or "a" or "font" or "sup" or "sub" or "small" or "mark";

    private static string Collapse(string text, bool keepsLines)
    {
        var plain = new StringBuilder(text.Length);
        var gap = '\0';
        foreach (var c in text)
        {
            if (c is '\n' && keepsLines)
            {
                gap = '\n';
            }
            else if (char.IsWhiteSpace(c))
            {
                gap = gap == '\n' ? gap : ' ';
            }
            else if (!char.IsControl(c) && c is not ('\u00AD' or '\uFEFF' or '\u200B' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')))
            {
                if (gap != '\0' && plain.Length > 0)
                {
                    plain.Append(gap);
                }

                gap = '\0';
                plain.Append(c);
            }
        }

        return plain.ToString();
    }

    private static string Shorten(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit;
        return text[..end].TrimEnd();
    }
}
