using RetailServerless.Core.Catalog;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Classification;

namespace RetailServerless.Core.Orders;

/// <summary>The shop's number of an order. Personal data.</summary>
/// <param name="Value">1 to 64 characters.</param>
public readonly record struct OrderId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>How far an order has come.</summary>
public enum OrderStatus
{
    /// <summary>Received, not yet sent.</summary>
    Processing,

    /// <summary>Handed to the carrier.</summary>
    Shipped,

    /// <summary>With the customer.</summary>
    Delivered,

    /// <summary>Cancelled before it was sent.</summary>
    Cancelled,

    /// <summary>Sent back in whole.</summary>
    Returned,
}

/// <summary>One line of an order.</summary>
/// <param name="Sku">The article.</param>
/// <param name="Title">Its name when it was ordered.</param>
/// <param name="Quantity">Units, at least 1.</param>
/// <param name="UnitPrice">What was asked for one.</param>
public sealed record OrderLine(Sku Sku, string Title, int Quantity, Money UnitPrice);

/// <summary>What a customer ordered.</summary>
[PersonalData(Container = OrderStore.Container)]
public sealed record Order
{
    /// <summary>The shop's number.</summary>
    public required OrderId Id { get; init; }

    /// <summary>Whose order it is.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>When it was placed, UTC.</summary>
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>How far it has come.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>Its lines, at least one.</summary>
    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>When it was handed to the carrier, UTC.</summary>
    public DateTimeOffset? ShippedAt { get; init; }

    /// <summary>When it arrived, UTC.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>The day on which it should arrive, while it has not.</summary>
    public DateOnly? ExpectedDelivery { get; init; }

    /// <summary>The sum of its lines.</summary>
    public Money Total => Lines.Select(l => l.UnitPrice * l.Quantity).Aggregate((a, b) => a + b);
}
