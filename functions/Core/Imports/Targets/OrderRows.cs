using System.Text.Json;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.Imports.Values;
using RetailServerless.Core.Orders;

namespace RetailServerless.Core.Imports.Targets;

/// <summary>Turns rows into orders: whole ones, or orders of one line that belong together by their number.</summary>
internal sealed class OrderRows(string currency)
{
    private const int MaxLines = 1000;

    private static readonly RowField Id = new("id", "orderId", "orderNumber", "invoiceNo", "basketId", "invoice") { IsRequired = true };
    private static readonly RowField Customer = new("customerId", "customer", "userId", "householdId") { IsRequired = true };
    private static readonly RowField PlacedAt = new("placedAt", "orderDate", "invoiceDate", "createdAt", "date", "transactionTimestamp", "at") { IsRequired = true };
    private static readonly RowField Status = new("status", "orderStatus", "state");
    private static readonly RowField ShippedAt = new("shippedAt", "shipDate", "dispatchedAt");
    private static readonly RowField DeliveredAt = new("deliveredAt", "deliveryDate");
    private static readonly RowField Expected = new("expectedDelivery", "expectedDeliveryDate", "estimatedDelivery", "eta");
    private static readonly RowField Lines = new("lines", "items", "orderLines", "lineItems");
    private static readonly RowField SkuField = new("sku", "stockCode", "productId", "itemId", "articleNumber");
    private static readonly RowField Title = new("title", "productName", "name", "description", "itemName");
    private static readonly RowField Quantity = new("quantity", "qty", "units");
    private static readonly RowField UnitPrice = new("unitPrice", "price", "itemPrice");
    private static readonly RowField LineTotal = new("lineTotal", "salesValue", "amount");

    private readonly RowFields _fields = new();
    private readonly ImportRow _line = new(LineSchema);
    private readonly RowFields _lineFields = new();
    private readonly ColumnResolver _lineColumns = new(LineSchema, ColumnMapping.Automatic, []);

    public static RowSchema Schema { get; } = new(
        Id, Customer, PlacedAt, Status, ShippedAt, DeliveredAt, Expected, Lines, SkuField, Title, Quantity, UnitPrice, LineTotal);

    private static RowField InnerSku { get; } = new("sku", SkuField.Synonyms);

    private static RowField InnerTitle { get; } = new("title", Title.Synonyms);

    private static RowField InnerQuantity { get; } = new("quantity", Quantity.Synonyms);

    private static RowField InnerPrice { get; } = new("unitPrice", UnitPrice.Synonyms);

    private static RowSchema LineSchema { get; } = new(InnerSku, InnerTitle, InnerQuantity, InnerPrice);

    /// <summary>Whether the row holds an order with all its lines.</summary>
    public static bool IsWhole(ImportRow row) => row[Lines].Objects.Any();

    /// <summary>Reads an order, or one line of it.</summary>
    public (Order? Order, RowError? Error) Read(ImportRow row)
    {
        _fields.Begin(row);
        if (_fields.Error is not null)
        {
            return (null, _fields.Error);
        }

        var id = _fields.Id(Id, 64);
        var customer = _fields.Customer(Customer);
        var placedAt = _fields.RequiredInstant(PlacedAt);
        var isCancellation = IsCancellation(id);
        var status = StatusOf(isCancellation);
        var lines = _fields.Raw(Lines).Objects.Any() ? LinesOf(_fields.Raw(Lines)) : LineOf(isCancellation || status is OrderStatus.Cancelled or OrderStatus.Returned);
        var order = new Order
        {
            Id = new OrderId(id),
            Customer = customer,
            PlacedAt = placedAt,
            Status = status,
            Lines = lines,
            ShippedAt = _fields.Instant(ShippedAt),
            DeliveredAt = _fields.Instant(DeliveredAt),
            ExpectedDelivery = _fields.Day(Expected),
        };
        if (_fields.Error is null && lines.Select(l => l.UnitPrice.Currency).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            _fields.Fail(UnitPrice, "The lines of the order have different currencies. Write all of them in one.");
        }

        return _fields.Error is null ? (order, null) : (null, _fields.Error);
    }

    /// <summary>An invoice number as <c>C536379</c>: the sign of a cancellation in the books of many shops.</summary>
    private static bool IsCancellation(string id) => id.Length > 1 && id[0] is 'C' or 'c' && id.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    private OrderStatus StatusOf(bool isCancellation)
    {
        if (_fields.Raw(Status).Text is not { } text)
        {
            // A file of the books without a status tells of what is over.
            return isCancellation ? OrderStatus.Cancelled : _fields.Raw(ShippedAt).IsMissing || !_fields.Raw(DeliveredAt).IsMissing ? OrderStatus.Delivered : OrderStatus.Shipped;
        }

        OrderStatus? status = RowSchema.Normalize(text) switch
        {
            "processing" or "pending" or "open" or "new" or "paid" or "confirmed" or "placed" or "received" => OrderStatus.Processing,
            "shipped" or "dispatched" or "intransit" or "sent" or "outfordelivery" => OrderStatus.Shipped,
            "delivered" or "completed" or "complete" or "fulfilled" or "closed" => OrderStatus.Delivered,
            "cancelled" or "canceled" or "voided" => OrderStatus.Cancelled,
            "returned" or "refunded" => OrderStatus.Returned,
            _ => null,
        };
        if (status is null)
        {
            _fields.Fail(Status, "The status is unknown. Write processing, shipped, delivered, cancelled or returned.");
        }

        return status.GetValueOrDefault();
    }

    private OrderLine[] LinesOf(FieldValue value)
    {
        var lines = new List<OrderLine>();
        foreach (var json in value.Objects)
        {
            _line.Begin(0);
            JsonRowFiller.Fill(_line, json, _lineColumns);
            _lineFields.Begin(_line);
            lines.Add(Line(_lineFields.Id(InnerSku, 128), _lineFields.Line(InnerTitle, 500), _lineFields.Whole(InnerQuantity, 1, 1_000_000) ?? 1, _lineFields.Money(InnerPrice, currency), _lineFields, InnerPrice));
            if (_lineFields.Error is { } error)
            {
                _fields.Fail(Lines, $"In a line: {error.Reason}");
            }
        }

        if (lines.Count > MaxLines)
        {
            _fields.Fail(Lines, $"The order has more than {MaxLines} lines.");
        }

        return [.. lines];
    }

    private OrderLine[] LineOf(bool isUndone)
    {
        var sku = _fields.Id(SkuField, 128);
        var quantity = _fields.Whole(Quantity, -1_000_000, 1_000_000) ?? 1;
        if (quantity == 0 || (quantity < 0 && !isUndone))
        {
            _fields.Fail(Quantity, "The quantity must be at least 1. A cancellation has an order number as C536379 or a status cancelled or returned; corrections of stock are no orders.");
        }

        var units = Math.Max(1, Math.Abs(quantity));
        var price = _fields.Money(UnitPrice, currency);
        if (price is null && _fields.Money(LineTotal, currency) is { } total)
        {
            price = total with { Amount = Math.Round(total.Amount / units, 4) };
        }

        return [Line(sku, _fields.Line(Title, 500), units, price, _fields, UnitPrice)];
    }

    private static OrderLine Line(string sku, string? title, int quantity, Money? price, RowFields fields, RowField priceField)
    {
        if (price is null)
        {
            fields.Fail(priceField, $"The price is missing. {MoneyText.Advice}");
        }

        return new OrderLine(new Sku(sku), title ?? sku, quantity, price.GetValueOrDefault());
    }
}
