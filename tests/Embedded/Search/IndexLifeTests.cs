using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Search;
using RetailServerless.Tests.Contracts;

namespace RetailServerless.Embedded.Tests.Search;

public sealed class IndexLifeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly SearchPlatform _one;
    private readonly SearchPlatform _other;

    public IndexLifeTests()
    {
        _one = new SearchPlatform(_folder.Path, _clock);
        _other = new SearchPlatform(_folder.Path, _clock);
    }

    [Fact]
    public async Task Another_process_sees_a_new_catalog_and_new_stock_within_a_second()
    {
        Assert.NotNull((await _other.Search.SearchAsync(new SearchRequest(), default)).Failure);
        await PublishAsync(_one, SearchProducts.First, SearchProducts.Shop);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SearchProducts.First, (await FindAsync(_other)).CatalogVersion);

        await PublishAsync(_one, SearchProducts.Second, SearchProducts.Shop);
        await _one.Index.UpdateStockAsync([new StockLevel(new Sku("desk-1"), Availability.OutOfStock, 0, _clock.GetUtcNow())], default);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var found = await FindAsync(_other, new SearchRequest { Query = "desk" });
        Assert.Equal((SearchProducts.Second, Availability.OutOfStock), (found.CatalogVersion, found.Hits[0].Product.Availability));
    }

    [Fact]
    public async Task Both_processes_may_write_stock()
    {
        await PublishAsync(_one, SearchProducts.First, SearchProducts.Shop);
        var writes = SearchProducts.Shop.Select((product, i) => Task.Run(() =>
            (i % 2 == 0 ? _one : _other).Index.UpdateStockAsync([new StockLevel(product.Sku, Availability.Backorder, i, _clock.GetUtcNow())], default)));

        await Task.WhenAll(writes);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.All((await FindAsync(_one)).Hits, hit => Assert.Equal(Availability.Backorder, hit.Product.Availability));
        Assert.All((await FindAsync(_other)).Hits, hit => Assert.Equal(Availability.Backorder, hit.Product.Availability));
    }

    [Fact]
    public async Task A_search_under_way_finishes_on_the_index_it_began_with()
    {
        await PublishAsync(_one, SearchProducts.First, SearchProducts.Shop);
        await FindAsync(_one);
        var held = _one.Active.Hold()!;

        await PublishAsync(_one, SearchProducts.Second, []);

        Assert.Equal(0, (await FindAsync(_one)).Total);
        Assert.Equal("shoe-1", held.Read(FindDocument(held, "shoe-1")).Sku.Value);
        held.Release();
        Assert.False(held.TryHold());
    }

    [Fact]
    public async Task The_index_before_is_deleted()
    {
        await PublishAsync(_one, SearchProducts.First, SearchProducts.Shop);
        await PublishAsync(_one, SearchProducts.Second, SearchProducts.Shop);

        Assert.Equal([SearchProducts.Second.Value], Directory.GetDirectories(_folder.File("search")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_build_that_fails_leaves_the_catalog_in_effect()
    {
        await PublishAsync(_one, SearchProducts.First, SearchProducts.Shop);

        await Assert.ThrowsAsync<IOException>(() => _one.Index.BuildAsync(SearchProducts.Second, Broken(), default));
        await Assert.ThrowsAsync<InvalidOperationException>(() => _one.Index.ActivateAsync(SearchProducts.Second, default));

        Assert.Equal((SearchProducts.First, SearchProducts.Shop.Count), ((await FindAsync(_one)).CatalogVersion, (await FindAsync(_one)).Total));
        Assert.Equal([SearchProducts.First.Value], Directory.GetDirectories(_folder.File("search")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_a_crash_left_of_a_build_does_not_disturb_the_next()
    {
        await PublishAsync(_one, SearchProducts.First, SearchProducts.Shop);
        var left = Directory.CreateDirectory(_folder.File($"search/{SearchProducts.Second}.building")).FullName;
        await File.WriteAllTextAsync(Path.Combine(left, "segments_1"), "half a file");
        await File.WriteAllTextAsync(_folder.File("search/active.0123"), "half a name");
        using var restarted = new SearchPlatform(_folder.Path, _clock);

        Assert.Equal(SearchProducts.First, (await FindAsync(restarted)).CatalogVersion);
        await PublishAsync(restarted, SearchProducts.Second, SearchProducts.Shop);

        Assert.Equal(SearchProducts.Shop.Count, (await FindAsync(restarted)).Total);
    }

    [Fact]
    public async Task Stock_that_came_while_the_next_index_was_built_is_carried_over()
    {
        await PublishAsync(_one, SearchProducts.First, SearchProducts.Shop);
        await _one.Index.BuildAsync(SearchProducts.Second, SearchProducts.Shop.ToAsyncEnumerable(), default);
        await _one.Index.UpdateStockAsync([new StockLevel(new Sku("desk-1"), Availability.OutOfStock, 0, _clock.GetUtcNow())], default);

        await _one.Index.ActivateAsync(SearchProducts.Second, default);

        Assert.Equal(Availability.OutOfStock, (await FindAsync(_one, new SearchRequest { Query = "desk" })).Hits[0].Product.Availability);
    }

    [Fact]
    public async Task Searches_never_fail_while_catalogs_change()
    {
        await PublishAsync(_one, new CatalogVersion($"{0:D32}"), SearchProducts.Shop);
        using var done = new CancellationTokenSource();
        var searches = Enumerable.Range(0, 3).Select(i => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                Assert.Equal(SearchProducts.Shop.Count, (await FindAsync(i == 0 ? _other : _one, new SearchRequest { Facets = ["brand"] })).Total);
            }
        })).ToList();

        for (var version = 1; version <= 8; version++)
        {
            await PublishAsync(_one, new CatalogVersion($"{version:D32}"), SearchProducts.Shop);
            await _one.Index.UpdateStockAsync([new StockLevel(new Sku("desk-1"), Availability.OutOfStock, version, _clock.GetUtcNow().AddSeconds(version))], default);
            _clock.Advance(TimeSpan.FromMilliseconds(300 * version));
        }

        await done.CancelAsync();
        await Task.WhenAll(searches);
    }

    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
        _folder.Dispose();
    }

    private static int FindDocument(Embedded.Search.Index.CatalogIndex index, string sku) =>
        Enumerable.Range(0, index.Columns.Count).Single(document => index.Read(document).Sku.Value == sku);

    private static async Task PublishAsync(SearchPlatform platform, CatalogVersion version, IEnumerable<Product> products)
    {
        await platform.Index.BuildAsync(version, products.ToAsyncEnumerable(), default);
        await platform.Index.ActivateAsync(version, default);
    }

    private static async Task<SearchResponse> FindAsync(SearchPlatform platform, SearchRequest? request = null)
    {
        var result = await platform.Search.SearchAsync(request ?? new SearchRequest(), default);
        Assert.Null(result.Failure);
        return result.Value;
    }

    private static async IAsyncEnumerable<Product> Broken()
    {
        foreach (var product in SearchProducts.Shop)
        {
            yield return product;
        }

        await Task.Yield();
        throw new IOException("The catalog cannot be read.");
    }
}
