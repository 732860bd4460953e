using CsCheck;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Search;
using RetailServerless.Tests.Contracts;

namespace RetailServerless.Embedded.Tests.Search;

/// <summary>Filters, facets and pages against a plain loop over the products.</summary>
public sealed class SearchModelTests : IAsyncLifetime
{
    private static readonly string[] Brands = ["Ada", "Bee", "Cor", ""];
    private static readonly string[] Colors = ["red", "blue", "green"];
    private static readonly string[] Categories = ["A", "A/X", "A/Y", "B", "B/X"];
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly SearchPlatform _platform;
    private readonly List<Product> _products;

    public SearchModelTests()
    {
        var random = new Random(7);
        var now = _clock.GetUtcNow();
        _products = [.. Enumerable.Range(0, 5000).Select(i => SearchProducts.New(
            $"s{i}", $"{(i % 3 == 0 ? "red shoe" : "shoe")} {i}", random.Next(10) == 0 ? null : random.Next(1, 20000) / 100m, Pick(Brands, random), Pick(Categories, random), "", ("color", Pick(Colors, random))) with
        {
            Availability = (Availability)random.Next(4),
            Sale = random.Next(4) == 0 ? new SalePrice(new Money(random.Next(1, 5000) / 100m, "EUR"), now.AddHours(random.Next(-3, 3)), now.AddHours(random.Next(-1, 4))) : null,
        })];
        _platform = new SearchPlatform(_folder.Path, _clock);
    }

    public async Task InitializeAsync()
    {
        await _platform.Index.BuildAsync(SearchProducts.First, _products.ToAsyncEnumerable(), default);
        await _platform.Index.ActivateAsync(SearchProducts.First, default);
    }

    [Fact]
    public void Filters_and_facets_agree_with_a_plain_loop()
    {
        var requests = Gen.Select(Some(Brands), Some(Categories), Some(Colors), Gen.Int[0, 100], Gen.Int[0, 200], Gen.Enum<Availability>().Array[0, 2], Gen.Bool).Select((brands, categories, colors, min, max, availability, words) => new SearchRequest
        {
            Query = words ? "shoe" : null,
            Brands = [.. brands.Where(brand => brand.Length > 0)],
            Categories = categories,
            Attributes = new Dictionary<string, IReadOnlyList<string>> { ["color"] = colors },
            MinPrice = min == 0 ? null : min,
            MaxPrice = max < min || max == 0 ? null : max,
            Availability = availability,
            Facets = ["brand", "category", "price", "availability", "attributes.color"],
        });

        requests.Sample(request =>
        {
            var found = _platform.Search.SearchAsync(request, default).Result.Value;
            Assert.Equal(Count(request), found.Total);
            Assert.All(Brands.Where(brand => brand.Length > 0), brand => Assert.Equal(Count(request with { Brands = [brand] }), FacetCount(found, "brand", brand)));
            Assert.All(Categories, category => Assert.Equal(Count(request with { Categories = [category] }), FacetCount(found, "category", category)));
            Assert.All(Colors, color => Assert.Equal(Count(request with { Attributes = new Dictionary<string, IReadOnlyList<string>> { ["color"] = [color] } }), FacetCount(found, "attributes.color", color)));
            Assert.Equal(Count(request with { Availability = [Availability.Preorder] }), FacetCount(found, "availability", "preorder"));
            Assert.Equal(Count(request with { MinPrice = 25, MaxPrice = 49.9999m }), FacetCount(found, "price", "25-50"));
        }, iter: 60);
    }

    [Theory]
    [InlineData(SearchSort.Relevance)]
    [InlineData(SearchSort.PriceAscending)]
    public async Task Deep_pages_give_every_hit_once(SearchSort sort)
    {
        var seen = new List<string>();
        var request = new SearchRequest { Query = "red shoes", Sort = sort, Size = 100 };
        for (string? token = null; seen.Count == 0 || token is not null;)
        {
            var page = (await _platform.Search.SearchAsync(request with { ContinuationToken = token }, default)).Value;
            seen.AddRange(page.Hits.Select(hit => hit.Product.Sku.Value));
            token = page.ContinuationToken;
        }

        Assert.Equal(_products.Count(product => product.Title.StartsWith("red", StringComparison.Ordinal) || product.Attributes["color"] == "red"), seen.Count);
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Fact]
    public void No_text_ever_throws() => Gen.String[0, 500].Sample(text =>
        Assert.Null(_platform.Search.SearchAsync(new SearchRequest { Query = text, Highlight = true }, default).Result.Failure), iter: 200);

    public Task DisposeAsync()
    {
        _platform.Dispose();
        _folder.Dispose();
        return Task.CompletedTask;
    }

    private static Gen<string[]> Some(string[] values) => Gen.Bool.Array[values.Length].Select(chosen => values.Where((_, i) => chosen[i]).ToArray());

    private static string Pick(string[] values, Random random) => values[random.Next(values.Length)];

    private static int FacetCount(SearchResponse found, string facet, string value) => found.Facets[facet].SingleOrDefault(counted => counted.Value == value)?.Count ?? 0;

    private int Count(SearchRequest request) => _products.Count(product =>
    {
        var path = string.Join('/', product.CategoryPath);
        var price = product.PriceAt(_clock.GetUtcNow())?.Amount;
        var byPrice = request.MinPrice is not null || request.MaxPrice is not null;
        return (request.Brands.Count == 0 || request.Brands.Contains(product.Brand))
            && (request.Categories.Count == 0 || request.Categories.Any(category => path == category || path.StartsWith(category + "/", StringComparison.Ordinal)))
            && (request.Attributes["color"] is not { Count: > 0 } colors || colors.Contains(product.Attributes["color"]))
            && (request.Availability.Count == 0 || request.Availability.Contains(product.Availability))
            && (!byPrice || (price >= (request.MinPrice ?? 0) && price <= (request.MaxPrice ?? decimal.MaxValue)));
    });
}
