using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Search;
using RetailServerless.Embedded.Search;

namespace RetailServerless.Benchmarks.Search;

/// <summary>The product's own search in a folder of its own.</summary>
internal sealed class SearchUnderTest : IDisposable
{
    private readonly ServiceProvider _services;

    public SearchUnderTest(string folder)
    {
        _services = new ServiceCollection().AddLogging().AddEmbeddedSearch(folder).BuildServiceProvider();
        Search = _services.GetRequiredService<IProductSearch>();
        Index = _services.GetRequiredService<IProductIndex>();
    }

    public IProductSearch Search { get; }

    public IProductIndex Index { get; }

    public async Task BuildAsync(IAsyncEnumerable<Product> products)
    {
        var version = new CatalogVersion(Guid.CreateVersion7().ToString("N"));
        await Index.BuildAsync(version, products, default);
        await Index.ActivateAsync(version, default);
    }

    public async Task<SearchResponse> FindAsync(SearchRequest request)
    {
        var result = await Search.SearchAsync(request, default);
        return result.TryGet(out var found, out var failure) ? found : throw new InvalidOperationException(failure.Detail);
    }

    public void Dispose() => _services.Dispose();
}
