namespace RetailServerless.Core.Chat;

/// <summary>What a shopper wants.</summary>
public enum Intent
{
    /// <summary>Nothing that the chat can do.</summary>
    Unknown,

    /// <summary>A greeting.</summary>
    Greeting,

    /// <summary>Thanks, or a goodbye.</summary>
    Thanks,

    /// <summary>Products that fit some constraints.</summary>
    FindProducts,

    /// <summary>What one product is like.</summary>
    ProductQuestion,

    /// <summary>What one product costs and whether it can be had.</summary>
    PriceAndAvailability,

    /// <summary>How far an order has come.</summary>
    OrderStatus,

    /// <summary>To send something back.</summary>
    StartReturn,

    /// <summary>What the shop's rules are.</summary>
    StorePolicy,

    /// <summary>To talk to a person.</summary>
    HandOff,
}
