using System.Text.Json;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Imports.Reading;

/// <summary>Which columns of a file are which fields, where the names alone do not say it.</summary>
public sealed class ColumnMapping
{
    private ColumnMapping(SortedDictionary<string, IReadOnlyList<string>> columns) => Columns = columns;

    /// <summary>No mapping: names decide.</summary>
    public static ColumnMapping Automatic { get; } = new([]);

    /// <summary>Columns by field, more than one where a field is put together from several (a category path).</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Columns { get; }

    /// <summary>Reads <c>{"sku":"id","category":["department","type"]}</c>: our field to the file's column or columns.</summary>
    public static Result<ColumnMapping> Parse(string? json, RowSchema schema)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return Automatic;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Parse(document.RootElement, schema)
                : Invalid("The mapping must be a JSON object as {\"sku\":\"id\"}.");
        }
        catch (JsonException)
        {
            return Invalid("The mapping is not JSON. Write an object as {\"sku\":\"id\"} and encode it for the URL.");
        }
    }

    private static Result<ColumnMapping> Parse(JsonElement root, RowSchema schema)
    {
        var columns = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            var field = schema.Fields.FirstOrDefault(f => string.Equals(f.Name, property.Name, StringComparison.OrdinalIgnoreCase));
            if (field is null)
            {
                return Invalid($"The mapping names a field that rows of this kind do not have. They have: {string.Join(", ", schema.Fields.Select(f => f.Name))}.");
            }

            var names = new FieldValue(property.Value).Texts.ToArray();
            if (names.Length == 0)
            {
                return Invalid($"The mapping of \"{field.Name}\" must be the name of a column, or a list of names.");
            }

            columns[field.Name] = names;
        }

        return new ColumnMapping(columns);
    }

    private static Failure Invalid(string detail) => new(FailureKind.Invalid, "mapping-invalid", detail);
}
