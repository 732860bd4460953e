using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Results;
using RetailServerless.Core.Search;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Search;

/// <summary>Products for storefronts. Nothing personal is read, kept or needed: the same request gets the same answer, whoever asks.</summary>
public sealed class ProductFunctions(IProductSearch search, ICatalog catalog, TimeProvider clock)
{
    /// <summary>Finds products by words and filters.</summary>
    [Function(nameof(SearchProducts))]
    [ApiOperation(
        "Find products by words and filters",
        Description = "Words are matched in title, brand, category, attributes and description; spelling is corrected. Filters that may be repeated match when one of their values does. A facet counts the whole result, without its own filter.",
        Response = typeof(SearchView),
        Query =
        [
            "q: the shopper's words, at most 500 characters; without them everything that passes the filters",
            "category: a category path as Footwear/Running shoes, with all below it; repeatable",
            "brand: repeatable",
            "excludedBrand: repeatable",
            "minPrice: lowest price asked now, inclusive",
            "maxPrice: highest price asked now, inclusive",
            "attributes.NAME: a value of an attribute, as attributes.color=red; repeatable",
            "availability: inStock, outOfStock, preorder or backorder; repeatable",
            "sort: relevance (default), priceAscending, priceDescending, rating or title",
            "size: 1 to 100 hits, 20 unless given",
            "facets: category, brand, price, availability or attributes.NAME; repeatable, or separated by commas",
            "highlight: true marks the words that matched",
            "continuationToken: from the answer before, with the same query, filters and sort",
        ])]
    public async Task<IActionResult> SearchProducts(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/products/search")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (!SearchQuery.Read(request.Query).TryGet(out var asked, out var failure))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        var started = clock.GetTimestamp();
        var found = await search.SearchAsync(asked, cancellationToken);
        return found.ToActionResult(request.HttpContext, response => Answers.Ok(SearchView.Of(response, clock.GetUtcNow(), clock.GetElapsedTime(started))));
    }

    /// <summary>One product.</summary>
    [Function(nameof(GetProduct))]
    [ApiOperation("Show one product, with its newest stock and the price asked now", Response = typeof(ProductView))]
    public async Task<IActionResult> GetProduct(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/products/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        await catalog.FindAsync(new Sku(id), cancellationToken) is { } product
            ? Answers.Ok(ProductView.Of(product, clock.GetUtcNow()))
            : new Failure(FailureKind.NotFound, "product-not-found", "There is no product of this number in the catalog. Find products with GET /api/products/search.").ToActionResult(request.HttpContext);
}
