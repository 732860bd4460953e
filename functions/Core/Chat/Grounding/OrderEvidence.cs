using RetailServerless.Core.Catalog;
using RetailServerless.Core.Orders;

namespace RetailServerless.Core.Chat.Grounding;

/// <summary>What is known about an order of the person.</summary>
public sealed record OrderEvidence : Evidence
{
    /// <inheritdoc/>
    public override string Kind => "order";

    /// <inheritdoc/>
    public override string Reference => Placeholder;

    /// <summary>The placeholder of its number.</summary>
    public required string Placeholder { get; init; }

    /// <summary>How far it has come.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>The day it was placed.</summary>
    public required DateOnly PlacedOn { get; init; }

    /// <summary>The day it was handed to the carrier.</summary>
    public DateOnly? ShippedOn { get; init; }

    /// <summary>The day it arrived.</summary>
    public DateOnly? DeliveredOn { get; init; }

    /// <summary>The day on which it should arrive.</summary>
    public DateOnly? ExpectedOn { get; init; }

    /// <summary>What was ordered.</summary>
    public required IReadOnlyList<OrderEvidenceLine> Lines { get; init; }

    /// <summary>The sum of its lines.</summary>
    public required Money Total { get; init; }

    /// <summary>The evidence that an order is.</summary>
    public static OrderEvidence Of(Order order, string placeholder, int number) => new()
    {
        Number = number,
        Version = order.Status.ToString(),
        Placeholder = placeholder,
        Status = order.Status,
        PlacedOn = DateOnly.FromDateTime(order.PlacedAt.UtcDateTime),
        ShippedOn = order.ShippedAt is { } shipped ? DateOnly.FromDateTime(shipped.UtcDateTime) : null,
        DeliveredOn = order.DeliveredAt is { } delivered ? DateOnly.FromDateTime(delivered.UtcDateTime) : null,
        ExpectedOn = order.ExpectedDelivery,
        Lines = [.. order.Lines.Select(l => new OrderEvidenceLine(l.Sku.Value, l.Title, l.Quantity, l.UnitPrice))],
        Total = order.Total,
    };
}

/// <summary>A line of an order.</summary>
/// <param name="Sku">The article.</param>
/// <param name="Title">Its name when it was ordered.</param>
/// <param name="Quantity">Units.</param>
/// <param name="UnitPrice">What was asked for one.</param>
public sealed record OrderEvidenceLine(string Sku, string Title, int Quantity, Money UnitPrice);
