using RetailServerless.Core.Catalog;
using RetailServerless.Core.Chat.Grounding;
using RetailServerless.Core.Chat.Policies;
using RetailServerless.Core.Chat.Understanding;

namespace RetailServerless.Core.Tests.Chat;

/// <summary>A small shop.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    public static Product Tent { get; } = new()
    {
        Sku = new Sku("T-1"),
        Title = "TrailMaster X4 Tent",
        Brand = "OutdoorLiving",
        CategoryPath = ["Outdoor", "Tents"],
        Price = new Money(250m, "USD"),
        StockLevel = 3,
        Description = "Durable polyester tent for four people. It is water-resistant. Comes with a 2-year warranty.",
        Attributes = new Dictionary<string, string> { ["color"] = "green", ["material"] = "polyester" },
        Rating = 4.5,
        RatingCount = 12,
    };

    public static Product Backpack { get; } = new()
    {
        Sku = new Sku("B-1"),
        Title = "Adventurer Pro Backpack",
        Brand = "HikeMate",
        CategoryPath = ["Outdoor", "Backpacks"],
        Price = new Money(90m, "USD"),
        Availability = Availability.OutOfStock,
        Description = "A 40L backpack made of nylon.",
        Sale = null,
    };

    public static Product Shoe { get; } = new()
    {
        Sku = new Sku("S-1"),
        Title = "Nimbus 5 Running Shoe",
        Brand = "Volta",
        CategoryPath = ["Footwear", "Running shoes"],
        Price = new Money(120m, "USD"),
        Sale = new SalePrice(new Money(89.99m, "USD"), null, null),
        Attributes = new Dictionary<string, string> { ["color"] = "blue", ["size"] = "42" },
    };

    public static CatalogVocabulary Vocabulary { get; } = new(
        ["Outdoor/Tents", "Outdoor/Backpacks", "Footwear/Running shoes", "Footwear/Boots", "Electronics/Headphones"],
        ["OutdoorLiving", "HikeMate", "Volta", "Sony", "North Star"],
        new Dictionary<string, IReadOnlyList<string>> { ["color"] = ["blue", "green", "red"], ["size"] = ["M", "L", "42"], ["material"] = ["nylon", "leather", "polyester"] });

    public static StorePolicy Store { get; } = new()
    {
        Name = "Test shop",
        Topics =
        [
            new StoreTopic { Id = "shipping", Asked = ["shipping", "delivery", "shipping cost", "free shipping"], Answer = ["Standard delivery takes 3 to 5 working days and costs $4.95.", "Delivery is free for orders over $50."] },
            new StoreTopic { Id = "returns", Asked = ["return policy", "return", "refund"], Answer = ["You can return most items within 30 days after delivery."] },
            new StoreTopic { Id = "opening-hours", Asked = ["opening hours", "open"], Answer = ["The online shop is always open."] },
        ],
    };

    public static ProductEvidence Evidence(Product product, int number) => ProductEvidence.Of(product, number, "v1", Now);

    public static PolicyEvidence Shipping(int number) => new() { Number = number, Version = "1", PolicyId = "chat/store", Topic = "shipping", Sentences = Store.Topics[0].Answer };
}
