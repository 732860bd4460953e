using System.Globalization;

namespace RetailServerless.Samples.Shop.Assortment;

/// <summary>Makes the catalog from the assortment.</summary>
internal sealed class ProductMaker(IReadOnlyList<Department> departments, ShopOptions options)
{
    private static readonly string[] Series =
    [
        "Alto", "Arden", "Aspen", "Atlas", "Basin", "Birch", "Cairn", "Calder", "Cedar", "Cirrus", "Coast", "Comet", "Delta", "Drift", "Ember", "Fenn",
        "Fjord", "Flint", "Glade", "Grove", "Harbor", "Haven", "Isla", "Juno", "Kestrel", "Lark", "Linden", "Lumen", "Maple", "Meridian", "Mesa", "Nova",
        "Oak", "Onyx", "Orbit", "Pine", "Prairie", "Quarry", "Ridge", "River", "Sable", "Sierra", "Slate", "Sol", "Summit", "Tarn", "Terra", "Vale", "Willow", "Zephyr",
    ];

    private static readonly string[] Palette = ["Black", "White", "Navy", "Grey", "Blue", "Red", "Green", "Olive", "Beige", "Brown", "Pink", "Yellow", "Burgundy", "Teal", "Orange"];

    private static readonly string[] ShoeSizes = ["6", "7", "8", "9", "10", "11", "12"];

    private static readonly string[] ApparelSizes = ["XS", "S", "M", "L", "XL", "XXL"];

    private readonly Random _random = Draw.Stream(options.Seed, "products");
    private readonly HashSet<string> _titles = new(StringComparer.Ordinal);
    private readonly List<ShopProduct> _products = [];

    /// <summary>Makes exactly as many products as the options ask for.</summary>
    public IReadOnlyList<ShopProduct> Make()
    {
        var categories = departments.SelectMany((d, i) => d.Categories.Select(c => (Department: i, Category: c))).ToArray();
        for (var i = 0; i < categories.Length; i++)
        {
            var upTo = (int)((long)options.Products * (i + 1) / categories.Length);
            while (_products.Count < upTo)
            {
                MakeDesign(categories[i].Department, categories[i].Category, upTo - _products.Count);
            }
        }

        return _products;
    }

    private void MakeDesign(int departmentIndex, Category category, int room)
    {
        var department = departments[departmentIndex];
        var brandIndex = _random.Next(department.Brands.Count);
        var brand = department.Brands[brandIndex];
        var (name, adjective, noun) = MakeName(brand, category);
        var tier = 0.8 + (0.5 * brandIndex / Math.Max(1, department.Brands.Count - 1));
        var price = RoundPrice(category.Price[0] * tier * Math.Exp(category.Price[1] * _random.Normal()));
        var variants = Math.Min(room, category.Sizes is null ? (category.Colors && _random.NextDouble() < 0.4 ? 2 : 1) : 2 + _random.Next(3));
        var design = MakeDesignAttributes(category);
        var description = Describe(name, adjective, noun, category, design);
        var quality = 1 / (1 + Math.Exp(-(_random.Normal() + 0.8)));
        var launch = _random.NextDouble() < 0.7 ? 0 : _random.Next(options.Days * 3 / 4);
        var popularity = Math.Exp(_random.Normal() * 0.9) * Math.Pow(40 / (double)price, 0.25);
        var group = variants > 1 ? $"G{_products.Count + 1:00000}" : null;
        var sale = MakeSale(price);
        var colors = _random.GetItems(Palette, variants).Distinct().ToArray();
        var sizes = category.Sizes == "shoes" ? ShoeSizes : ApparelSizes;
        var firstSize = _random.Next(sizes.Length);

        for (var v = 0; v < variants; v++)
        {
            var attributes = new Dictionary<string, string>(design, StringComparer.Ordinal);
            var title = name;
            if (category.Colors || category.Sizes is not null)
            {
                attributes["color"] = colors[v % colors.Length];
                title += ", " + attributes["color"];
            }

            if (category.Sizes is not null)
            {
                attributes["size"] = sizes[(firstSize + v) % sizes.Length];
                title += ", Size " + attributes["size"];
            }

            _products.Add(new ShopProduct
            {
                Index = _products.Count,
                Sku = $"{Prefix(department.Name)}-{_products.Count + 1:00000}",
                Title = title,
                Description = description,
                Brand = brand,
                Department = departmentIndex,
                Category = category,
                CategoryPath = [department.Name, category.Name],
                Price = price,
                SalePrice = sale?.Price,
                SaleFrom = sale?.From,
                SaleUntil = sale?.Until,
                ItemGroupId = group,
                Attributes = attributes,
                LaunchDay = launch,
                BaseDemand = Math.Min(12, 0.45 * popularity / Math.Sqrt(variants)),
                Quality = quality,
            });
        }
    }

