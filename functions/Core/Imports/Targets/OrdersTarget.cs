using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Imports.Targets;

/// <summary>
/// Orders: one row an order with its <c>lines</c> (JSON), or one row an order line. Lines of one order are put together as long as fewer than
/// <see cref="OpenOrders.Window"/> rows lie between them; a line that comes later is rejected, so sort large files by order.
/// </summary>
public sealed class OrdersTarget(IDocumentStore documents) : IImportTarget
{
    /// <inheritdoc/>
    public ImportKind Kind => ImportKind.Orders;

    /// <inheritdoc/>
    public RowSchema Schema => OrderRows.Schema;

    /// <inheritdoc/>
    public ImportSession Begin(ImportRecord import) => new OrderSession(import.Parameters.Currency, documents);
}
