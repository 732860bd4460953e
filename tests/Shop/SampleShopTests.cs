using System.Globalization;
using System.Security.Cryptography;
using RetailServerless.Samples.Shop;
using RetailServerless.Samples.Shop.Output;

namespace RetailServerless.Samples.Shop.Tests;

public sealed class SampleShopTests(GeneratedShop shop) : IClassFixture<GeneratedShop>
{
    [Fact]
    public void It_has_2000_products_in_12_departments_with_unique_numbers_and_names()
    {
        var rows = shop.Table("catalog.tsv", '\t').Skip(1).ToArray();

        Assert.Equal(2_000, rows.Length);
        Assert.Equal(2_000, rows.Select(r => r[0]).Distinct().Count());
        Assert.Equal(12, rows.Select(r => r[11].Split(" > ")[0]).Distinct().Count());
        Assert.True(rows.Select(r => r[1]).Distinct().Count() > 1_900);
        Assert.All(rows, r => Assert.True(decimal.Parse(r[7].Split(' ')[0], CultureInfo.InvariantCulture) > 0));
        Assert.All(rows, r => Assert.True(r[2].Length > 60));
    }

    [Fact]
    public void The_same_options_give_the_same_files_byte_for_byte()
    {
        var folder = Directory.CreateTempSubdirectory("shop-").FullName;

        ShopFiles.Write(folder, GeneratedShop.Options);

        foreach (var file in Directory.GetFiles(folder))
        {
            Assert.Equal(Hash(Path.Combine(shop.Folder, Path.GetFileName(file))), Hash(file));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Another_seed_gives_another_shop()
    {
        var folder = Directory.CreateTempSubdirectory("shop-").FullName;

        ShopFiles.Write(folder, GeneratedShop.Options with { Seed = 7, Products = 200, Shoppers = 100 });

        Assert.Equal(201, File.ReadLines(Path.Combine(folder, "catalog.tsv")).Count());
        Assert.NotEqual(
            File.ReadLines(Path.Combine(shop.Folder, "catalog.tsv")).Skip(1).First(),
            File.ReadLines(Path.Combine(folder, "catalog.tsv")).Skip(1).First());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Orders_events_reviews_and_tickets_name_only_shoppers_and_products_that_exist()
    {
        var skus = shop.Table("catalog.tsv", '\t').Skip(1).Select(r => r[0]).ToHashSet();
        var shoppers = shop.Lines("customers.jsonl").Select(c => c.GetProperty("id").GetString()).ToHashSet();

        var orders = shop.Lines("orders.jsonl");

        Assert.Equal(5_000, shoppers.Count);
        Assert.All(orders, o => Assert.Contains(o.GetProperty("customerId").GetString(), shoppers));
        Assert.All(orders.SelectMany(o => o.GetProperty("lines").EnumerateArray()), l => Assert.Contains(l.GetProperty("sku").GetString()!, skus));
        foreach (var file in new[] { "reviews.jsonl", "tickets.jsonl" })
        {
            Assert.All(shop.Lines(file), r => Assert.Contains(r.GetProperty("sku").GetString()!, skus));
            Assert.All(shop.Lines(file), r => Assert.Contains(r.GetProperty("customerId").GetString(), shoppers));
        }
    }

    [Fact]
    public void Demand_holds_every_unit_that_shoppers_ordered()
    {
        var sold = new Dictionary<(string, string), int>();
        foreach (var row in shop.Table("demand.csv", ',').Skip(1))
        {
            sold[(row[0], row[1])] = int.Parse(row[2], CultureInfo.InvariantCulture);
        }

        var ordered = shop.Lines("orders.jsonl")
            .SelectMany(o => o.GetProperty("lines").EnumerateArray().Select(l => (
                Key: (l.GetProperty("sku").GetString()!, o.GetProperty("placedAt").GetString()![..10]), Units: l.GetProperty("quantity").GetInt32())))
            .GroupBy(l => l.Key, l => l.Units);

        Assert.All(ordered, o => Assert.True(sold[o.Key] >= o.Sum()));
    }

    [Fact]
    public void Demand_has_seasons_promotions_and_stock_outs()
    {
        var category = shop.Table("catalog.tsv", '\t').Skip(1).ToDictionary(r => r[0], r => r[11]);
        var rows = shop.Table("demand.csv", ',').Skip(1).ToArray();

        double Mean(Func<string[], bool> which) => rows.Where(which).Average(r => int.Parse(r[2], CultureInfo.InvariantCulture));
        var garden = rows.Where(r => category[r[0]].EndsWith("Garden Tools", StringComparison.Ordinal) && r[4] == "false").ToArray();
        var spring = garden.Where(r => r[1][5..7] is "04" or "05").Average(r => int.Parse(r[2], CultureInfo.InvariantCulture));
        var autumn = garden.Where(r => r[1][5..7] is "10" or "11").Average(r => int.Parse(r[2], CultureInfo.InvariantCulture));
        var stockOuts = (double)rows.Count(r => r[5] == "true") / rows.Length;

        Assert.True(spring > 2 * autumn, $"spring {spring:0.00}, autumn {autumn:0.00}");
        Assert.True(Mean(r => r[4] == "true") > 1.5 * Mean(r => r[4] == "false"));
        Assert.InRange(stockOuts, 0.005, 0.12);
    }

    [Fact]
    public void Tastes_are_known_and_show_in_what_shoppers_do()
    {
        var department = shop.Table("catalog.tsv", '\t').Skip(1).ToDictionary(r => r[0], r => r[11].Split(" > ")[0]);
        var truth = shop.Lines("truth.jsonl").ToDictionary(t => t.GetProperty("customerId").GetString()!, t => t.GetProperty("departments"));
        var views = shop.Lines("events.jsonl").Where(e => e.GetProperty("type").GetString() == "view")
            .Select(e => (Shopper: e.GetProperty("customerId").GetString()!, Department: department[e.GetProperty("sku").GetString()!])).ToArray();

        var hits = views.Count(v => truth[v.Shopper].EnumerateObject().MaxBy(d => d.Value.GetDouble()).Name == v.Department);

        Assert.True((double)hits / views.Length > 0.3, "The favourite department should get far more than one in twelve views.");
    }

    [Fact]
    public void Shoppers_differ_in_what_they_agreed_to()
    {
        var consents = shop.Lines("customers.jsonl").Select(c => c.GetProperty("consent").GetProperty("personalization").GetBoolean()).ToArray();

        Assert.InRange((double)consents.Count(c => c) / consents.Length, 0.55, 0.7);
    }

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));
}