    private (string Name, string Adjective, string Noun) MakeName(string brand, Category category)
    {
        while (true)
        {
            var adjective = _random.Pick(category.Adjectives);
            var noun = _random.Pick(category.Nouns);
            var series = _random.Pick(Series);
            var name = $"{brand} {series} {adjective} {noun}";
            if (_titles.Add(name))
            {
                return (name, adjective, noun);
            }
        }
    }

    private Dictionary<string, string> MakeDesignAttributes(Category category)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (category.Materials.Count > 0)
        {
            attributes["material"] = _random.Pick(category.Materials);
        }

        if (category.Audience is "women" or "men")
        {
            attributes["gender"] = category.Audience == "women" ? "female" : "male";
            attributes["age_group"] = "adult";
        }
        else if (category.Audience == "kids")
        {
            attributes["age_group"] = "kids";
        }
        else if (category.Sizes == "shoes")
        {
            attributes["gender"] = _random.NextDouble() switch { < 0.4 => "female", < 0.8 => "male", _ => "unisex" };
            attributes["age_group"] = "adult";
        }

        foreach (var (attribute, values) in category.Extra)
        {
            attributes[attribute] = _random.Pick(values);
        }

        return attributes;
    }

    private string Describe(string name, string adjective, string noun, Category category, Dictionary<string, string> attributes)
    {
        var features = category.Features.ToArray();
        _random.Shuffle(features);
        var sentences = new List<string>
        {
            attributes.TryGetValue("material", out var material)
                ? $"The {name} is our {adjective.ToLowerInvariant()} choice in {category.Name.ToLowerInvariant()}, made of {material}."
                : $"The {name} is our {adjective.ToLowerInvariant()} choice in {category.Name.ToLowerInvariant()}.",
        };
        sentences.AddRange(features.Take(2 + _random.Next(2)));
        var details = attributes.Where(a => category.Extra.ContainsKey(a.Key)).Select(a => $"{a.Key}: {a.Value}").ToArray();
        if (details.Length > 0)
        {
            sentences.Add(string.Create(CultureInfo.InvariantCulture, $"Details of this {noun.ToLowerInvariant()}: {string.Join(", ", details)}."));
        }

        return string.Join(' ', sentences);
    }

    private (decimal Price, DateOnly From, DateOnly Until)? MakeSale(decimal price)
    {
        if (_random.NextDouble() >= 0.12)
        {
            return null;
        }

        var from = options.End.AddDays(_random.Next(-10, 6));
        return (RoundPrice((double)price * (0.6 + (0.3 * _random.NextDouble()))), from, from.AddDays(_random.Next(7, 22)));
    }

    private static decimal RoundPrice(double price) => price switch
    {
        < 20 => Math.Max(1, Math.Round((decimal)price)) - 0.01m,
        < 100 => Math.Round((decimal)price) - 0.05m,
        _ => (Math.Round((decimal)price / 5) * 5) - 1m,
    };

    private static string Prefix(string department) => department[..3].ToUpperInvariant();
}
