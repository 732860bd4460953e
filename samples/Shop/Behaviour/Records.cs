using RetailServerless.Samples.Shop.Assortment;
using RetailServerless.Samples.Shop.Shoppers;

namespace RetailServerless.Samples.Shop.Behaviour;

/// <summary>Something a shopper did on the site.</summary>
internal sealed record ShopEvent(string Id, Shopper Shopper, string Session, string Type, DateTimeOffset At, ShopProduct? Product, string? Query, int Quantity);

/// <summary>An order of the sample shop.</summary>
internal sealed record ShopOrder
{
    public required string Id { get; init; }

    public required Shopper Shopper { get; init; }

    public required DateTimeOffset PlacedAt { get; init; }

    public required IReadOnlyList<ShopOrderLine> Lines { get; init; }

    public required string Status { get; init; }

    public DateTimeOffset? ShippedAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    public DateOnly? ExpectedDelivery { get; init; }
}

/// <summary>A line of an order.</summary>
internal sealed record ShopOrderLine(ShopProduct Product, int Quantity, decimal UnitPrice);

/// <summary>What a shopper wrote about a product.</summary>
internal sealed record ShopReview(string Id, Shopper Shopper, ShopProduct Product, int Rating, string Title, string Text, DateTimeOffset At);

/// <summary>A conversation with the service desk.</summary>
internal sealed record ShopTicket(string Id, ShopOrder Order, ShopProduct Product, string Topic, string Subject, DateTimeOffset At, IReadOnlyList<ShopMessage> Messages, string Status, int? Satisfaction);

/// <summary>One message of a ticket.</summary>
internal sealed record ShopMessage(string From, DateTimeOffset At, string Text);

/// <summary>Everything that shoppers did.</summary>
internal sealed record ShopHistory(
    IReadOnlyList<ShopEvent> Events, IReadOnlyList<ShopOrder> Orders, IReadOnlyList<ShopReview> Reviews, IReadOnlyList<ShopTicket> Tickets);
