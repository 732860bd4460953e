using Microsoft.AspNetCore.Http;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Results;
using RetailServerless.Core.Search;
using RetailServerless.Functions.Search;

namespace RetailServerless.Functions.Tests.Search;

public sealed class SearchQueryTests
{
    [Fact]
    public void Every_part_of_a_search_is_read()
    {
        var read = Read("?q=running%20shoes&category=Footwear&category=Sports&brand=A,%20B&excludedBrand=C&minPrice=10&maxPrice=99.90&attributes.Color=red&attributes.Color=blue&attributes.size=9"
            + "&availability=inStock,preorder&sort=priceAscending&size=5&facets=brand,price&facets=attributes.color&highlight=true").Value;

        Assert.Equal("running shoes", read.Query);
        Assert.Equal(["Footwear", "Sports"], read.Categories);
        Assert.Equal(["A, B"], read.Brands);
        Assert.Equal(["C"], read.ExcludedBrands);
        Assert.Equal((10m, 99.90m), (read.MinPrice, read.MaxPrice));
        Assert.Equal(["red", "blue"], read.Attributes["color"]);
        Assert.Equal(["9"], read.Attributes["size"]);
        Assert.Equal([Availability.InStock, Availability.Preorder], read.Availability);
        Assert.Equal((SearchSort.PriceAscending, 5, true), (read.Sort, read.Size, read.Highlight));
        Assert.Equal(["brand", "price", "attributes.color"], read.Facets);
    }

    [Fact]
    public void Nothing_given_browses_twenty()
    {
        var read = Read("").Value;

        Assert.True(string.IsNullOrEmpty(read.Query));
        Assert.Equal((20, SearchSort.Relevance), (read.Size, read.Sort));
    }

    [Theory]
    [InlineData("?color=red", "color", "attributes.NAME")]
    [InlineData("?attributes.=red", "attributes.", "attributes.NAME")]
    [InlineData("?size=0", "size", "1 to 100")]
    [InlineData("?size=101", "size", "1 to 100")]
    [InlineData("?size=many", "size", "1 to 100")]
    [InlineData("?sort=best", "sort", "priceAscending")]
    [InlineData("?sort=1", "sort", "priceAscending")]
    [InlineData("?availability=maybe", "availability", "outOfStock")]
    [InlineData("?minPrice=cheap", "minPrice", "49.90")]
    [InlineData("?minPrice=-1", "minPrice", "negative")]
    [InlineData("?minPrice=1e3", "minPrice", "49.90")]
    [InlineData("?minPrice=9&maxPrice=8", "maxPrice", "below minPrice")]
    [InlineData("?facets=colour", "facets", "attributes.NAME")]
    [InlineData("?highlight=yes", "highlight", "true or false")]
    [InlineData("?q=a&q=b", "q", "once")]
    [InlineData("?brand=", "brand", "1 to 500")]
    public void What_does_not_fit_is_refused_and_told_what_is_allowed(string query, string field, string told)
    {
        var failure = Read(query).Failure;

        Assert.Equal(FailureKind.Invalid, failure!.Kind);
        Assert.Contains(told, Assert.Single(failure.Errors[field]), StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_are_told_at_once()
    {
        var failure = Read($"?q={new string('x', 501)}&size=0&nope=1&sort=best").Failure;

        Assert.Equal(["nope", "q", "size", "sort"], failure!.Errors.Keys.Order());
    }

    [Fact]
    public void A_query_of_ten_thousand_characters_is_refused() => Assert.Contains("500", Read($"?q={new string('x', 10_000)}").Failure!.Errors["q"][0], StringComparison.Ordinal);

    private static Result<SearchRequest> Read(string query) => SearchQuery.Read(new DefaultHttpContext { Request = { QueryString = new QueryString(query) } }.Request.Query);
}
