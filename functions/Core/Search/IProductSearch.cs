using RetailServerless.Core.Catalog;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Search;

/// <summary>Finds products of the catalog in effect. Embedded: Lucene.NET; Azure: AI Search.</summary>
public interface IProductSearch
{
    /// <summary>Searches. A malformed request, or no catalog yet, is a failure.</summary>
    Task<Result<SearchResponse>> SearchAsync(SearchRequest request, CancellationToken cancellationToken);
}

/// <summary>Builds the index of a catalog version beside the one in use, then switches to it in one step.</summary>
public interface IProductIndex
{
    /// <summary>Builds the index of a version. Starting again after a crash begins anew and gives the same index.</summary>
    /// <returns>How many products it holds.</returns>
    Task<int> BuildAsync(CatalogVersion version, IAsyncEnumerable<Product> products, CancellationToken cancellationToken);

    /// <summary>Searches answer from this version from now on, in every process that shares the store. Idempotent. Older versions are deleted when no search uses them.</summary>
    Task ActivateAsync(CatalogVersion version, CancellationToken cancellationToken);

    /// <summary>Sets availability and units on hand of products in the active index; unknown numbers are ignored.</summary>
    Task UpdateStockAsync(IReadOnlyList<StockLevel> levels, CancellationToken cancellationToken);
}
