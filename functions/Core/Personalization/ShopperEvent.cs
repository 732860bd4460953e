using RetailServerless.Core.Catalog;
using RetailServerless.Core.Privacy.Classification;

namespace RetailServerless.Core.Personalization;

/// <summary>What a shopper did.</summary>
public enum ShopperEventType
{
    /// <summary>Looked at a product.</summary>
    View,

    /// <summary>Searched.</summary>
    Search,

    /// <summary>Chose a product from a list.</summary>
    Click,

    /// <summary>Was shown a product in a list.</summary>
    Impression,

    /// <summary>Put a product into the cart.</summary>
    AddToCart,

    /// <summary>Took a product out of the cart.</summary>
    RemoveFromCart,

    /// <summary>Put a product on the wish list.</summary>
    AddToWishlist,

    /// <summary>Bought.</summary>
    Purchase,
}

/// <summary>Something a shopper did on the site. Personal data.</summary>
[PersonalData(Container = EventStore.Container)]
public sealed record ShopperEvent
{
    /// <summary>Random number of the storefront; the same event twice is one.</summary>
    public required string Id { get; init; }

    /// <summary>What.</summary>
    public required ShopperEventType Type { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The product.</summary>
    public Sku? Sku { get; init; }

    /// <summary>The words of a search.</summary>
    public string? Query { get; init; }

    /// <summary>How many.</summary>
    public int? Quantity { get; init; }

    /// <summary>Place in the list, from 1.</summary>
    public int? Position { get; init; }

    /// <summary>The list or page, as the storefront names it.</summary>
    public string? List { get; init; }
}

/// <summary>The events of one visit on one day.</summary>
/// <param name="Session">The storefront's number of the visit; empty when it gave none.</param>
/// <param name="Events">The events in the order of time.</param>
public sealed record ShopperVisit(string Session, IReadOnlyList<ShopperEvent> Events);
