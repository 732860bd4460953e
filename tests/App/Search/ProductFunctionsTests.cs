using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Search;
using RetailServerless.Embedded.Search;
using RetailServerless.Functions.Search;

namespace RetailServerless.Functions.Tests.Search;

public sealed class ProductFunctionsTests : IAsyncLifetime
{
    private static readonly CatalogVersion Version = new("01900000000070008000000000000001");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"retail-{Guid.NewGuid():N}");
    private readonly Product _lamp;
    private readonly ServiceProvider _services;
    private readonly ProductFunctions _functions;

    public ProductFunctionsTests()
    {
        _lamp = new Product
        {
            Sku = new Sku("L-1"),
            Title = "Desk Lamp <LED>",
            Brand = "Lumo",
            CategoryPath = ["Home", "Lamps"],
            Price = new Money(40m, "EUR"),
            Sale = new SalePrice(new Money(29.9m, "EUR"), null, _clock.GetUtcNow().AddDays(1)),
        };
        _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock).AddEmbeddedSearch(_folder).BuildServiceProvider();
        _functions = new ProductFunctions(_services.GetRequiredService<IProductSearch>(), new OneProduct(_lamp), _clock);
    }

    public async Task InitializeAsync()
    {
        var index = _services.GetRequiredService<IProductIndex>();
        await index.BuildAsync(Version, new[] { _lamp }.ToAsyncEnumerable(), default);
        await index.ActivateAsync(Version, default);
    }

    [Fact]
    public async Task A_search_answers_with_the_price_asked_now_and_the_catalog_version()
    {
        var (status, body) = await AnswerAsync(request => _functions.SearchProducts(request, default), "?q=lmap&facets=brand&highlight=true");

        Assert.Equal(200, status);
        var product = body.GetProperty("hits")[0].GetProperty("product");
        Assert.Equal("""{"amount":"29.90","currency":"EUR"}""", product.GetProperty("price").GetRawText());
        Assert.Equal("""{"amount":"40.00","currency":"EUR"}""", product.GetProperty("regularPrice").GetRawText());
        Assert.Equal("lamp", body.GetProperty("correctedQuery").GetString());
        Assert.Equal(Version.Value, body.GetProperty("catalogVersion").GetString());
        Assert.Equal("Desk <em>Lamp</em> &lt;LED&gt;", body.GetProperty("hits")[0].GetProperty("highlights").GetProperty("title")[0].GetString());
        Assert.Equal("""[{"value":"Lumo","count":1}]""", body.GetProperty("facets").GetProperty("brand").GetRawText());
        Assert.True(body.GetProperty("tookMs").GetDouble() >= 0);
    }

    [Fact]
    public async Task A_search_that_does_not_fit_is_a_problem_with_field_errors()
    {
        var (status, body) = await AnswerAsync(request => _functions.SearchProducts(request, default), "?colour=red&continuationToken=x");

        Assert.Equal(400, status);
        Assert.EndsWith("/invalid-search", body.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Contains("allowed are", body.GetProperty("errors").GetProperty("colour")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_product_is_shown_by_its_number()
    {
        var (status, body) = await AnswerAsync(request => _functions.GetProduct(request, "L-1", default));

        Assert.Equal((200, "L-1", "inStock"), (status, body.GetProperty("id").GetString(), body.GetProperty("availability").GetString()));
    }

    [Fact]
    public async Task An_unknown_number_is_not_found()
    {
        var (status, body) = await AnswerAsync(request => _functions.GetProduct(request, "L-2", default));

        Assert.Equal(404, status);
        Assert.EndsWith("/product-not-found", body.GetProperty("type").GetString(), StringComparison.Ordinal);
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<(int Status, JsonElement Body)> AnswerAsync(Func<HttpRequest, Task<IActionResult>> call, string query = "")
    {
        var services = new ServiceCollection().AddLogging().AddMvcCore().Services.BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services, Request = { QueryString = new QueryString(query) }, Response = { Body = new MemoryStream() } };
        var result = await call(context.Request);
        await result.ExecuteResultAsync(new ActionContext(context, new RouteData(), new Microsoft.AspNetCore.Mvc.Abstractions.ActionDescriptor()));
        context.Response.Body.Position = 0;
        return (context.Response.StatusCode, (await JsonDocument.ParseAsync(context.Response.Body)).RootElement);
    }

    private sealed class OneProduct(Product product) : ICatalog
    {
        public ValueTask<CatalogVersion?> CurrentVersionAsync(CancellationToken cancellationToken) => new(Version);

        public ValueTask<Product?> FindAsync(Sku sku, CancellationToken cancellationToken) => new(sku == product.Sku ? product : null);

        public ValueTask<IReadOnlyList<Product>> FindManyAsync(IReadOnlyList<Sku> skus, CancellationToken cancellationToken) => new(skus.Contains(product.Sku) ? [product] : []);
    }
}
