using System.Text.RegularExpressions;
using RetailServerless.Core.Privacy.Redaction;

namespace RetailServerless.Core.Chat.Grounding;

/// <summary>Links, contact data, markup and placeholders: only what is in the evidence.</summary>
internal static partial class LinkCheck
{
    public static void Run(SentenceUnderCheck check)
    {
        foreach (var link in check.Sheet.Links)
        {
            for (var at = check.Masked.IndexOf(link, StringComparison.OrdinalIgnoreCase); at >= 0; at = check.Masked.IndexOf(link, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                var end = at + link.Length;
                if (end < check.Masked.Length && !char.IsWhiteSpace(check.Masked[end]) && check.Masked[end] is not ('.' or ',' or ')' or '!' or '?' or ';'))
                {
                    break;
                }

                check.Mask(at, link.Length);
            }
        }

        if (Link().IsMatch(check.Masked) || Markup().IsMatch(check.Masked))
        {
            check.Withhold("link");
        }

        if (Contact().IsMatch(check.Masked))
        {
            check.Withhold("contact");
        }

        foreach (var placeholder in PlaceholderVault.Find(check.Masked).ToList())
        {
            if (!check.Sheet.Placeholders.Contains(placeholder) && !check.Sheet.Message.Contains(placeholder, StringComparison.Ordinal))
            {
                check.Withhold("order");
            }

            check.Mask(check.Masked.IndexOf(placeholder, StringComparison.Ordinal), placeholder.Length);
        }
    }

    [GeneratedRegex(@"\b[a-z][a-z0-9+.-]{1,9}://|\bwww\.|\b(?:javascript|data|mailto):|(?<![\p{L}\p{N}@.])[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|net|org|io|ai|app|dev|shop|store|info|biz|xyz|co|eu|de|fr|uk|us|ru|cn|me|ly|gl|link|click|site|online|top)(?:/|\b(?!\.[\p{L}]))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"<\s*[a-z!/]|\]\s*\(|!\[", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Markup();

    [GeneratedRegex(@"[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+\.|\+[0-9][0-9 ()./-]{6,}[0-9]|\(?\b[0-9]{3}\)?[ .-][0-9]{3}[ .-][0-9]{4}\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Contact();
}
