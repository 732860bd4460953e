using System.Globalization;
using RetailServerless.Core.Catalog;
using static RetailServerless.Benchmarks.Search.BenchVocabulary;

namespace RetailServerless.Benchmarks.Search;

/// <summary>A catalog of any size as a general store has it. The same seed gives the same products.</summary>
internal sealed class BenchCatalog
{
    private const int Seed = 20261124;
    private static readonly string[] Colors = ["Black", "White", "Blue", "Red", "Green", "Grey", "Navy", "Pink", "Beige", "Brown", "Purple", "Yellow"];
    private static readonly string[] Materials = ["Cotton", "Leather", "Steel", "Plastic", "Wool", "Bamboo", "Glass", "Aluminum", "Nylon", "Ceramic"];
    private static readonly string[] Sizes = ["XS", "S", "M", "L", "XL", "XXL", "8", "9", "10", "11"];
    private static readonly string[] Adjectives = ["Portable", "Wireless", "Classic", "Adjustable", "Heavy Duty", "Slim", "Foldable", "Waterproof", "Organic", "Rechargeable", "Mini", "Deluxe", "Women's", "Men's", "Kids"];
    private static readonly string[] Measures = ["10 ft", "12 oz", "2 pack", "500 ml", "16 inch", "3-in-1", "64GB", "6-pack", "1.5 l", "20 lb"];

    private static readonly (string Department, string[] Nouns)[] Departments =
    [
        ("Footwear", ["Running Shoes", "Hiking Boots", "Sandals", "Sneakers", "Slippers", "Loafers"]), ("Clothing", ["T-Shirt", "Jeans", "Rain Jacket", "Hoodie", "Dress", "Socks", "Sweater"]),
        ("Electronics", ["Headphones", "USB-C Cable", "Phone Case", "Bluetooth Speaker", "Laptop Sleeve", "Charger", "Smart Watch"]), ("Kitchen", ["Frying Pan", "Water Bottle", "Coffee Maker", "Knife Set", "Mixing Bowl", "Toaster"]),
        ("Furniture", ["Desk", "Office Chair", "Bookshelf", "Coffee Table", "Bed Frame"]), ("Garden", ["Garden Hose", "Pruning Shears", "Planter", "Lawn Mower", "Patio Umbrella"]),
        ("Toys", ["Building Blocks", "Puzzle", "Doll House", "Board Game", "Toy Truck"]), ("Beauty", ["Face Cream", "Shampoo", "Lipstick", "Hair Dryer", "Nail Polish"]),
        ("Sports", ["Yoga Mat", "Dumbbell", "Tennis Racket", "Bike Helmet", "Camping Tent", "Backpack"]), ("Tools", ["Cordless Drill", "Screwdriver Set", "Tape Measure", "Work Light", "Tool Box"]),
        ("Pets", ["Dog Bed", "Cat Tree", "Dog Leash", "Fish Tank", "Bird Feeder"]), ("Baby", ["Stroller", "Baby Monitor", "Crib Sheet", "Diaper Bag", "High Chair"]),
    ];

    private readonly BenchVocabulary _words = new(60_000, new Random(Seed));
    private readonly string[] _brands;
    private readonly string[] _lines;

    public BenchCatalog()
    {
        var random = new Random(Seed + 1);
        _brands = [.. Enumerable.Range(0, 1500).Select(_ => Capital(Invent(random))).Distinct()];
        _lines = [.. Enumerable.Range(0, 6000).Select(_ => Capital(Invent(random))).Distinct()];
    }

    public async IAsyncEnumerable<Product> ProductsAsync(int count)
    {
        await Task.CompletedTask;
        for (var number = 0; number < count; number++)
        {
            yield return Create(number);
        }
    }

    /// <summary>The product of a number.</summary>
    public Product Create(int number)
    {
        var random = new Random(unchecked((Seed * 31) + (number * 7919)));
        var (department, nouns) = PickPopular(Departments, random);
        var noun = PickPopular(nouns, random);
        var brand = PickPopular(_brands, random);
        var color = PickPopular(Colors, random);
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal) { ["color"] = random.Next(8) == 0 ? $"{color}/{Pick(Colors, random)}" : color, ["material"] = PickPopular(Materials, random) };
        if (department is "Footwear" or "Clothing")
        {
            attributes["size"] = Pick(Sizes, random);
        }

        var title = string.Join(' ', new[]
        {
            brand, PickPopular(_lines, random), Pick(Adjectives, random), random.Next(3) == 0 ? attributes["material"] : "", noun, random.Next(2) == 0 ? Pick(Measures, random) : "",
            random.Next(2) == 0 ? color : "", random.Next(6) == 0 ? $"{(char)random.Next('A', 'Z')}{(char)random.Next('A', 'Z')}-{random.Next(100, 9999)}" : "",
        }.Where(part => part.Length > 0));
        var price = Math.Round((decimal)Math.Exp((random.NextDouble() * 5) + 1.2), 2);
        return new Product
        {
            Sku = new Sku(string.Create(CultureInfo.InvariantCulture, $"P{number:0000000}")),
            Title = title,
            Brand = brand,
            CategoryPath = [department, noun, $"{Pick(Adjectives, random)} {noun}"],
            Description = Describe(random),
            Attributes = attributes,
            Price = new Money(price, "EUR"),
            Sale = random.Next(10) == 0 ? new SalePrice(new Money(Math.Round(price * 0.8m, 2), "EUR"), null, null) : null,
            Availability = random.Next(12) == 0 ? Availability.OutOfStock : Availability.InStock,
            StockLevel = random.Next(200),
            Rating = Math.Round(3 + (random.NextDouble() * 2), 1),
            RatingCount = (int)Math.Exp(random.NextDouble() * 9),
            Images = [$"https://shop.example/images/{number}.jpg"],
            Link = $"https://shop.example/p/{number}",
        };
    }

    private string Describe(Random random)
    {
        var words = new string[random.Next(30, 120)];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = _words.Draw(random) + (i % 12 == 11 ? "." : "");
        }

        return string.Join(' ', words);
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
