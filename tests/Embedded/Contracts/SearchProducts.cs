using RetailServerless.Core.Catalog;

namespace RetailServerless.Tests.Contracts;

/// <summary>A little shop to search in.</summary>
public static class SearchProducts
{
    public static readonly CatalogVersion First = new("01900000000070008000000000000001");
    public static readonly CatalogVersion Second = new("01900000000070008000000000000002");

    public static IReadOnlyList<Product> Shop { get; } =
    [
        New("shoe-1", "Cloudstep Women's Running Shoes", 89.90m, "Fleetfoot", "Footwear/Running shoes", "Light running shoes with a soft sole for long runs.", ("color", "Black/White"), ("size", "8")),
        New("shoe-2", "Trailmaster Running Shoes", 129m, "Fleetfoot", "Footwear/Running shoes", "Sturdy shoes for running on trails.", ("color", "Red"), ("size", "9")),
        New("shoe-3", "Leather Office Shoes", 149m, "Walker & Sons", "Footwear/Dress shoes", "Elegant shoes of full-grain leather.", ("color", "Black"), ("size", "9")),
        New("spray-1", "WD-40 Multi-Use Spray 12 oz", 8.49m, "WD-40", "Tools/Lubricants", "Frees rusty bolts."),
        New("cable-1", "USB-C Charging Cable 10ft", 12.99m, "Voltix", "Electronics/Cables", "Braided cable, ten feet long."),
        New("cable-2", "USB-C Charging Cable 3 ft", 7.99m, "Voltix", "Electronics/Cables", "A short cable."),
        New("phone-1", "Wireless Headphones with Microphone", 59m, "Sonora", "Electronics/Audio", "Over-ear headphones <b>with</b> 30 hours of battery & case.", ("color", "Blue")),
        New("desk-1", "2-in-1 Standing Desk", 399m, "Werk", "Furniture/Desks", "A desk to sit and stand at.", ("color", "Black")),
        New("shirt-1", "Cotton T-Shirt", 15m, "Plain", "Clothing/Shirts", "Soft cotton.", ("color", "White"), ("size", "M")) with { Availability = Availability.OutOfStock },
        New("free-1", "Paint Sample Card", null, "Plain", "Paint", "Colours at a glance."),
    ];

    public static Product New(string sku, string title, decimal? price, string brand, string category, string description, params (string Name, string Value)[] attributes) => new()
    {
        Sku = new Sku(sku),
        Title = title,
        Price = price is { } amount ? new Money(amount, "EUR") : null,
        Brand = brand,
        CategoryPath = category.Split('/'),
        Description = description,
        Attributes = attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Value),
    };
}
