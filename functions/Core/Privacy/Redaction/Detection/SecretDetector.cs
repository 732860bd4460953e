using System.Buffers;
using RetailServerless.Core.Privacy.Redaction.Scanning;

namespace RetailServerless.Core.Privacy.Redaction.Detection;

/// <summary>Finds secrets: keys with the prefix of their issuer, JSON web tokens (RFC 7519), PEM private keys (RFC 7468), and whatever a label calls a password, key or token.</summary>
internal static class SecretDetector
{
    private const int LongestSecret = 512;
    private const string PemBegin = "-----BEGIN ";
    private const string PemEnd = "-----END ";
    private static readonly SearchValues<string> Prefixes = SearchValues.Create(
        ["AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "sk_live_", "sk_test_", "rk_live_", "pk_live_", "whsec_", "sk-", "xoxb-", "xoxp-", "xoxa-", "xapp-", "AIza", "ya29.", "SG.", "npm_", "hf_", "dop_v1_", "shpat_", "shpss_", "eyJ", "AccountKey=", "SharedAccessKey=", "sig=", "pypi-", PemBegin],
        StringComparison.Ordinal);

    public static void Find(ScannedText scanned, List<PersonalSpan> found)
    {
        FindPrefixed(scanned.Text, found);
        if ((scanned.Uses & WordUse.Secret) != WordUse.None)
        {
            FindLabelled(scanned, found);
        }
    }

    private static void FindPrefixed(string text, List<PersonalSpan> found)
    {
        var at = text.AsSpan().IndexOfAny(Prefixes);
        while (at >= 0)
        {
            var end = at + 1;
            if (text.AsSpan(at).StartsWith(PemBegin))
            {
                end = AddPem(text, at, found);
            }
            else if (at == 0 || !IsToken(text[at - 1]))
            {
                end = AddToken(text, at, found);
            }

            var next = text.AsSpan(end).IndexOfAny(Prefixes);
            at = next < 0 ? -1 : end + next;
        }
    }

    private static int AddPem(string text, int at, List<PersonalSpan> found)
    {
        var close = text.AsSpan(at + PemBegin.Length).IndexOf(PemEnd);
        if (close < 0)
        {
            // A key whose end was cut off is a key all the same.
            Add(text, at, text.Length, found);
            return text.Length;
        }

        var end = at + PemBegin.Length + close + PemEnd.Length;
        var dashes = text.AsSpan(end).IndexOf("-----");
        end = dashes is >= 0 and < 64 ? end + dashes + 5 : end;
        Add(text, at, end, found);
        return end;
    }

    private static int AddToken(string text, int at, List<PersonalSpan> found)
    {
        var value = at;
        var equals = text.AsSpan(at, Math.Min(17, text.Length - at)).IndexOf('=');
        if (equals > 0 && text[at] is 'A' or 'S' or 's' && text.AsSpan(at, equals) is "AccountKey" or "SharedAccessKey" or "sig")
        {
            value = at + equals + 1;
        }

        var end = value;
        var digits = 0;
        while (end < text.Length && (IsToken(text[end]) || text[end] is '.' or '/' or '+' or '=' or '%'))
        {
            digits += char.IsAsciiDigit(text[end]) ? 1 : 0;
            end++;
        }

        while (end > value && text[end - 1] == '.')
        {
            end--;
        }

        if (end - value >= 16 && digits > 0)
        {
            Add(text, value, end, found);
        }

        return Math.Max(end, at + 1);
    }

    // "password: x", "my password is x", "API key = x", "Authorization: Bearer x".
    private static void FindLabelled(ScannedText scanned, List<PersonalSpan> found)
    {
        for (var i = 0; i < scanned.Count; i++)
        {
            if (!scanned.Words[i].Is(WordUse.Secret))
            {
                continue;
            }

            var text = scanned.Text;
            var at = scanned.Words[i].End;
            var isMarked = IsWord(scanned, i, "bearer");
            var k = i + 1;
            while (k < scanned.Count && k <= i + 3 && scanned.Words[k].Is(WordUse.Filler | WordUse.Secret))
            {
                var filler = scanned.Span(scanned.Words[k]);
                isMarked |= filler is "is" or "was" or "es" or "est" or "ist" or "lautet";
                at = scanned.Words[k++].End;
            }

            while (at < text.Length && text[at] is ' ' or ':' or '=' or '"' or '\'' or '`')
            {
                isMarked |= text[at] is ':' or '=';
                at++;
            }

            var end = at;
            while (end < text.Length && end - at < LongestSecret && !char.IsWhiteSpace(text[end]) && text[end] is not ('"' or '\'' or '`' or ',' or ';' or ')' or '<'))
            {
                end++;
            }

            while (end > at && text[end - 1] is '.' or '!' or '?' && end - at < 8)
            {
                end--;
            }

            if (isMarked && end - at >= 4 && LooksSecret(scanned, i, text.AsSpan(at, end - at)))
            {
                Add(text, at, end, found);
            }
        }
    }

    // A word of the dictionary after "token is" is no secret; after "password:" nearly everything is.
    private static bool LooksSecret(ScannedText scanned, int label, ReadOnlySpan<char> value)
    {
        var kind = scanned.Span(scanned.Words[label]);
        var isLetters = !value.ContainsAnyExceptInRange('A', 'z');
        if (kind.Equals("pin", StringComparison.OrdinalIgnoreCase) || kind.Equals("key", StringComparison.OrdinalIgnoreCase) || kind.Equals("keys", StringComparison.OrdinalIgnoreCase))
        {
            return value.Length >= 4 && value.ContainsAnyInRange('0', '9');
        }

        return !isLetters || (value.Length >= 6 && Lexicon.UseOf(value) == WordUse.None && scanned.At(scanned.Words[label].End) is ':' or '=');
    }

    private static bool IsWord(ScannedText scanned, int i, string word) => scanned.Span(scanned.Words[i]).Equals(word, StringComparison.OrdinalIgnoreCase);

    private static bool IsToken(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    private static void Add(string text, int start, int end, List<PersonalSpan> found) => found.Add(new PersonalSpan(start, end - start, PersonalTextKind.Secret, text[start..end]));
}
