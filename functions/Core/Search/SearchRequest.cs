using RetailServerless.Core.Catalog;

namespace RetailServerless.Core.Search;

/// <summary>What to find.</summary>
public sealed record SearchRequest
{
    /// <summary>The shopper's words; <see langword="null"/> or empty: everything that passes the filters.</summary>
    public string? Query { get; init; }

    /// <summary>Category path prefixes, as <c>Footwear/Running shoes</c>; one of them must match. Case is ignored.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Brands; one of them must match. Case is ignored.</summary>
    public IReadOnlyList<string> Brands { get; init; } = [];

    /// <summary>Brands that must not match.</summary>
    public IReadOnlyList<string> ExcludedBrands { get; init; } = [];

    /// <summary>Lowest price asked now, inclusive, in the catalog's currency.</summary>
    public decimal? MinPrice { get; init; }

    /// <summary>Highest price asked now, inclusive, in the catalog's currency.</summary>
    public decimal? MaxPrice { get; init; }

    /// <summary>Attributes by name; one of the values of each must match. Case is ignored.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Availabilities; one of them must match; empty: any.</summary>
    public IReadOnlyList<Availability> Availability { get; init; } = [];

    /// <summary>Order of the hits.</summary>
    public SearchSort Sort { get; init; }

    /// <summary>How many hits, 1 to 100.</summary>
    public int Size { get; init; } = 20;

    /// <summary>From the response before; <see langword="null"/>: the first page.</summary>
    public string? ContinuationToken { get; init; }

    /// <summary>Which facets to count: <c>category</c>, <c>brand</c>, <c>price</c>, <c>availability</c>, or an attribute as <c>attributes.color</c>.</summary>
    public IReadOnlyList<string> Facets { get; init; } = [];

    /// <summary>Whether to mark the words that matched.</summary>
    public bool Highlight { get; init; }
}

/// <summary>Order of hits.</summary>
public enum SearchSort
{
    /// <summary>Best match first.</summary>
    Relevance,

    /// <summary>Cheapest first; products without a price last.</summary>
    PriceAscending,

    /// <summary>Dearest first; products without a price last.</summary>
    PriceDescending,

    /// <summary>Best rated first.</summary>
    Rating,

    /// <summary>By title.</summary>
    Title,
}
