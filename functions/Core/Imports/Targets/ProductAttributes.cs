using System.Text.Json;
using RetailServerless.Core.Imports.Reading;
using RetailServerless.Core.Imports.Values;

namespace RetailServerless.Core.Imports.Targets;

/// <summary>Gathers the attributes of a product. A column that is no field of ours is an attribute, unless it is about the shop's business and not about the product.</summary>
internal sealed class ProductAttributes
{
    private const int MaxCount = 100;
    private const int NameLimit = 64;
    private const int ValueLimit = 500;

    private static readonly string[] BusinessPrefixes = ["cost", "shipping", "tax", "ads_", "adwords", "custom_label", "excluded_", "included_", "margin", "wholesale", "supplier_"];
    private static readonly string[] BusinessNames =
        ["identifier_exists", "expiration_date", "max_handling_time", "min_handling_time", "transit_time_label", "promotion_id", "pause", "query_id", "mobile_link", "lifestyle_image_link", "updated", "published", "author"];

    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> ToDictionary() => _values;

    public void AddExtras(IReadOnlyList<KeyValuePair<string, FieldValue>> extras)
    {
        foreach (var (name, value) in extras)
        {
            Add(name, value.ToString());
        }
    }

    /// <summary>A JSON object of names and values, or a list of objects that each name one.</summary>
    public void AddObjects(FieldValue value)
    {
        foreach (var json in value.Objects)
        {
            if (json.TryGetProperty("name", out var name) && json.TryGetProperty("value", out var named))
            {
                Add(new FieldValue(name).Text ?? "", new FieldValue(named).ToString());
                continue;
            }

            foreach (var property in json.EnumerateObject())
            {
                Add(property.Name, new FieldValue(property.Value).ToString());
            }
        }
    }

    /// <summary><c>product_detail</c>: <c>section:name:value</c>, several separated by commas, or JSON objects with <c>attribute_name</c> and <c>attribute_value</c>.</summary>
    public void AddDetails(FieldValue value)
    {
        foreach (var text in value.Texts)
        {
            AddDetailText(text);
        }

        foreach (var json in value.Objects)
        {
            if (json.TryGetProperty("attribute_name", out var name) && json.TryGetProperty("attribute_value", out var named))
            {
                Add(new FieldValue(name).Text ?? "", new FieldValue(named).ToString());
            }
        }

        if (!value.Objects.Any(o => o.TryGetProperty("attribute_name", out _)))
        {
            AddObjects(value);
        }
    }

    private void AddDetailText(string text)
    {
        var pending = "";
        foreach (var part in text.Split(','))
        {
            // A comma inside a value separates no details: what follows it has no two colons of its own.
            var isDetail = part.Count(c => c == ':') >= 2;
            if (isDetail && pending.Length > 0)
            {
                AddDetail(pending);
                pending = "";
            }

            pending = pending.Length > 0 ? pending + "," + part : part;
        }

        AddDetail(pending);
    }

    private void AddDetail(string detail)
    {
        var parts = detail.Split(':', 3);
        if (parts.Length == 3)
        {
            Add(parts[1], parts[2]);
        }
        else if (parts.Length == 2)
        {
            Add(parts[0], parts[1]);
        }
    }

    private void Add(string name, string value)
    {
        var key = NameOf(name);
        var text = PlainText.Line(value, ValueLimit);
        if (key.Length > 0 && text.Length > 0 && _values.Count < MaxCount && !BusinessNames.Contains(key) && !BusinessPrefixes.Any(p => key.StartsWith(p, StringComparison.Ordinal)))
        {
            _values.TryAdd(key, text);
        }
    }

    /// <summary>Lower case with underscores, as <c>age_group</c>; <c>AgeGroup</c> and <c>Age group</c> too.</summary>
    private static string NameOf(string name)
    {
        var trimmed = name.Trim();
        trimmed = trimmed.StartsWith("g:", StringComparison.OrdinalIgnoreCase) ? trimmed[2..] : trimmed;
        var key = new System.Text.StringBuilder(trimmed.Length + 4);
        for (var i = 0; i < trimmed.Length && key.Length < NameLimit; i++)
        {
            var c = trimmed[i];
            if (!char.IsLetterOrDigit(c))
            {
                key.Append(key.Length > 0 && key[^1] != '_' ? "_" : "");
                continue;
            }

            if (char.IsUpper(c) && i > 0 && char.IsLower(trimmed[i - 1]) && key.Length > 0 && key[^1] != '_')
            {
                key.Append('_');
            }

            key.Append(char.ToLowerInvariant(c));
        }

        return key.ToString().TrimEnd('_');
    }
}
