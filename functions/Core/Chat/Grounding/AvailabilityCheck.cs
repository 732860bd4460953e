using System.Text.RegularExpressions;
using RetailServerless.Core.Catalog;

namespace RetailServerless.Core.Chat.Grounding;

/// <summary>Availability: what is said must be what the catalog says now. One product's wrong availability is put right by a sentence of the rules.</summary>
internal static partial class AvailabilityCheck
{
    public static void Run(SentenceUnderCheck check)
    {
        foreach (var (at, said) in Claims(check.Masked))
        {
            var products = check.ProductsAt(at);
            if (products.Count == 0 && !check.Sheet.Products.Exists(_ => true))
            {
                continue;
            }

            var concerned = products.Count > 0 ? products : check.Sheet.Products;
            if (concerned.All(p => said == p.Product.Availability || (said is Availability.Preorder or Availability.Backorder && p.Product.Availability is Availability.Preorder or Availability.Backorder)))
            {
                continue;
            }

            if (products is [var only] && only.Product.Availability != Availability.Unknown && check.Mentions.Count <= 1)
            {
                check.Correct(0, check.Text.Length, $"{only.Title} is {Word(only.Product.Availability)}.", "availability");
            }
            else
            {
                check.Withhold("availability");
            }

            return;
        }
    }

    /// <summary>An availability as a sentence has it; of an unknown one no sentence speaks.</summary>
    public static string Word(Availability availability) => availability switch
    {
        Availability.InStock => "in stock",
        Availability.OutOfStock => "out of stock",
        Availability.Preorder => "available for pre-order",
        Availability.Backorder => "on backorder",
        _ => throw new ArgumentOutOfRangeException(nameof(availability), availability, null),
    };

    private static IEnumerable<(int At, Availability Said)> Claims(string text)
    {
        foreach (Match match in Claim().Matches(text))
        {
            if (match.Groups["pre"].Success)
            {
                yield return (match.Index, Availability.Preorder);
            }
            else
            {
                var negated = match.Groups["out"].Success || Negation().IsMatch(text[Math.Max(0, match.Index - 14)..match.Index]);
                yield return (match.Index, negated ? Availability.OutOfStock : Availability.InStock);
            }
        }
    }

    [GeneratedRegex(@"(?<pre>\b(?:available\s+(?:for|on|to)\s+(?:pre-?order|back-?order)|pre-?orders?(?:ed)?|back-?ordere?d?))|(?<out>\b(?:out\s+of\s+stock|sold\s+out|unavailable|no\s+longer\s+available|discontinued|not\s+in\s+stock|not\s+available|none\s+left))|(?<in>\b(?:in\s+stock|on\s+hand|available(?!\s+(?:in\b(?!\s+stock)|at\b|by\b|to\b|until\b|from\b))|ready\s+to\s+(?:ship|go)|(?:can\s+be\s+)?ship(?:s|ped)\s+(?:now|immediately|right\s+away)))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Claim();

    [GeneratedRegex(@"\b(?:not|no|isn't|aren't)\b|n['’]t\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Negation();
}
