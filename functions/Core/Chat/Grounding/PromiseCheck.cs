using System.Text.RegularExpressions;
using RetailServerless.Core.Chat.Understanding;

namespace RetailServerless.Core.Chat.Grounding;

/// <summary>Discounts and gifts: a sale must be in the price, a percentage in the evidence, and what is free must be free by a policy.</summary>
internal static partial class PromiseCheck
{
    public static void Run(SentenceUnderCheck check)
    {
        foreach (Match sale in Sale().Matches(check.Masked))
        {
            var negated = Negation().IsMatch(check.Masked[Math.Max(0, sale.Index - 16)..sale.Index]);
            var products = check.ProductsAt(sale.Index);
            if (products.Count == 0 ? !negated : products.Any(p => p.IsOnSale == negated))
            {
                check.Withhold("promise");
            }
        }

        foreach (Match promise in Promise().Matches(check.Masked))
        {
            var word = Words.Singular(promise.Value.ToLowerInvariant());
            if (!Negation().IsMatch(check.Masked[Math.Max(0, promise.Index - 16)..promise.Index]) && !IsBacked(check, word))
            {
                check.Withhold("promise");
            }
        }
    }

    // "Free" is backed by a policy that calls something in this sentence free, or by the product's own text.
    private static bool IsBacked(SentenceUnderCheck check, string word)
    {
        var said = Words.Of(check.Masked).Select(w => Stem(w.Normal)).Where(w => w != word && !StopWords.Contains(w)).ToHashSet(StringComparer.Ordinal);
        bool Backs(string sentence)
        {
            var words = Words.Of(sentence).Select(w => w.Normal).ToList();
            return words.Contains(word, StringComparer.Ordinal) && words.Exists(w => w != word && said.Contains(Stem(w)));
        }

        return check.Sheet.Policies.Exists(p => p.Sentences.Any(Backs)) || (word == "gift" && check.Sheet.Knows("gift"));
    }

    private static string Stem(string word) => word.Length > 5 ? word[..5] : word;

    [GeneratedRegex(@"\b(?:on\s+sale|discount(?:ed|s)?|reduced|marked\s+down|special\s+(?:offer|price|deal)|deals?|bargain|clearance|half\s+price|you\s+save|sav(?:e|ing)\s+(?=[$€£0-9])|price\s+drop)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Sale();

    [GeneratedRegex(@"(?<![\p{L}-])(?<!\bfeel\s)(?:free(?!-)|complimentary|gratis|coupons?|vouchers?|promo(?:tion)?s?|gifts?(?=\s+with\b)|cashback|bonus|at\s+no\s+(?:extra\s+)?(?:cost|charge))(?![\p{L}])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Promise();

    [GeneratedRegex(@"\b(?:not|no|isn't|never|without)\b|n['’]t\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Negation();
}
