using RetailServerless.Core.Inventory;

namespace RetailServerless.Core.Catalog;

/// <summary>Reads the catalog in effect, with the newest stock. Keeps products it has read, a bounded number of them, for as long as their version is in effect.</summary>
public sealed class ProductCatalog(CatalogStore store, StockStore stock, TimeProvider time) : ICatalog
{
    private const int CacheHalf = 20_000;
    private static readonly TimeSpan PointerAge = TimeSpan.FromMilliseconds(500);
    private volatile Pointer? _pointer;
    private volatile Pages? _pages;

    /// <inheritdoc/>
    public async ValueTask<CatalogVersion?> CurrentVersionAsync(CancellationToken cancellationToken)
    {
        var known = _pointer;
        if (known is not null && time.GetElapsedTime(known.ReadAt) < PointerAge)
        {
            return known.Version;
        }

        var readAt = time.GetTimestamp();
        var version = (await store.CurrentAsync(cancellationToken))?.Version;
        _pointer = new Pointer(version, readAt);
        return version;
    }

    /// <inheritdoc/>
    public async ValueTask<Product?> FindAsync(Sku sku, CancellationToken cancellationToken) =>
        await CurrentVersionAsync(cancellationToken) is { } version ? await FindAsync(version, sku, cancellationToken) : null;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Product>> FindManyAsync(IReadOnlyList<Sku> skus, CancellationToken cancellationToken)
    {
        if (await CurrentVersionAsync(cancellationToken) is not { } version)
        {
            return [];
        }

        var found = new List<Product>(skus.Count);
        foreach (var sku in skus)
        {
            if (await FindAsync(version, sku, cancellationToken) is { } product)
            {
                found.Add(product);
            }
        }

        return found;
    }

    /// <summary>Looks anew at which version is in effect: this process has just switched it.</summary>
    public void Refresh() => _pointer = null;

    private async ValueTask<Product?> FindAsync(CatalogVersion version, Sku sku, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(sku.Value) || sku.Value.Length > 128 || sku.Value.Any(char.IsControl))
        {
            return null;
        }

        var pages = _pages;
        if (pages is null || pages.Version != version)
        {
            _pages = pages = new Pages(version);
        }

        if (!pages.TryGet(sku, out var product))
        {
            product = await store.FindAsync(version, sku, cancellationToken);
            if (product is null)
            {
                return null;
            }

            pages.Keep(product);
        }

        return StockStore.Overlay(product, await stock.FindAsync(sku, cancellationToken));
    }

    private sealed record Pointer(CatalogVersion? Version, long ReadAt);

    /// <summary>Two halves: when the young one is full it becomes the old one, and what was in the old one is forgotten.</summary>
    private sealed class Pages(CatalogVersion version)
    {
        private volatile System.Collections.Concurrent.ConcurrentDictionary<Sku, Product> _young = new();
        private volatile System.Collections.Concurrent.ConcurrentDictionary<Sku, Product> _old = new();
        private int _count;

        public CatalogVersion Version => version;

        public bool TryGet(Sku sku, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out Product product)
        {
            if (_young.TryGetValue(sku, out product))
            {
                return true;
            }

            if (_old.TryGetValue(sku, out product))
            {
                Keep(product);
                return true;
            }

            return false;
        }

        public void Keep(Product product)
        {
            if (_young.TryAdd(product.Sku, product) && Interlocked.Increment(ref _count) >= CacheHalf)
            {
                Interlocked.Exchange(ref _count, 0);
                _old = _young;
                _young = new();
            }
        }
    }
}
