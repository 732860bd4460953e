using System.Net;
using System.Net.Sockets;
using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>Finds IP addresses, version 4 (RFC 791 dotted decimal) and 6 (RFC 4291 2.2), with a prefix length where there is one (RFC 4632), and hardware addresses (EUI-48).</summary>
internal static class NetworkDetector
{
    private const int LongestAddress = 49;

    public static void Find(ScannedText text, List<PersonalSpan> found)
    {
        if (text.Colons > 1)
        {
            FindColoned(text, found);
        }

        var free = 0;
        foreach (var i in text.Numbers)
        {
            if (i < free)
            {
                continue;
            }

            if (IsFour(text, i))
            {
                var end = WithPrefix(text.Text, text.Words[i + 3].End, 32);
                Add(text.Text, text.Words[i].Start, end, PersonalTextKind.Ip, found);
                free = i + 4;
            }
            else if (Hardware(text, i) is var words and > 0)
            {
                Add(text.Text, text.Words[i].Start, text.Words[i + words - 1].End, PersonalTextKind.Mac, found);
                free = i + words;
            }
        }

        FindLetteredHardware(text, found);
    }

    private static bool IsFour(ScannedText text, int i)
    {
        if (i + 3 >= text.Count || text.Before(text.Words[i].Start) is '.' or '-' or ',' or '_')
        {
            return false;
        }

        for (var k = 0; k < 4; k++)
        {
            var word = text.Words[i + k];
            if (!word.IsDigits || word.Length > 3 || (word.Length > 1 && text.Text[word.Start] == '0') || Checks.Checksums.Number(text.Span(word)) > 255 || (k < 3 && text.Joint(i + k) != '.'))
            {
                return false;
            }
        }

        return !text.IsNear(i, i + 3, WordUse.Version, 3, 0) || text.IsNear(i, i + 3, WordUse.Network, 3, 1);
    }

    // Addresses of version 6 and hardware addresses with colons: every run of hexadecimal digits, colons and dots that holds two colons.
    private static void FindColoned(ScannedText scanned, List<PersonalSpan> found)
    {
        var text = scanned.Text;
        var colon = text.IndexOf(':');
        while (colon >= 0)
        {
            var start = colon;
            while (start > 0 && IsPart(text[start - 1]))
            {
                start--;
            }

            var end = colon;
            while (end < text.Length && IsPart(text[end]))
            {
                end++;
            }

            if (end - start is >= 2 and <= LongestAddress)
            {
                Judge(scanned, start, end, found);
            }

            var next = text.AsSpan(end).IndexOf(':');
            colon = next < 0 ? -1 : end + next;
        }
    }

    private static bool IsPart(char c) => char.IsAsciiHexDigit(c) || c is ':' or '.';

    private static void Judge(ScannedText scanned, int start, int end, List<PersonalSpan> found)
    {
        var text = scanned.Text;
        while (end > start && text[end - 1] == '.')
        {
            end--;
        }

        // A label's colon before the address is no part of it, nor one after it.
        if (text[start] == ':' && end > start + 1 && text[start + 1] != ':')
        {
            start++;
        }

        if (end - start > 2 && text[end - 1] == ':' && text[end - 2] != ':')
        {
            end--;
        }

        var run = text.AsSpan(start, end - start);
        if (run.Count(':') < 2 || (start > 0 && char.IsLetterOrDigit(text[start - 1])) || (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')))
        {
            return;
        }

        if (run.Length == 17 && run.Count(':') == 5 && IsPairs(run, ':'))
        {
            if (IsOneDevice(run))
            {
                Add(text, start, end, PersonalTextKind.Mac, found);
            }

            return;
        }

        if (run.Contains("::", StringComparison.Ordinal) || run.Count(':') >= 6)
        {
            // Two colons alone mean the unspecified address only where addresses are the subject.
            if ((run.Length > 2 || text.AsSpan(end).StartsWith("/") || scanned.IsNear(scanned.IndexAt(start), scanned.IndexAt(start) - 1, WordUse.Network)) && IPAddress.TryParse(run, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                Add(text, start, WithPrefix(text, end, 128), PersonalTextKind.Ip, found);
            }
        }
    }

    // Six pairs with dashes or three groups of four with dots: how many words, 0 when it is none.
    private static int Hardware(ScannedText text, int i)
    {
        var length = text.Words[i].Length;
        var (groups, sign) = length == 2 ? (6, '-') : length == 4 ? (3, '.') : (0, ' ');
        return groups > 0 && IsHardware(text, i, groups, length, sign) ? groups : 0;
    }

    private static bool IsHardware(ScannedText text, int i, int groups, int length, char sign)
    {
        if (i + groups > text.Count || text.Before(text.Words[i].Start) == sign || text.At(text.Words[i + groups - 1].End) == sign)
        {
            return false;
        }

        for (var k = 0; k < groups; k++)
        {
            var word = text.Words[i + k];
            if (word.Length != length || (k < groups - 1 && text.Joint(i + k) != sign) || !IsHex(text.Span(word)))
            {
                return false;
            }
        }

        return IsOneDevice(text.Text.AsSpan(text.Words[i].Start, text.Words[i + groups - 1].End - text.Words[i].Start));
    }

    // AA-BB-CC-DD-EE-FF begins with a word without digits.
    private static void FindLetteredHardware(ScannedText text, List<PersonalSpan> found)
    {
        for (var at = NextDash(text.Text, 1); at >= 2; at = NextDash(text.Text, at))
        {
            if (!char.IsAsciiHexDigit(text.Text[at - 1]) || !char.IsAsciiHexDigit(text.Text[at - 2]) || text.At(at + 3) != '-')
            {
                continue;
            }

            var word = text.IndexAt(at - 2);
            if (word < text.Count && text.Words[word] is { Length: 2, HasDigit: false } first && first.End == at && IsHardware(text, word, 6, 2, '-'))
            {
                Add(text.Text, first.Start, text.Words[word + 5].End, PersonalTextKind.Mac, found);
            }
        }
    }

    private static int NextDash(string text, int at)
    {
        var next = at + 1 < text.Length ? text.AsSpan(at + 1).IndexOf('-') : -1;
        return next < 0 ? -1 : at + 1 + next;
    }

    private static bool IsHex(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPairs(ReadOnlySpan<char> run, char sign)
    {
        for (var i = 0; i < run.Length; i++)
        {
            if (i % 3 == 2 ? run[i] != sign : !char.IsAsciiHexDigit(run[i]))
            {
                return false;
            }
        }

        return true;
    }

    // All zeros is nobody's address and all ones is everybody's (IEEE 802).
    private static bool IsOneDevice(ReadOnlySpan<char> address) => address.ContainsAnyExcept("0:-.") && address.ContainsAnyExcept("fF:-.");

    private static int WithPrefix(string text, int end, int most)
    {
        if (end + 1 >= text.Length || text[end] != '/' || !char.IsAsciiDigit(text[end + 1]))
        {
            return end;
        }

        var i = end + 1;
        while (i < text.Length && i < end + 5 && char.IsAsciiDigit(text[i]))
        {
            i++;
        }

        return Checks.Checksums.Number(text.AsSpan(end + 1, i - end - 1)) <= most ? i : end;
    }

    private static void Add(string text, int start, int end, PersonalTextKind kind, List<PersonalSpan> found) => found.Add(new PersonalSpan(start, end - start, kind, text[start..end].ToLowerInvariant()));
}
