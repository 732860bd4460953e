using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.Orders;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Imports.Targets;

/// <summary>Reads orders and puts their lines together.</summary>
internal sealed class OrderSession(string currency, IDocumentStore documents) : ImportSession
{
    private const int BatchSize = 4000;
    private readonly OrderRows _rows = new(currency);
    private readonly OpenOrders _open = new();
    private readonly List<DocumentWrite<Order>> _batch = [];

    public override bool IsBatchReady => _batch.Count >= BatchSize;

    public override RowError? Read(ImportRow row)
    {
        Take(row.Number);
        var (order, error) = _rows.Read(row);
        return order is null ? error : _open.Add(order, OrderRows.IsWhole(row), row.Number);
    }

    public override void EndOfRows() => Take(long.MaxValue);

    public override async Task<BatchResult> WriteBatchAsync(CancellationToken cancellationToken)
    {
        var result = await documents.UpsertManyAsync(OrderStore.Container, _batch, cancellationToken);
        _batch.Clear();
        return new BatchResult(result.Changed, result.Unchanged);
    }

    public override void DropBatch() => _batch.Clear();

    private void Take(long row) => _batch.AddRange(_open.TakeComplete(row).Select(o => new DocumentWrite<Order>(PersonId.Of(o.Customer).Value, o.Id.Value, o)));
}
