using System.Globalization;
using RetailServerless.Samples.Shop.Assortment;
using RetailServerless.Samples.Shop.Behaviour;

namespace RetailServerless.Samples.Shop.Output;

/// <summary>Writes the catalog as a Google Merchant Center feed: tab-separated, the attribute names of the product data specification.</summary>
internal static class CatalogFeed
{
    private static readonly string[] Columns =
    [
        "id", "title", "description", "link", "image_link", "availability", "quantity", "price", "sale_price", "sale_price_effective_date", "brand",
        "product_type", "item_group_id", "color", "size", "material", "gender", "age_group", "product_detail", "rating", "rating_count",
    ];

    private static readonly string[] OwnColumns = ["color", "size", "material", "gender", "age_group"];

    public static void Write(TextWriter writer, IReadOnlyList<ShopProduct> products, IReadOnlyList<int> stock, IReadOnlyList<ShopReview> reviews)
    {
        var ratings = reviews.GroupBy(r => r.Product.Index).ToDictionary(g => g.Key, g => (Mean: g.Average(r => r.Rating), Count: g.Count()));
        writer.Write(string.Join('\t', Columns) + "\n");
        foreach (var product in products)
        {
            var rated = ratings.TryGetValue(product.Index, out var rating);
            var cells = new List<string>
            {
                product.Sku,
                product.Title,
                product.Description,
                $"https://shop.example/p/{product.Sku}",
                $"https://shop.example/images/{product.Sku}.jpg",
                stock[product.Index] > 0 ? "in_stock" : "out_of_stock",
                stock[product.Index].ToString(CultureInfo.InvariantCulture),
                Price(product.Price),
                product.SalePrice is { } sale ? Price(sale) : "",
                product.SaleFrom is { } from && product.SaleUntil is { } until ? $"{from:yyyy-MM-dd}T00:00Z/{until:yyyy-MM-dd}T00:00Z" : "",
                product.Brand,
                string.Join(" > ", product.CategoryPath),
                product.ItemGroupId ?? "",
            };
            cells.AddRange(OwnColumns.Select(c => product.Attributes.GetValueOrDefault(c, "")));
            cells.Add(string.Join(',', product.Attributes.Where(a => !OwnColumns.Contains(a.Key)).Select(a => $"Details:{a.Key}:{a.Value}")));
            cells.Add(rated ? rating.Mean.ToString("0.00", CultureInfo.InvariantCulture) : "");
            cells.Add(rated ? rating.Count.ToString(CultureInfo.InvariantCulture) : "");
            writer.Write(string.Join('\t', cells) + "\n");
        }
    }

    private static string Price(decimal amount) => string.Create(CultureInfo.InvariantCulture, $"{amount:0.00} USD");
}
