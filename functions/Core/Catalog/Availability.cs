namespace RetailServerless.Core.Catalog;

/// <summary>Whether an article can be had, in the terms of the Merchant Center <c>availability</c> attribute.</summary>
public enum Availability
{
    /// <summary><c>in_stock</c>.</summary>
    InStock,

    /// <summary><c>out_of_stock</c>.</summary>
    OutOfStock,

    /// <summary><c>preorder</c>.</summary>
    Preorder,

    /// <summary><c>backorder</c>.</summary>
    Backorder,

    /// <summary>The shop's data does not say; nothing may be claimed.</summary>
    Unknown,
}
