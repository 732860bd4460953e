using RetailServerless.Core.Catalog;
using RetailServerless.Core.Chat.Understanding;

namespace RetailServerless.Core.Chat.Grounding;

/// <summary>What may be said about one product.</summary>
internal sealed class ProductFacts
{
    public ProductFacts(ProductEvidence product)
    {
        Product = product;
        Title = product.Title;
        Number = product.Number;
        var text = string.Join(". ", [product.Title, product.Brand ?? "", product.Category, product.Description, product.Sku, .. product.Attributes.SelectMany(a => new[] { a.Key, a.Value })]);
        Words = [.. Understanding.Words.Of(text).SelectMany(w => new[] { w.Normal, w.Text }.Concat(w.Text.Split('-', '\'')))];
        Names = [.. Understanding.Words.Of($"{product.Title} {product.Brand} {product.Sku} {product.Category}").SelectMany(w => new[] { w.Normal, w.Text })];
        Numbers = new NumberFacts(text);
        if (product.Price is { } price)
        {
            Amounts.Add(price);
            if (product.RegularPrice is { } regular)
            {
                Amounts.Add(regular);
                Amounts.Add(regular with { Amount = regular.Amount - price.Amount });
                Numbers.Add(Math.Round((regular.Amount - price.Amount) / regular.Amount * 100m), "%");
            }
        }

        if (product.StockLevel is { } stock)
        {
            Numbers.Add(stock, "left", "unit", "piece", "item", "in", "available", "pair", "more", "remaining", "on");
        }

        if (product.Rating is { } rating)
        {
            Numbers.Add((decimal)rating, "star", "out", "of");
            Numbers.Add(Math.Round((decimal)rating, 1), "star", "out", "of");
            Numbers.Add(5, "star", "");
            Numbers.Add(product.RatingCount, "rating", "review", "customer", "people", "shopper", "vote");
        }
    }

    public ProductEvidence Product { get; }

    public int Number { get; }

    public string Title { get; }

    /// <summary>Every word that the catalog uses of it.</summary>
    public HashSet<string> Words { get; }

    /// <summary>The words by which it is called.</summary>
    public HashSet<string> Names { get; }

    public NumberFacts Numbers { get; }

    public List<Money> Amounts { get; } = [];

    public bool IsOnSale => Product.RegularPrice is not null;

    public bool Has(AmountInText claim) => Amounts.Exists(a => a.Amount == claim.Amount && claim.Fits(a.Currency));
}

internal static class AmountClaims
{
    public static bool Fits(this AmountInText claim, string currency) => claim.Currencies.Count == 0 || claim.Currencies.Contains(currency, StringComparer.OrdinalIgnoreCase);
}
