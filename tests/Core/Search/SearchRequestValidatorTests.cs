using RetailServerless.Core.Catalog;
using RetailServerless.Core.Results;
using RetailServerless.Core.Search;

namespace RetailServerless.Core.Tests.Search;

public sealed class SearchRequestValidatorTests
{
    [Fact]
    public void An_ordinary_request_is_well_formed() =>
        Assert.Null(SearchRequestValidator.Validate(new SearchRequest { Query = "shoes", Brands = ["A"], MinPrice = 0, MaxPrice = 0, Facets = ["brand", "attributes.size"], Size = 100 }));

    public static TheoryData<string, SearchRequest> Malformed => new()
    {
        { "q", new SearchRequest { Query = new string('x', 501) } },
        { "size", new SearchRequest { Size = 0 } },
        { "size", new SearchRequest { Size = 101 } },
        { "sort", new SearchRequest { Sort = (SearchSort)99 } },
        { "minPrice", new SearchRequest { MinPrice = -0.01m } },
        { "maxPrice", new SearchRequest { MinPrice = 2, MaxPrice = 1 } },
        { "availability", new SearchRequest { Availability = [(Availability)9] } },
        { "category", new SearchRequest { Categories = [" "] } },
        { "brand", new SearchRequest { Brands = [.. Enumerable.Repeat("b", 51)] } },
        { "excludedBrand", new SearchRequest { ExcludedBrands = [new string('b', 501)] } },
        { "attributes.color", new SearchRequest { Attributes = new Dictionary<string, IReadOnlyList<string>> { ["color"] = [""] } } },
        { "attributes", new SearchRequest { Attributes = Enumerable.Range(0, 21).ToDictionary(i => $"a{i}", IReadOnlyList<string> (_) => ["x"]) } },
        { "facets", new SearchRequest { Facets = ["nonsense"] } },
        { "facets", new SearchRequest { Facets = [.. Enumerable.Repeat("brand", 21)] } },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void What_is_out_of_bounds_is_told_by_field(string field, SearchRequest request)
    {
        var failure = SearchRequestValidator.Validate(request);

        Assert.Equal((FailureKind.Invalid, SearchRequestValidator.Code), (failure!.Kind, failure.Code));
        Assert.Equal([field], failure.Errors.Keys);
    }

    [Fact]
    public void All_errors_come_at_once()
    {
        var failure = SearchRequestValidator.Validate(new SearchRequest { Query = new string('x', 501), Size = 0, MinPrice = -1, MaxPrice = -2 });

        Assert.Equal(["maxPrice", "minPrice", "q", "size"], failure!.Errors.Keys.Order());
        Assert.Equal(2, failure.Errors["maxPrice"].Length);
    }
}
