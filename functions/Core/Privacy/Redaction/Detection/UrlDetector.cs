using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>Finds web addresses (RFC 3986 with http and https), and host names without a scheme under common top-level domains.</summary>
internal static class UrlDetector
{
    private const int Longest = 2048;

    private static readonly HashSet<string> Common = new(StringComparer.OrdinalIgnoreCase)
    {
        "com", "net", "org", "io", "ai", "app", "dev", "shop", "store", "info", "biz", "eu", "de", "fr", "uk", "us", "nl", "it", "es", "pl", "ch", "at", "be", "se", "no", "dk", "fi", "ru", "cn", "jp", "in", "br", "ca", "au", "edu", "gov",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> CommonSpans = Common.GetAlternateLookup<ReadOnlySpan<char>>();

    public static void Find(ScannedText text, List<PersonalSpan> found)
    {
        var position = 0;
        for (var i = 0; i < text.Count; i++)
        {
            var word = text.Words[i];
            if (word.Start < position)
            {
                continue;
            }

            var end = IsScheme(text, word) ? EndOf(text.Text, word.End + 3) : IsHost(text, i) ? HostEnd(text, i) : -1;
            if (end > word.Start)
            {
                found.Add(new PersonalSpan(word.Start, end - word.Start, PersonalTextKind.Url, text.Text[word.Start..end]));
                position = end;
            }
        }
    }

    private static bool IsScheme(ScannedText text, Word word)
    {
        var span = text.Span(word);
        return span.Length is 4 or 5 && (span.Equals("http", StringComparison.OrdinalIgnoreCase) || span.Equals("https", StringComparison.OrdinalIgnoreCase)) && text.Text.AsSpan(word.End).StartsWith("://");
    }

    private static int EndOf(string text, int start)
    {
        var end = start;
        while (end < text.Length && end - start < Longest && !char.IsWhiteSpace(text[end]) && text[end] is not ('"' or '<' or '>' or '\''))
        {
            end++;
        }

        while (end > start && text[end - 1] is '.' or ',' or ')' or '!' or '?' or ';' or ':')
        {
            end--;
        }

        var host = text.AsSpan(start, end - start);
        var slash = host.IndexOfAny('/', ':', '?');
        return (slash < 0 ? host : host[..slash]).Contains('.') ? end : -1;
    }

    // The first word of a dotted name: only there is the whole name read, at most once.
    private static bool IsHost(ScannedText text, int i) => text.Joint(i) is '.' or '-' && text.Before(text.Words[i].Start) is not ('.' or '@' or '-' or '/' or '_');

    private static int HostEnd(ScannedText text, int i)
    {
        var hasDot = false;
        var last = i;
        for (var parts = 0; parts < 12 && text.Joint(last) is '.' or '-'; parts++)
        {
            hasDot |= text.Joint(last) == '.';
            last++;
        }

        var word = text.Words[last];
        return hasDot && text.Before(word.Start) == '.' && text.At(word.End) is not ('@' or '_') && CommonSpans.Contains(text.Span(word)) && text.Words[i].Length > 1 && !char.IsUpper(text.Text[word.Start])
            ? text.At(word.End) == '/' ? EndOf(text.Text, word.Start - 2) : word.End : -1;
    }
}
