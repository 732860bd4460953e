using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Results;
using RetailServerless.Core.Search;

namespace RetailServerless.Tests.Contracts;

/// <summary>What every product search does. An implementation derives from it and makes an empty one for each test.</summary>
public abstract class ProductSearchContract
{
    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    protected abstract (IProductSearch Search, IProductIndex Index) Create();

    [Fact]
    public async Task Before_the_first_catalog_a_search_is_unavailable()
    {
        var (search, _) = Create();

        var result = await search.SearchAsync(new SearchRequest { Query = "shoes" }, default);

        Assert.Equal((FailureKind.Unavailable, "no-catalog"), (result.Failure!.Kind, result.Failure.Code));
    }

    [Theory]
    [InlineData("running shoes", "shoe-1", "shoe-2")]
    [InlineData("RUNNING SHOE", "shoe-1", "shoe-2")]
    [InlineData("womens running shoes", "shoe-1")]
    [InlineData("wd-40", "spray-1")]
    [InlineData("wd40", "spray-1")]
    [InlineData("WD 40", "spray-1")]
    [InlineData("10 foot usb-c cable", "cable-1")]
    [InlineData("usbc cable 10ft", "cable-1")]
    [InlineData("2 in 1 desk", "desk-1")]
    [InlineData("2in1 desk", "desk-1")]
    [InlineData("tshirt", "shirt-1")]
    [InlineData("head phones", "phone-1")]
    [InlineData("the shoes for the office", "shoe-3")]
    [InlineData("leather xyzzyq shoes", "shoe-3")]
    public async Task Words_find_products_best_match_first(string query, params string[] expected)
    {
        var search = await ShopAsync();

        var found = await FindAsync(search, new SearchRequest { Query = query });

        Assert.Equal(expected.Order(), Skus(found).Take(expected.Length).Order());
    }

    [Theory]
    [InlineData("runing shoes", "running shoes", "shoe-1")]
    [InlineData("haedphones", "headphones", "phone-1")]
    [InlineData("Wireless mircophone!", "Wireless microphone!", "phone-1")]
    [InlineData("runningshoes", "running shoes", "shoe-1")]
    public async Task Misspelt_words_are_corrected_and_the_correction_is_told(string query, string corrected, string first)
    {
        var search = await ShopAsync();

        var found = await FindAsync(search, new SearchRequest { Query = query });

        Assert.Equal(corrected, found.CorrectedQuery);
        Assert.Contains(first, Skus(found));
    }

    [Fact]
    public async Task A_word_that_is_right_is_not_corrected()
    {
        var search = await ShopAsync();

        var found = await FindAsync(search, new SearchRequest { Query = "red trail shoes" });

        Assert.Null(found.CorrectedQuery);
        Assert.Equal("shoe-2", Skus(found)[0]);
    }

    [Fact]
    public async Task An_empty_query_browses_everything()
    {
        var search = await ShopAsync();

        var found = await FindAsync(search, new SearchRequest { Query = "  " });

        Assert.Equal(SearchProducts.Shop.Count, found.Total);
        Assert.Equal(SearchProducts.First, found.CatalogVersion);
    }

    [Fact]
    public async Task A_found_product_is_the_one_that_was_indexed()
    {
        var search = await ShopAsync();

        var found = await FindAsync(search, new SearchRequest { Query = "microphone" });

        var expected = SearchProducts.Shop.Single(product => product.Sku.Value == "phone-1");
        var product = Assert.Single(found.Hits).Product;
        Assert.Equal(expected with { CategoryPath = [], Attributes = product.Attributes, Images = [] }, product with { CategoryPath = [], Images = [] });
        Assert.Equal(expected.CategoryPath, product.CategoryPath);
        Assert.Equal("Blue", product.Attributes["color"]);
    }

    [Fact]
    public async Task A_phrase_in_quotation_marks_must_stand_together()
    {
        var search = await ShopAsync();

        Assert.Equal(["shoe-1", "shoe-2"], Skus(await FindAsync(search, new SearchRequest { Query = "\"running shoes\"" })).Order());
        Assert.Equal(["shoe-3"], Skus(await FindAsync(search, new SearchRequest { Query = "\"office shoes\"" })));
        Assert.Equal(0, (await FindAsync(search, new SearchRequest { Query = "\"shoes running leather\"" })).Total);
    }

