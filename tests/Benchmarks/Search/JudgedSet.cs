using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using RetailServerless.Core.Catalog;

namespace RetailServerless.Benchmarks.Search;

/// <summary>Products and what people judged of them: a folder with <c>products.jsonl.gz</c> and <c>judgments.csv</c> (<c>query_id,query,PRODUCT,gain,...</c>).</summary>
internal sealed record JudgedSet(string Name, IReadOnlyList<Product> Products, IReadOnlyList<JudgedQuery> Queries)
{
    public static JudgedSet Read(string folder)
    {
        var products = ReadProducts(Path.Combine(folder, "products.jsonl.gz"));
        var rows = File.ReadLines(Path.Combine(folder, "judgments.csv")).Select(Fields);
        var queries = new Dictionary<string, JudgedQuery>(StringComparer.Ordinal);
        foreach (var row in rows.Skip(1).Where(row => row.Count > 3))
        {
            if (!queries.TryGetValue(row[0], out var query))
            {
                queries[row[0]] = query = new JudgedQuery(row[1], new Dictionary<string, double>(StringComparer.Ordinal));
            }

            query.Gains[row[2]] = double.Parse(row[3], CultureInfo.InvariantCulture);
        }

        return new JudgedSet(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), products, [.. queries.Values]);
    }

    // RFC 4180 without line breaks inside fields.
    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
                if (quoted && field.Length > 0)
                {
                    field.Append('"');
                }
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }

    private static List<Product> ReadProducts(string path)
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var products = new List<Product>();
        while (lines.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            products.Add(ToProduct(json.RootElement));
        }

        return products;
    }

    private static Product ToProduct(JsonElement json) => new()
    {
        Sku = new Sku(Text(json, "_id") ?? Text(json, "id") ?? Text(json, "product_id") ?? Text(json, "asin") ?? throw new InvalidDataException("A product has no id.")),
        Title = Text(json, "title") ?? Text(json, "product_title") ?? Text(json, "name") ?? "",
        Description = string.Join('\n', new[] { Text(json, "description") ?? Text(json, "product_description"), Text(json, "bullet_points") ?? Text(json, "product_bullet_point") }.Where(text => !string.IsNullOrEmpty(text))),
        Brand = Text(json, "brand") ?? Text(json, "product_brand"),
        CategoryPath = List(json, "category"),
        Attributes = new[] { "color", "size", "material" }.Where(name => !string.IsNullOrWhiteSpace(Text(json, name))).ToDictionary(name => name, name => Text(json, name)!),
        Rating = json.TryGetProperty("rating", out var rating) && rating.ValueKind == JsonValueKind.Number ? rating.GetDouble() : null,
        RatingCount = json.TryGetProperty("rating_count", out var count) && count.ValueKind == JsonValueKind.Number ? count.GetInt32() : 0,
    };

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string[] List(JsonElement json, string name) => !json.TryGetProperty(name, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.ToString())]
        : value.ValueKind == JsonValueKind.String ? [.. value.GetString()!.Split(['/', '>'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]
        : [];
}

/// <summary>A query with the gain of each judged product.</summary>
internal sealed record JudgedQuery(string Text, Dictionary<string, double> Gains)
{
    /// <summary>Normalized discounted cumulative gain of the first ten, products that nobody judged counting nothing. Järvelin, Kekäläinen 2002.</summary>
    public double Ndcg10(IEnumerable<string> ranking)
    {
        var ideal = Dcg(Gains.Values.OrderDescending());
        return ideal == 0 ? 0 : Dcg(ranking.Select(id => Gains.GetValueOrDefault(id))) / ideal;
    }

    private static double Dcg(IEnumerable<double> gains) => gains.Take(10).Select((gain, rank) => gain / Math.Log2(rank + 2)).Sum();
}
