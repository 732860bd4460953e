using System.Text.Json;

namespace RetailServerless.Functions.Tests.Chat;

/// <summary>Twelve products, as JSON lines.</summary>
internal static class SmallCatalog
{
    public static string JsonLines { get; } = string.Join('\n', Products().Select(p => JsonSerializer.Serialize(p)));

    private static IEnumerable<object> Products()
    {
        yield return Product("T-1", "TrailMaster X4 Tent", "OutdoorLiving", "Outdoor > Tents", "250.00 USD", "Durable polyester tent for four people. It is water-resistant. Comes with a 2-year warranty.", "green");
        yield return Product("T-2", "Alpine Explorer Tent", "AlpineGear", "Outdoor > Tents", "350.00 USD", "Tent for eight people with a detachable divider.", "orange");
        yield return Product("T-3", "SkyView Tent", "OutdoorLiving", "Outdoor > Tents", "200.00 USD", "Tent for two people.", "blue", "out_of_stock");
        yield return Product("B-1", "Adventurer Pro Backpack", "HikeMate", "Outdoor > Backpacks", "90.00 USD", "A 40L backpack made of nylon.", "black", "out_of_stock");
        yield return Product("B-2", "SummitClimber Backpack", "HikeMate", "Outdoor > Backpacks", "120.00 USD", "A 60L backpack with a rain cover.", "red");
        yield return Product("S-1", "Nimbus Five Running Shoe", "Volta", "Footwear > Running shoes", "120.00 USD", "A light running shoe with a foam sole.", "blue", sale: "89.99 USD");
        yield return Product("S-2", "Pacer Running Shoe", "Stride", "Footwear > Running shoes", "65.00 USD", "A running shoe for every day.", "black");
        yield return Product("S-3", "Carbon Elite Running Shoe", "Volta", "Footwear > Running shoes", "240.00 USD", "A racing shoe with a carbon plate.", "white");
        yield return Product("S-4", "Meadow Running Shoe", "Stride", "Footwear > Running shoes", "45.00 USD", "A simple running shoe.", "green");
        yield return Product("H-1", "Quiet Two Headphones", "Sonora", "Electronics > Headphones", "149.00 USD", "Wireless headphones with noise cancelling.", "black");
        yield return Product("H-2", "BassBeat Headphones", "Tonic", "Electronics > Headphones", "59.00 USD", "Wireless headphones with 30 hours of battery life.", "blue");
        yield return Product("G-1", "Dark Chocolate Box", "Cacao", "Grocery & Gourmet > Sweets", "18.00 USD", "Twelve pieces of dark chocolate.", "brown");
    }

    private static Dictionary<string, string> Product(string id, string title, string brand, string category, string price, string description, string color, string availability = "in_stock", string? sale = null)
    {
        var product = new Dictionary<string, string>
        {
            ["id"] = id,
            ["title"] = title,
            ["brand"] = brand,
            ["product_type"] = category,
            ["price"] = price,
            ["description"] = description,
            ["availability"] = availability,
            ["color"] = color,
        };
        if (sale is not null)
        {
            product["sale_price"] = sale;
        }

        return product;
    }
}
