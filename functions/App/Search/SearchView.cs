using RetailServerless.Core.Catalog;
using RetailServerless.Core.Search;

namespace RetailServerless.Functions.Search;

/// <summary>The answer to a search.</summary>
/// <param name="Hits">The hits of this page.</param>
/// <param name="Total">How many products match.</param>
/// <param name="Facets">Counts by facet and value.</param>
/// <param name="CorrectedQuery">What was searched for instead, when spelling was corrected.</param>
/// <param name="ContinuationToken">Asks for the next page.</param>
/// <param name="CatalogVersion">The catalog that answered.</param>
/// <param name="TookMs">Milliseconds that the search took, without the network.</param>
public sealed record SearchView(
    IReadOnlyList<SearchHitView> Hits,
    int Total,
    IReadOnlyDictionary<string, IReadOnlyList<FacetValue>> Facets,
    string? CorrectedQuery,
    string? ContinuationToken,
    CatalogVersion CatalogVersion,
    double TookMs)
{
    /// <summary>A response as it is at an instant.</summary>
    public static SearchView Of(SearchResponse response, DateTimeOffset now, TimeSpan took) => new(
        [.. response.Hits.Select(hit => new SearchHitView(ProductView.Of(hit.Product, now), Math.Round(hit.Score, 4), hit.Highlights.Count == 0 ? null : hit.Highlights))],
        response.Total,
        response.Facets,
        response.CorrectedQuery,
        response.ContinuationToken,
        response.CatalogVersion,
        Math.Round(took.TotalMilliseconds, 2));
}

/// <summary>One hit.</summary>
/// <param name="Product">The product.</param>
/// <param name="Score">Larger is better; comparable within one answer only.</param>
/// <param name="Highlights">Fragments by field, HTML-encoded but for <c>&lt;em&gt;</c>; absent when none were asked for.</param>
public sealed record SearchHitView(ProductView Product, double Score, IReadOnlyDictionary<string, IReadOnlyList<string>>? Highlights);
