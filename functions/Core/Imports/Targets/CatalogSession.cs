using RetailServerless.Core.Catalog;
using RetailServerless.Core.Imports.Reading;

namespace RetailServerless.Core.Imports.Targets;

/// <summary>Reads a catalog file into the version that bears the import's number.</summary>
internal sealed class CatalogSession(ImportRecord import, CatalogStore store, ProductFingerprints fingerprints) : ImportSession
{
    private const int BatchSize = 2000;
    private readonly CatalogRows _rows = new(import.Parameters.Currency);
    private readonly CatalogVersion _version = new(import.Id);
    private readonly Dictionary<ulong, ulong> _seen = [];
    private readonly List<Product> _batch = [];
    private Dictionary<ulong, ulong> _before = [];
    private CatalogVersion? _base;
    private bool _writes;
    private string? _currency;

    public override bool IsBatchReady => _batch.Count >= BatchSize;

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _writes = true;
        _base = (await store.CurrentAsync(cancellationToken))?.Version;
        if (_base is { } version)
        {
            _before = await fingerprints.ReadAsync(version, cancellationToken);
        }
    }

    public override RowError? Read(ImportRow row)
    {
        var (product, error) = _rows.Read(row);
        if (product is null)
        {
            return error;
        }

        var key = ProductFingerprints.Of(product.Sku.Value);
        if (_seen.ContainsKey(key))
        {
            return new RowError("sku", "This number stands in the file already. Only its first row was taken; give each product its own number.");
        }

        if (product.Price is { } price && !string.Equals(_currency ??= price.Currency, price.Currency, StringComparison.Ordinal))
        {
            return new RowError("price", $"The price is not in {_currency}, the currency of the prices before it. A catalog has one currency: import each currency's catalog on its own.");
        }

        _seen.Add(key, _writes ? ProductFingerprints.Of(product) : 0);
        _batch.Add(product);
        return null;
    }

    public override async Task<BatchResult> WriteBatchAsync(CancellationToken cancellationToken)
    {
        await store.WriteAsync(_version, _batch, cancellationToken);
        var unchanged = _batch.Select(p => ProductFingerprints.Of(p.Sku.Value)).Count(key => _before.TryGetValue(key, out var before) && before == _seen[key]);
        var result = new BatchResult(_batch.Count - unchanged, unchanged);
        _batch.Clear();
        return result;
    }

    public override void DropBatch() => _batch.Clear();

    public override async Task<RecordCounts> FinishAsync(CancellationToken cancellationToken)
    {
        var removed = import.Parameters.Mode == ImportMode.Replace ? _before.Keys.Count(key => !_seen.ContainsKey(key)) : 0;
        var kept = import.Parameters.Mode == ImportMode.Merge && _base is { } version ? await KeepAsync(version, cancellationToken) : 0;
        await fingerprints.WriteAsync(_version, _seen, cancellationToken);
        return new RecordCounts(0, kept, removed);
    }

    /// <summary>Takes the products that the file does not name over from the catalog in effect.</summary>
    private async Task<long> KeepAsync(CatalogVersion from, CancellationToken cancellationToken)
    {
        long kept = 0;
        var products = new List<Product>(BatchSize);
        await foreach (var product in store.ReadAsync(from, cancellationToken))
        {
            if (_seen.TryAdd(ProductFingerprints.Of(product.Sku.Value), ProductFingerprints.Of(product)))
            {
                kept++;
                products.Add(product);
            }

            if (products.Count == BatchSize)
            {
                await store.WriteAsync(_version, products, cancellationToken);
                products.Clear();
            }
        }

        await store.WriteAsync(_version, products, cancellationToken);
        return kept;
    }
}
