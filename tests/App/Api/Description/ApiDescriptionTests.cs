using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using RetailServerless.Functions.Access;
using RetailServerless.Functions.Api;
using RetailServerless.Functions.Api.Description;

namespace RetailServerless.Functions.Tests.Api.Description;

public sealed partial class ApiDescriptionTests
{
    private static readonly HttpFunctions Functions = HttpFunctions.Of(typeof(ApiDescription).Assembly);

    [Fact]
    public async Task Every_route_is_described_and_no_other()
    {
        var document = await ReadAsync();

        var described = from path in document.Paths from operation in path.Value.Operations! select $"{operation.Key} {ApiOperations.SignatureOf(path.Key).TrimStart('/')}";
        var real = from function in Functions.All from method in function.Methods select ApiOperations.SignatureOf(RouteTable.Key(method, function.Template));
        Assert.Equal(real.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_document_is_valid_OpenAPI_3_1()
    {
        var json = Encoding.UTF8.GetString(await new ApiDescription(Functions).GetJsonAsync());

        var read = OpenApiDocument.Parse(json, "json");

        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic!.SpecificationVersion);
        Assert.Empty(read.Diagnostic.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        var root = JsonNode.Parse(await new ApiDescription(Functions).GetJsonAsync())!;

        var lost = Reference().Matches(root.ToJsonString()).Select(match => match.Groups["to"].Value).Distinct()
            .Where(to => to.Split('/').Skip(1).Aggregate((JsonNode?)root, (node, segment) => node?[segment]) is null);

        Assert.Empty(lost);
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_and_who_may_call_it_as_the_route_table_does()
    {
        var document = await ReadAsync();

        foreach (var (path, item) in document.Paths)
        {
            foreach (var (method, operation) in item.Operations!)
            {
                var requirement = RouteTable.Lines.Single(line => ApiOperations.SignatureOf(line.Key) == $"{method} {ApiOperations.SignatureOf(path)[1..]}").Value;
                var schemes = operation.Security!.SelectMany(alternative => alternative.Keys).Select(scheme => scheme.Reference.Id).Distinct().ToList();
                Assert.False(string.IsNullOrWhiteSpace(operation.Summary), path);
                Assert.NotEqual(operation.OperationId, operation.Summary);
                Assert.Equal(requirement.Public, schemes.Count == 0);
                Assert.Equal(requirement.StorefrontScope is not null, schemes.Contains("storefrontKey"));
                Assert.Equal(requirement.Shopper, schemes.Contains("shopperToken"));
                Assert.Equal(requirement.Visitor, schemes.Contains("visitorToken"));
                Assert.Equal(requirement.Staff.Count > 0, schemes.Contains("staffToken"));
            }
        }
    }

    [Fact]
    public void A_recursive_type_and_what_converters_write_are_described()
    {
        var schemas = new ApiSchemas();

        var name = schemas.NameOf(typeof(Branch));

        var properties = schemas.All[name]["properties"]!;
        Assert.Equal("#/components/schemas/Branch", (string?)properties["children"]!["items"]!["$ref"]);
        Assert.Equal("object", (string?)properties["price"]!["type"]);
        Assert.Equal("string", (string?)properties["sku"]!["type"]);
        Assert.Equal("date-time", (string?)properties["at"]!["format"]);
        Assert.Equal(["healthy", "degraded", "unhealthy"], properties["status"]!["enum"]!.AsArray().Select(value => (string?)value));
    }

    private static async Task<OpenApiDocument> ReadAsync() => OpenApiDocument.Parse(Encoding.UTF8.GetString(await new ApiDescription(Functions).GetJsonAsync()), "json").Document!;

    [GeneratedRegex("\"\\$ref\":\"(?<to>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();

    private sealed record Branch(RetailServerless.Core.Catalog.Sku Sku, RetailServerless.Core.Catalog.Money Price, DateTimeOffset At, HealthStatus Status, IReadOnlyList<Branch> Children);
}
