using RetailServerless.Core.Catalog;
using RetailServerless.Core.Search;
using static RetailServerless.Benchmarks.Search.BenchVocabulary;

namespace RetailServerless.Benchmarks.Search;

/// <summary>
/// What shoppers ask: two to five words of a product's title (15 % with a slip of the finger), 30 % with filters, 30 % with facets, 10 % highlighted, 10 % sorted by price, 5 % browsing a category. Seeded.
/// </summary>
internal sealed class BenchQueries(BenchCatalog catalog, int products)
{
    private static readonly string[][] FacetSets = [["category", "brand", "price"], ["brand", "attributes.color", "attributes.size"], ["category", "brand", "price", "availability", "attributes.color", "attributes.material"]];

    public List<SearchRequest> Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Draw(random))];
    }

    private SearchRequest Draw(Random random)
    {
        var product = catalog.Create(random.Next(products));
        var request = random.Next(20) == 0
            ? new SearchRequest { Categories = [string.Join('/', product.CategoryPath.Take(random.Next(1, 3)))], Facets = FacetSets[0] }
            : new SearchRequest { Query = Words(product, random) };
        request = random.Next(10) < 3 ? Filter(request, product, random) : request;
        return request with
        {
            Facets = random.Next(10) < 3 ? Pick(FacetSets, random) : request.Facets,
            Highlight = random.Next(10) == 0,
            Sort = random.Next(10) == 0 ? SearchSort.PriceAscending : SearchSort.Relevance,
        };
    }

    private static string Words(Product product, Random random)
    {
        var words = product.Title.Split(' ');
        var chosen = Enumerable.Range(0, words.Length).OrderBy(_ => random.Next()).Take(random.Next(2, 6)).Order().Select(at => words[at].ToLowerInvariant()).ToArray();
        var slip = random.Next(chosen.Length);
        if (random.Next(100) < 15 && chosen[slip].Length > 4)
        {
            var at = random.Next(1, chosen[slip].Length - 1);
            chosen[slip] = random.Next(2) == 0
                ? chosen[slip].Remove(at, 1)
                : string.Concat(chosen[slip].AsSpan(0, at), chosen[slip].AsSpan(at + 1, 1), chosen[slip].AsSpan(at, 1), chosen[slip].AsSpan(at + 2));
        }

        return string.Join(' ', chosen);
    }

    private static SearchRequest Filter(SearchRequest request, Product product, Random random) => random.Next(5) switch
    {
        0 => request with { Categories = [product.CategoryPath[0]] },
        1 => request with { Brands = [product.Brand!] },
        2 => request with { MaxPrice = Math.Ceiling(product.Price!.Value.Amount * 1.5m) },
        3 => request with { Attributes = new Dictionary<string, IReadOnlyList<string>> { ["color"] = [product.Attributes["color"]] }, Availability = [Availability.InStock] },
        _ => request with { Categories = [product.CategoryPath[0]], MinPrice = 10, MaxPrice = 200, Availability = [Availability.InStock] },
    };
}