    public static TheoryData<string> OddQueries => new(
        "👟👟", "😀 shoes", "AND OR NOT", "shoes AND (", "a:b^2~", "*", "-", "--- \"", "\"\"", "\\", "shoes\0\t\n", "[1 TO 2]", "{", "!", "' OR 1=1 --", "<script>", "\uD800", "ｓｈｏｅｓ", "靴", "the", "title:shoes", "+shoes -red", "shoe*", "%%%", "12\"", "\u202Eseohs");

    [Theory]
    [MemberData(nameof(OddQueries))]
    public async Task No_text_is_an_error(string query)
    {
        var search = await ShopAsync();

        var result = await search.SearchAsync(new SearchRequest { Query = query, Highlight = true, Facets = ["brand"] }, default);

        Assert.Null(result.Failure);
    }

    [Theory]
    [InlineData("+shoes -red", 3)]
    [InlineData("title:shoes", 3)]
    [InlineData("😀 shoes", 3)]
    [InlineData("shoes*", 3)]
    public async Task Operators_are_only_text(string query, int atLeast)
    {
        var search = await ShopAsync();

        Assert.True((await FindAsync(search, new SearchRequest { Query = query })).Total >= atLeast);
    }

    [Fact]
    public async Task Filters_narrow_and_ignore_case()
    {
        var search = await ShopAsync();

        Assert.Equal(["shoe-1", "shoe-2", "shoe-3"], Skus(await FindAsync(search, new SearchRequest { Categories = ["footwear"] })).Order());
        Assert.Equal(["shoe-3"], Skus(await FindAsync(search, new SearchRequest { Categories = ["Footwear/dress shoes"] })));
        Assert.Empty(Skus(await FindAsync(search, new SearchRequest { Categories = ["Foot"] })));
        Assert.Equal(["cable-1", "cable-2"], Skus(await FindAsync(search, new SearchRequest { Brands = ["VOLTIX"] })).Order());
        Assert.Equal(["shoe-3"], Skus(await FindAsync(search, new SearchRequest { Query = "shoes", ExcludedBrands = ["fleetfoot"] })));
        Assert.Equal(["cable-1", "spray-1"], Skus(await FindAsync(search, new SearchRequest { MinPrice = 8m, MaxPrice = 12.99m })).Order());
        Assert.Equal(["shirt-1"], Skus(await FindAsync(search, new SearchRequest { Availability = [Availability.OutOfStock] })));
        Assert.Equal(["desk-1", "shoe-1", "shoe-3"], Skus(await FindAsync(search, new SearchRequest { Attributes = Attribute("Color", "black") })).Order());
        Assert.Equal(["desk-1", "shirt-1", "shoe-1", "shoe-3"], Skus(await FindAsync(search, new SearchRequest { Attributes = Attribute("color", "Black", "White") })).Order());
        Assert.Empty(Skus(await FindAsync(search, new SearchRequest { Attributes = Attribute("flavour", "mint") })));
    }

