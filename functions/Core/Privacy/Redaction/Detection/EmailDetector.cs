using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>Finds e-mail addresses: the addr-spec of RFC 5322 without comments and quoting, in a domain with at least one dot. Lengths of RFC 5321 4.5.3.1 bound what is read around each @.</summary>
internal static class EmailDetector
{
    private const int LongestLocal = 64;
    private const int LongestDomain = 253;

    public static void Find(ScannedText scanned, List<PersonalSpan> found)
    {
        var text = scanned.Text;
        for (var at = text.IndexOf('@'); at >= 0; at = Next(text, at))
        {
            var start = LocalStart(text, at);
            var end = DomainEnd(text, at + 1);
            if (start < at && end > at && text[start] != '.')
            {
                found.Add(new PersonalSpan(start, end - start, PersonalTextKind.Email, text[start..end].ToLowerInvariant()));
            }
        }
    }

    private static int Next(string text, int at)
    {
        var next = text.AsSpan(at + 1).IndexOf('@');
        return next < 0 ? -1 : at + 1 + next;
    }

    private static int LocalStart(string text, int at)
    {
        var start = at;
        while (start > 0 && at - start < LongestLocal && IsLocal(text[start - 1]))
        {
            start--;
        }

        if (start > 0 && at - start == LongestLocal && IsLocal(text[start - 1]))
        {
            return at;
        }

        // A quotation mark or a dot before the address is punctuation, not part of it.
        while (start < at && !char.IsLetterOrDigit(text[start]) && text[start] != '_')
        {
            start++;
        }

        return text[at - (at > start ? 1 : 0)] == '.' ? at : start;
    }

    private static bool IsLocal(char c) => char.IsLetterOrDigit(c) || c is '.' or '_' or '%' or '+' or '-' or '\'' or '!' or '#' or '$' or '&' or '*' or '/' or '=' or '?' or '^' or '`' or '{' or '|' or '}' or '~';

    // The end of the longest row of labels whose last is a top-level domain; -1 when there is none.
    private static int DomainEnd(string text, int start)
    {
        var best = -1;
        var label = start;
        var dots = 0;
        var i = start;
        var limit = Math.Min(text.Length, start + LongestDomain);
        while (i <= limit)
        {
            if (i < limit && (char.IsLetterOrDigit(text[i]) || text[i] == '-'))
            {
                i++;
                continue;
            }

            if (i == label || text[label] == '-')
            {
                break;
            }

            if (dots > 0 && IsTopLevel(text.AsSpan(label, i - label)))
            {
                best = text[i - 1] == '-' ? best : i;
            }

            if (i >= limit || text[i] != '.')
            {
                break;
            }

            dots++;
            label = ++i;
        }

        return best;
    }

    private static bool IsTopLevel(ReadOnlySpan<char> label)
    {
        if (label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase))
        {
            return label.Length > 5;
        }

        if (label.Length is < 2 or > 24)
        {
            return false;
        }

        foreach (var c in label)
        {
            if (!char.IsLetter(c))
            {
                return false;
            }
        }

        return true;
    }
}
