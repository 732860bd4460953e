using RetailServerless.Functions.Access;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Tests.Access;

public sealed class RouteTableTests
{
    private static readonly HttpFunctions Functions = HttpFunctions.Of(typeof(RouteTable).Assembly);

    [Fact]
    public void Every_route_of_a_function_is_in_the_table() =>
        Assert.Empty(RoutesOfFunctions().Except(RouteTable.Lines.Keys, StringComparer.Ordinal));

    [Fact]
    public void Every_line_of_the_table_has_its_function() =>
        Assert.Empty(RouteTable.Lines.Keys.Except(RoutesOfFunctions(), StringComparer.Ordinal));

    [Fact]
    public void Every_function_names_its_methods() => Assert.All(Functions.All, function => Assert.NotEmpty(function.Methods));

    [Theory]
    [InlineData("api/products/{id}")]
    [InlineData("api/products/{id:guid}")]
    [InlineData("/api/products/{id?}")]
    [InlineData("api/products/{*id}")]
    public void Constraints_do_not_make_another_route(string template) => Assert.Equal("GET api/products/{id}", RouteTable.Key("get", template));

    private static IEnumerable<string> RoutesOfFunctions() =>
        Functions.All.SelectMany(function => function.Methods.Select(method => RouteTable.Key(method, function.Template)));
}
