using System.Text.RegularExpressions;

namespace RetailServerless.Core.Chat.Grounding;

/// <summary>Amounts of money: the price of the product they are said of, or an amount of an order or a policy. One product's wrong price is put right.</summary>
internal static partial class AmountCheck
{
    /// <summary>The amounts of the sentence, masked so that nobody takes them for other numbers.</summary>
    public static IReadOnlyList<AmountInText> Find(SentenceUnderCheck check)
    {
        var amounts = MoneyText.Find(check.Masked);
        foreach (var amount in amounts)
        {
            check.Mask(amount.Start, amount.Length);
        }

        return amounts;
    }

    public static void Run(SentenceUnderCheck check, IReadOnlyList<AmountInText> amounts)
    {
        // A sentence of the rules has already replaced it.
        if (check.IsCorrected)
        {
            return;
        }

        var original = check.Text;
        foreach (var amount in amounts.Reverse())
        {
            Run(check, original, amount, amounts);
        }
    }

    private static void Run(SentenceUnderCheck check, string text, AmountInText amount, IReadOnlyList<AmountInText> all)
    {
        var products = ProductsOf(check, amount, all);
        if (Bound().Match(text[..amount.Start]) is { Success: true } bound)
        {
            if (!IsTrueBound(check, amount, bound.Groups["low"].Success, products))
            {
                check.Withhold("price");
            }

            return;
        }

        if (products.Count > 0 && products.All(p => p.Has(amount)))
        {
            return;
        }

        var isShared = (products.Count == 0 || check.CitesShared)
            && (check.Sheet.SharedAmounts.Exists(a => a.Amount == amount.Amount && amount.Fits(a.Currency)) || check.Sheet.PolicyAmounts.Contains(amount.Amount));
        if (isShared || (products.Count == 0 && check.Mentions.Count == 0 && check.Sheet.Products.Exists(p => p.Has(amount)) && check.Before.Count == 0))
        {
            return;
        }

        if (products is [{ Product.Price: { } right }] && all.Count == 1)
        {
            check.Correct(amount.Start, amount.Length, MoneyText.Format(right), "price");
        }
        else
        {
            check.Withhold("price");
        }
    }

    // "A and B cost $5 and $7": as many names before the first amount as there are amounts.
    private static IReadOnlyList<ProductFacts> ProductsOf(SentenceUnderCheck check, AmountInText amount, IReadOnlyList<AmountInText> all)
    {
        var before = check.Mentions.Where(m => m.Start < all[0].Start).ToList();
        return all.Count > 1 && before.Count == all.Count && check.Mentions.Count == all.Count
            ? [before[all.ToList().IndexOf(amount)].Product]
            : check.ProductsAt(amount.Start);
    }

    private static bool IsTrueBound(SentenceUnderCheck check, AmountInText amount, bool isLow, IReadOnlyList<ProductFacts> products)
    {
        if (products.Count > 0 && products.All(p => p.Product.Price is { } price && amount.Fits(price.Currency) && (isLow ? price.Amount >= amount.Amount : price.Amount <= amount.Amount)))
        {
            return true;
        }

        // Said of no product, it repeats the shopper's own bound, or quotes a policy.
        return check.Mentions.Count == 0 && (check.Sheet.MessageAmounts.Contains(amount.Amount) || check.Sheet.PolicyAmounts.Contains(amount.Amount));
    }

    [GeneratedRegex(@"\b(?:(?<high>under|below|less\s+than|up\s+to|at\s+most|cheaper\s+than|no\s+more\s+than|within|budget(?:\s+of)?|or\s+less|maximum(?:\s+of)?)|(?<low>over|above|more\s+than|at\s+least|from|starting\s+at)|between(?:\s+\S+\s+and)?)\s+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Bound();
}