    [Fact]
    public async Task The_price_that_filters_is_the_one_asked_now()
    {
        var (search, index) = Create();
        var sale = new SalePrice(new Money(10m, "EUR"), Clock.GetUtcNow().AddHours(1), Clock.GetUtcNow().AddHours(2));
        await PublishAsync(index, SearchProducts.First, [SearchProducts.Shop[0] with { Sale = sale }]);
        var cheap = new SearchRequest { MaxPrice = 20m };

        Assert.Equal(0, (await FindAsync(search, cheap)).Total);
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, (await FindAsync(search, cheap)).Total);
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, (await FindAsync(search, cheap)).Total);
    }

    [Fact]
    public async Task Facets_count_the_whole_result()
    {
        var search = await ShopAsync();

        var found = await FindAsync(search, new SearchRequest { Size = 1, Facets = ["category", "brand", "price", "availability", "attributes.color"] });

        Assert.Equal(3, Count(found, "category", "Footwear"));
        Assert.Equal(2, Count(found, "category", "Footwear/Running shoes"));
        Assert.Equal(2, Count(found, "brand", "Voltix"));
        Assert.Equal([new FacetValue("5-10", 2), new FacetValue("10-25", 2), new FacetValue("50-100", 2), new FacetValue("100-200", 2), new FacetValue("200-500", 1)], found.Facets["price"]);
        Assert.Equal([new FacetValue("inStock", 9), new FacetValue("outOfStock", 1)], found.Facets["availability"]);
        Assert.Equal((3, 2, 1), (Count(found, "attributes.color", "Black"), Count(found, "attributes.color", "White"), Count(found, "attributes.color", "Blue")));
    }

    [Fact]
    public async Task A_facets_own_filter_does_not_restrict_its_counts()
    {
        var search = await ShopAsync();

        var found = await FindAsync(search, new SearchRequest { Query = "shoes", Brands = ["Fleetfoot"], Attributes = Attribute("color", "red"), Facets = ["brand", "attributes.color", "attributes.size"] });

        Assert.Equal(1, found.Total);
        Assert.Equal([new FacetValue("Fleetfoot", 1)], found.Facets["brand"]);
        Assert.Equal((1, 1, 1), (Count(found, "attributes.color", "Black"), Count(found, "attributes.color", "White"), Count(found, "attributes.color", "Red")));
        Assert.Equal([new FacetValue("9", 1)], found.Facets["attributes.size"]);
    }

    [Fact]
    public async Task Hits_are_sorted_as_asked_and_unpriced_products_come_last()
    {
        var search = await ShopAsync();

        var cheapest = await FindAsync(search, new SearchRequest { Sort = SearchSort.PriceAscending });
        var dearest = await FindAsync(search, new SearchRequest { Sort = SearchSort.PriceDescending });
        var byTitle = await FindAsync(search, new SearchRequest { Sort = SearchSort.Title });

        Assert.Equal(["cable-2", "spray-1", "cable-1"], Skus(cheapest).Take(3));
        Assert.Equal(["desk-1", "shoe-3"], Skus(dearest).Take(2));
        Assert.Equal(("free-1", "free-1"), (Skus(cheapest)[^1], Skus(dearest)[^1]));
        Assert.Equal(SearchProducts.Shop.Select(product => product.Title).Order(StringComparer.OrdinalIgnoreCase), byTitle.Hits.Select(hit => hit.Product.Title));
    }

    [Theory]
    [InlineData(SearchSort.Relevance)]
    [InlineData(SearchSort.PriceAscending)]
    [InlineData(SearchSort.Title)]
    [InlineData(SearchSort.Rating)]
    public async Task Pages_give_every_hit_once_in_one_order(SearchSort sort)
    {
        var search = await ShopAsync();
        var whole = await FindAsync(search, new SearchRequest { Sort = sort });
        var paged = new List<string>();
        var request = new SearchRequest { Sort = sort, Size = 3 };

        for (string? token = null; paged.Count == 0 || token is not null;)
        {
            var page = await FindAsync(search, request with { ContinuationToken = token });
            paged.AddRange(Skus(page));
            token = page.ContinuationToken;
        }

        Assert.Equal(Skus(whole), paged);
    }

    [Fact]
    public async Task A_token_serves_only_the_search_and_the_catalog_that_gave_it()
    {
        var (search, index) = Create();
        await PublishAsync(index, SearchProducts.First, SearchProducts.Shop);
        var request = new SearchRequest { Query = "shoes", Size = 1 };
        var token = (await FindAsync(search, request)).ContinuationToken!;

        Assert.Null((await search.SearchAsync(request with { ContinuationToken = token, Facets = ["brand"], Size = 2 }, default)).Failure);
        foreach (var other in new[] { request with { Query = "cable" }, request with { Sort = SearchSort.Title }, request with { Brands = ["Voltix"] }, request with { Attributes = Attribute("a", "b") } })
        {
            Assert.Equal(FailureKind.Invalid, (await search.SearchAsync(other with { ContinuationToken = token }, default)).Failure!.Kind);
        }

        foreach (var broken in new[] { "x", token[..^1], "_" + token[1..], token + token, "😀", token[..10] + (token[10] == 'A' ? 'B' : 'A') + token[11..] })
        {
            Assert.Contains("continuationToken", (await search.SearchAsync(request with { ContinuationToken = broken }, default)).Failure!.Errors.Keys);
        }

        await PublishAsync(index, SearchProducts.Second, SearchProducts.Shop);
        Assert.Contains("replaced", (await search.SearchAsync(request with { ContinuationToken = token }, default)).Failure!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Highlights_mark_matches_and_encode_everything_else()
    {
        var search = await ShopAsync();

        var found = await FindAsync(search, new SearchRequest { Query = "headphone battery", Highlight = true });

        var highlights = found.Hits[0].Highlights;
        Assert.Equal(["Wireless <em>Headphones</em> with Microphone"], highlights["title"]);
        Assert.Equal(["Over-ear <em>headphones</em> &lt;b&gt;with&lt;/b&gt; 30 hours of <em>battery</em> &amp; case."], highlights["description"]);
    }

    [Fact]
    public async Task Stock_is_seen_at_once_and_an_older_level_changes_nothing()
    {
        var (search, index) = Create();
        await PublishAsync(index, SearchProducts.First, SearchProducts.Shop);
        var soldOut = new SearchRequest { Availability = [Availability.OutOfStock], Sort = SearchSort.Title };
        var now = Clock.GetUtcNow();

        await index.UpdateStockAsync([new StockLevel(new Sku("desk-1"), Availability.OutOfStock, 0, now), new StockLevel(new Sku("shirt-1"), Availability.InStock, 7, now), new StockLevel(new Sku("no-such"), Availability.InStock, 1, now)], default);
        await index.UpdateStockAsync([new StockLevel(new Sku("desk-1"), Availability.InStock, 3, now.AddMinutes(-1))], default);

        Assert.Equal(["desk-1"], Skus(await FindAsync(search, soldOut)));
        var shirt = (await FindAsync(search, new SearchRequest { Query = "cotton shirt" })).Hits[0].Product;
        Assert.Equal((Availability.InStock, 7), (shirt.Availability, shirt.StockLevel));
    }

    [Fact]
    public async Task A_new_catalog_takes_effect_in_one_step()
    {
        var (search, index) = Create();
        await PublishAsync(index, SearchProducts.First, SearchProducts.Shop);

        await index.BuildAsync(SearchProducts.Second, new[] { SearchProducts.New("new-1", "Garden Hose 50 ft", 30m, "Hydra", "Garden", "") }.ToAsyncEnumerable(), default);
        var before = await FindAsync(search, new SearchRequest());
        await index.ActivateAsync(SearchProducts.Second, default);
        await index.ActivateAsync(SearchProducts.Second, default);
        var after = await FindAsync(search, new SearchRequest());

        Assert.Equal((SearchProducts.Shop.Count, SearchProducts.First), (before.Total, before.CatalogVersion));
        Assert.Equal((1, SearchProducts.Second), (after.Total, after.CatalogVersion));
    }

    [Fact]
    public async Task A_build_can_be_repeated_and_an_article_given_twice_is_kept_once()
    {
        var (search, index) = Create();
        await PublishAsync(index, SearchProducts.First, SearchProducts.Shop);

        var count = await index.BuildAsync(SearchProducts.Second, SearchProducts.Shop.Concat(SearchProducts.Shop).ToAsyncEnumerable(), default);
        var again = await index.BuildAsync(SearchProducts.Second, SearchProducts.Shop.ToAsyncEnumerable(), default);
        await index.ActivateAsync(SearchProducts.Second, default);

        Assert.Equal((SearchProducts.Shop.Count, SearchProducts.Shop.Count), (count, again));
        Assert.Equal(SearchProducts.Shop.Count, (await FindAsync(search, new SearchRequest())).Total);
    }

    protected static async Task PublishAsync(IProductIndex index, CatalogVersion version, IEnumerable<Product> products)
    {
        await index.BuildAsync(version, products.ToAsyncEnumerable(), default);
        await index.ActivateAsync(version, default);
    }

    protected static async Task<SearchResponse> FindAsync(IProductSearch search, SearchRequest request)
    {
        var result = await search.SearchAsync(request, default);
        Assert.Null(result.Failure?.Detail);
        return result.Value;
    }

    protected static List<string> Skus(SearchResponse found) => [.. found.Hits.Select(hit => hit.Product.Sku.Value)];

    protected static IReadOnlyDictionary<string, IReadOnlyList<string>> Attribute(string name, params string[] values) => new Dictionary<string, IReadOnlyList<string>> { [name] = values };

    private static int Count(SearchResponse found, string facet, string value) => found.Facets[facet].Single(counted => counted.Value == value).Count;

    private async Task<IProductSearch> ShopAsync()
    {
        var (search, index) = Create();
        await PublishAsync(index, SearchProducts.First, SearchProducts.Shop);
        return search;
    }
}
