using System.Globalization;
using RetailServerless.Core.Chat.Grounding;
using RetailServerless.Core.Chat.Understanding;

namespace RetailServerless.Core.Chat.Replies;

/// <summary>Sentences about a product.</summary>
internal static class ProductWords
{
    private const int LongestQuote = 240;

    // Words that point at a product or ask for it in general.
    private static readonly string[] Pointers = ["first", "second", "third", "fourth", "fifth", "last", "number", "compare", "two", "three", "describe", "feature", "spec", "specification", "difference", "both", "exactly", "long", "big"];

    /// <param name="product">The product.</param>
    /// <param name="question">The words that were asked; where sentences of the description have some of them, those are quoted.</param>
    public static IEnumerable<string> Describe(ProductEvidence product, string? question)
    {
        var sentences = SentenceSplitter.Split(product.Description).Where(IsQuotable).ToList();
        var answering = Answering(product, sentences, question).ToList();
        return answering.Count > 0 ? answering.Select(s => s + OfflineComposer.Cite(product)) : Introduce(product, sentences);
    }

    /// <summary>Whether something was asked beyond the product's name, and no sentence of its description has it.</summary>
    public static bool LeavesOpen(ProductEvidence product, string question) =>
        Asked(product, question).Count > 0 && !Answering(product, SentenceSplitter.Split(product.Description).Where(IsQuotable), question).Any();

    private static HashSet<string> Asked(ProductEvidence product, string? question) => (question ?? "")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Except(Words.Of($"{product.Title} {product.Brand} {product.Category} {product.Sku}").Select(w => w.Normal), StringComparer.Ordinal)
        .Except(Pointers, StringComparer.Ordinal)
        .ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Answering(ProductEvidence product, IEnumerable<string> sentences, string? question)
    {
        var asked = Asked(product, question);
        return sentences.Where(s => Words.Of(s).Any(w => asked.Contains(w.Normal))).Take(2);
    }

    private static IEnumerable<string> Introduce(ProductEvidence product, IReadOnlyList<string> sentences)
    {
        if (product.Brand is { } brand && !product.Title.Contains(brand, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{product.Title} is made by {brand}.{OfflineComposer.Cite(product)}";
        }

        var quoted = 0;
        foreach (var sentence in sentences)
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
