using System.Text.RegularExpressions;

namespace RetailServerless.Core.Privacy.Redaction;

/// <summary>Finds e-mail addresses: the addr-spec of RFC 5322 without comments and quoting, in a domain with at least one dot (RFC 1035 labels).</summary>
internal static partial class EmailDetector
{
    public static IEnumerable<PersonalSpan> Find(string text)
    {
        if (!text.Contains('@', StringComparison.Ordinal))
        {
            yield break;
        }

        foreach (Match match in Address().Matches(text))
        {
            yield return new PersonalSpan(match.Index, match.Length, PersonalTextKind.Email, match.Value.ToLowerInvariant());
        }
    }

    [GeneratedRegex(@"(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}](?:[\p{L}\p{N}._%+'-]{0,62}[\p{L}\p{N}_+-])?@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(?:xn--[a-zA-Z0-9-]{2,59}|\p{L}{2,24})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Address();
}
