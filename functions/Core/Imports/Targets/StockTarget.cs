using RetailServerless.Core.Catalog;
using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.Imports.Values;
using RetailServerless.Core.Inventory;
using RetailServerless.Core.Search;

namespace RetailServerless.Core.Imports.Targets;

/// <summary>Stock levels: one row an article. A row without a time is of now; an older level never replaces a newer.</summary>
public sealed class StockTarget(StockStore stock, IProductIndex index) : IImportTarget
{
    private static readonly RowField SkuField = new("sku", "id", "productId", "stockCode", "itemId", "asin", "articleNumber") { IsRequired = true };
    private static readonly RowField AvailabilityField = new("availability", "stockStatus", "inStock");
    private static readonly RowField Quantity = new("quantity", "stock", "stockLevel", "currentStock", "inventory", "availableStock", "onHand", "units");
    private static readonly RowField AsOf = new("asOf", "at", "updatedAt", "timestamp", "date");

    /// <inheritdoc/>
    public ImportKind Kind => ImportKind.Stock;

    /// <inheritdoc/>
    public RowSchema Schema { get; } = Fields;

    private static RowSchema Fields { get; } = new(SkuField, AvailabilityField, Quantity, AsOf);

    /// <inheritdoc/>
    public ImportSession Begin(ImportRecord import) => new Session(import, stock, index);

    private sealed class Session(ImportRecord import, StockStore stock, IProductIndex index) : ImportSession
    {
        private const int BatchSize = 4000;
        private readonly RowFields _fields = new();
        private readonly HashSet<ulong> _seen = [];
        private readonly List<StockLevel> _batch = [];

        public override bool IsBatchReady => _batch.Count >= BatchSize;

        public override RowError? Read(ImportRow row)
        {
            _fields.Begin(row);
            if (_fields.Error is not null)
            {
                return _fields.Error;
            }

            var sku = _fields.Id(SkuField, 128);
            var quantity = _fields.Whole(Quantity, 0, int.MaxValue);
            var availability = quantity is 0 ? Availability.OutOfStock : Availability.InStock;
            if (_fields.Raw(AvailabilityField).Text is { } text)
            {
                if (!AvailabilityText.TryParse(text, out availability))
                {
                    _fields.Fail(AvailabilityField, $"The availability is unknown. {AvailabilityText.Advice}");
                }
            }
            else if (quantity is null)
            {
                _fields.Fail(Quantity, "The row has neither a quantity nor an availability. Write one of them.");
            }

            var asOf = _fields.Instant(AsOf) ?? import.ReceivedAt;
            if (_fields.Error is null && !_seen.Add(ProductFingerprints.Of(sku)))
            {
                _fields.Fail(SkuField, "This number stands in the file already. Only its first row was taken; add up the places and send one row an article.");
            }

            if (_fields.Error is null)
            {
                _batch.Add(new StockLevel(new Sku(sku), availability, quantity, asOf));
            }

            return _fields.Error;
        }

        public override async Task<BatchResult> WriteBatchAsync(CancellationToken cancellationToken)
        {
            var (newest, result) = await stock.WriteAsync(_batch, cancellationToken);
            await index.UpdateStockAsync(newest, cancellationToken);
            _batch.Clear();
            return new BatchResult(result.Changed, result.Unchanged);
        }

        public override void DropBatch() => _batch.Clear();
    }
}
