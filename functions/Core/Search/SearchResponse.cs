using RetailServerless.Core.Catalog;

namespace RetailServerless.Core.Search;

/// <summary>What was found.</summary>
public sealed record SearchResponse
{
    /// <summary>The hits of this page.</summary>
    public required IReadOnlyList<SearchHit> Hits { get; init; }

    /// <summary>How many products match in all.</summary>
    public required int Total { get; init; }

    /// <summary>Asks for the next page; <see langword="null"/> on the last.</summary>
    public string? ContinuationToken { get; init; }

    /// <summary>The facets asked for, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FacetValue>> Facets { get; init; } = new Dictionary<string, IReadOnlyList<FacetValue>>(StringComparer.Ordinal);

    /// <summary>The query that was run when spelling was corrected; <see langword="null"/> when it was run as given.</summary>
    public string? CorrectedQuery { get; init; }

    /// <summary>The catalog version that answered.</summary>
    public required CatalogVersion CatalogVersion { get; init; }
}

/// <summary>One hit.</summary>
/// <param name="Product">The product, with newest stock.</param>
/// <param name="Score">Larger is better; comparable within one response only.</param>
/// <param name="Highlights">Fragments by field (<c>title</c>, <c>description</c>) with matches inside <c>&lt;em&gt;</c>; all else is HTML-encoded.</param>
public sealed record SearchHit(Product Product, double Score, IReadOnlyDictionary<string, IReadOnlyList<string>> Highlights);

/// <summary>One value of a facet.</summary>
/// <param name="Value">The value; for price a range as <c>25-50</c>, open ended as <c>500-</c>.</param>
/// <param name="Count">How many matching products have it.</param>
public sealed record FacetValue(string Value, int Count);
