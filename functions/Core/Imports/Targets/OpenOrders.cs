using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.Orders;

namespace RetailServerless.Core.Imports.Targets;

/// <summary>Orders of which more lines may follow.</summary>
internal sealed class OpenOrders
{
    /// <summary>An order is complete when so many rows have passed without a line of it.</summary>
    public const int Window = 100_000;

    private const int MaxLines = 1000;
    private readonly Dictionary<string, LinkedListNode<Open>> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<Open> _byLastRow = [];
    private readonly HashSet<ulong> _complete = [];

    /// <summary>Adds an order or a line of one.</summary>
    /// <returns>Why it is not taken; <see langword="null"/> when it is.</returns>
    public RowError? Add(Order order, bool isWhole, long row)
    {
        if (!_byId.TryGetValue(order.Id.Value, out var node))
        {
            if (_complete.Contains(ProductFingerprints.Of(order.Id.Value)))
            {
                return new RowError("id", $"Lines of this order ended more than {Window} rows before. Sort the file by order number.");
            }

            _byId.Add(order.Id.Value, _byLastRow.AddLast(new Open(order, isWhole, row)));
            return null;
        }

        var open = node.Value;
        if (isWhole || open.IsWhole)
        {
            return new RowError("id", "An order with this number stands in the file already. Only the first was taken; give each its own number.");
        }

        if (open.First.Customer != order.Customer)
        {
            return new RowError("customerId", "The line names another customer than the order's first line. An order has one customer.");
        }

        if (open.Lines[0].UnitPrice.Currency != order.Lines[0].UnitPrice.Currency)
        {
            return new RowError("unitPrice", "The line has another currency than the order's first line. Write all of them in one.");
        }

        if (open.Lines.Count >= MaxLines)
        {
            return new RowError("id", $"The order has more than {MaxLines} lines.");
        }

        open.Lines.AddRange(order.Lines);
        open.LastRow = row;
        _byLastRow.Remove(node);
        _byLastRow.AddLast(node);
        return null;
    }

    /// <summary>The orders that are complete at a row; at the end of the file all.</summary>
    public IEnumerable<Order> TakeComplete(long row)
    {
        while (_byLastRow.First is { } first && row - first.Value.LastRow >= Window)
        {
            _byLastRow.RemoveFirst();
            _byId.Remove(first.Value.First.Id.Value);
            _complete.Add(ProductFingerprints.Of(first.Value.First.Id.Value));
            yield return first.Value.ToOrder();
        }
    }

    private sealed class Open(Order order, bool isWhole, long row)
    {
        public Order First { get; } = order;

        public bool IsWhole => isWhole;

        public List<OrderLine> Lines { get; } = [.. order.Lines];

        public long LastRow { get; set; } = row;

        /// <summary>Lines of one article at one price are one line.</summary>
        public Order ToOrder() => First with
        {
            Lines = [.. Lines.GroupBy(l => (l.Sku, l.UnitPrice)).Select(g => g.First() with { Quantity = g.Sum(l => l.Quantity) })],
        };
    }
}
