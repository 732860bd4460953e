namespace RetailServerless.Core.Chat.Understanding;

/// <summary>Which products a shopper has in mind.</summary>
public sealed record ProductQuery
{
    /// <summary>The words that describe the product; empty when only constraints are given.</summary>
    public string Text { get; init; } = "";

    /// <summary>Those of the words that name no category: they may be the name of a product.</summary>
    public IReadOnlyList<string> FreeWords { get; init; } = [];

    /// <summary>Category paths that were named.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Brands that were named.</summary>
    public IReadOnlyList<string> Brands { get; init; } = [];

    /// <summary>Brands that are not wanted.</summary>
    public IReadOnlyList<string> ExcludedBrands { get; init; } = [];

    /// <summary>Lowest price, inclusive.</summary>
    public decimal? MinPrice { get; init; }

    /// <summary>Highest price, inclusive.</summary>
    public decimal? MaxPrice { get; init; }

    /// <summary>Whether it should be cheap for its kind.</summary>
    public bool Affordable { get; init; }

    /// <summary>Attributes that were named, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Whether it must be in stock.</summary>
    public bool InStockOnly { get; init; }

    /// <summary>Whether the cheapest, the dearest or the best rated come first.</summary>
    public Search.SearchSort Sort { get; init; }

    /// <summary>Whether anything but words was given.</summary>
    public bool HasConstraint =>
        Categories.Count > 0 || Brands.Count > 0 || ExcludedBrands.Count > 0 || MinPrice is not null || MaxPrice is not null || Affordable || Attributes.Count > 0 || InStockOnly;
}
