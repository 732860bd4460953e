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

    [Fact]
    public void The_functions_of_the_host_are_those_that_the_app_expects_by_name_and_route()
    {
        var ofHost = HttpFunctions.Of(typeof(LocalHost.ILocalHostAddress).Assembly).All.ToDictionary(function => function.Name, function => (function.Methods.Single(), function.Template));

        Assert.Equal(ofHost.OrderBy(function => function.Key, StringComparer.Ordinal), ManagementRoutes.All.OrderBy(function => function.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Only_administrators_manage_orchestrations() => Assert.All(
        RouteTable.Lines.Where(line => line.Key.Contains("runtime/webhooks", StringComparison.Ordinal)),
        line => Assert.Equivalent(new Requirement { Staff = [Core.Access.StaffRoles.PlatformAdmin] }, line.Value, strict: true));

    private static IEnumerable<string> RoutesOfFunctions() => Functions.All.SelectMany(function => function.Methods.Select(method => RouteTable.Key(method, function.Template)))
        .Concat(ManagementRoutes.All.Values.Select(route => RouteTable.Key(route.Method, route.Template)));
}
