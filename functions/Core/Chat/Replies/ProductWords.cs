using System.Globalization;
using RetailServerless.Core.Chat.Grounding;

namespace RetailServerless.Core.Chat.Replies;

/// <summary>Sentences about a product.</summary>
internal static class ProductWords
{
    private const int LongestQuote = 240;

    public static IEnumerable<string> Describe(ProductEvidence product)
    {
        if (product.Brand is { } brand && !product.Title.Contains(brand, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{product.Title} is made by {brand}.{OfflineComposer.Cite(product)}";
        }

        var quoted = 0;
        foreach (var sentence in SentenceSplitter.Split(product.Description).Where(IsQuotable))
        {
            if (quoted > 0 && quoted + sentence.Length > LongestQuote)
            {
                break;
            }

            quoted += sentence.Length;
            yield return sentence + OfflineComposer.Cite(product);
        }
    }

    public static string Attribute(ProductEvidence product, string name) => name switch
    {
        "brand" => $"The brand of {product.Title} is {product.Brand}.{OfflineComposer.Cite(product)}",
        "category" => $"{product.Title} is in the category {product.Category[(product.Category.LastIndexOf('/') + 1)..]}.{OfflineComposer.Cite(product)}",
        "rating" => string.Create(
            CultureInfo.InvariantCulture,
            $"{product.Title} is rated {product.Rating:0.#} out of 5 by {product.RatingCount} {(product.RatingCount == 1 ? "customer" : "customers")}.{OfflineComposer.Cite(product)}"),
        _ => $"The {name} of {product.Title} is {product.Attributes[name]}.{OfflineComposer.Cite(product)}",
    };

    public static bool Knows(ProductEvidence product, string name) => name switch
    {
        "brand" => product.Brand is not null,
        "category" => product.Category.Length > 0,
        "rating" => product.Rating is not null && product.RatingCount > 0,
        _ => product.Attributes.ContainsKey(name),
    };

    // A description is somebody else's text: what reads like an instruction, a link or a claim to be checked elsewhere is not repeated.
    private static bool IsQuotable(string sentence) =>
        sentence.Length <= 400 && sentence[^1] is '.' or '!' && !sentence.Contains("http", StringComparison.OrdinalIgnoreCase) && sentence.IndexOfAny(['<', '>', '[', ']', '{', '}']) < 0;
}
