using System.Globalization;
using System.Text;
using System.Text.Json;
using RetailServerless.EndToEnd.Running;

namespace RetailServerless.EndToEnd;

/// <summary>A small shop: some products, two customers, orders that can be sent back.</summary>
internal static class Shop
{
    private static readonly (string Sku, string Title, string Category, decimal Price, string Availability)[] Products =
    [
        ("P1", "Stridelane Swift Running Shoes", "Footwear/Running Shoes", 79.95m, "in_stock"),
        ("P2", "Northfell Trail Running Shoes", "Footwear/Running Shoes", 129.95m, "in_stock"),
        ("P3", "Cobblepath Road Running Shoes", "Footwear/Running Shoes", 59.95m, "out_of_stock"),
        ("P4", "Hearthwell Cast Iron Skillet", "Kitchen/Cookware", 44.95m, "in_stock"),
        ("P5", "Summit Two-Person Tent", "Outdoors/Tents", 219.00m, "in_stock"),
    ];

    /// <summary>Imports it.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="ordersPerCustomer">Orders O-1001, O-1002, … of C1 and O-2001, … of C2, each of one tent, delivered yesterday.</param>
    public static async Task ImportAsync(Platform platform, int ordersPerCustomer = 1)
    {
        var products = Products.Select(p => JsonSerializer.Serialize(new
        {
            id = p.Sku,
            title = p.Title,
            description = $"{p.Title}, a good choice.",
            product_type = p.Category.Replace("/", " > ", StringComparison.Ordinal),
            price = p.Price.ToString("0.00", CultureInfo.InvariantCulture) + " USD",
            availability = p.Availability,
        }));
        await RequireAsync(platform.ImportAsync("catalog", Lines(products), "application/jsonl"));

        var delivered = TimeProvider.System.GetUtcNow().AddDays(-1);
        var orders = new[] { ("C1", 1000), ("C2", 2000) }.SelectMany(c => Enumerable.Range(1, ordersPerCustomer).Select(n => JsonSerializer.Serialize(new
        {
            id = $"O-{c.Item2 + n}",
            customerId = c.Item1,
            placedAt = delivered.AddDays(-5),
            status = "delivered",
            shippedAt = delivered.AddDays(-3),
            deliveredAt = delivered,
            lines = new[] { new { sku = "P5", title = "Summit Two-Person Tent", quantity = 1, unitPrice = new { amount = "219.00", currency = "USD" } } },
        })));
        await RequireAsync(platform.ImportAsync("orders", Lines(orders), "application/jsonl"));
    }

    private static byte[] Lines(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");

    private static async Task RequireAsync(Task<JsonElement> import)
    {
        var ended = await import;
        Assert.True(ended.GetProperty("state").GetString() == "completed", ended.ToString());
    }
}
