using RetailServerless.Samples.Shop.Behaviour;

namespace RetailServerless.Samples.Shop.Loading;

/// <summary>Three shoppers to sign in as: they agreed to personalization and have an order that can still be sent back.</summary>
internal static class DemoShoppers
{
    public const string FileName = "demo.txt";

    /// <summary>Writes a line <c>customer order</c> for each.</summary>
    public static void Write(TextWriter writer, IReadOnlyList<ShopOrder> orders, ShopOptions options)
    {
        var since = options.At(options.Days - 20, TimeSpan.Zero);
        var chosen = orders
            .Where(o => o.Status == "delivered" && o.DeliveredAt > since && o.Shopper.Consent.Personalization)
            .DistinctBy(o => o.Shopper.Id)
            .Take(3);
        foreach (var order in chosen)
        {
            writer.Write($"{order.Shopper.Id} {order.Id}\n");
        }
    }

    /// <summary>Reads them; empty when there is no sample shop.</summary>
    public static IReadOnlyList<(string Customer, string Order)> Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        return File.Exists(file) ? [.. File.ReadAllLines(file).Select(l => l.Split(' ')).Select(l => (l[0], l[1]))] : [];
    }
}
