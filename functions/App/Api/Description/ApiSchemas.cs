using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Storage;

namespace RetailServerless.Functions.Api.Description;

/// <summary>
/// JSON Schemas (2020-12) of the types of the API, made from the same settings that write them: one component for each type of ours, referred to wherever it is used.
/// </summary>
internal sealed class ApiSchemas
{
    private const string Components = "#/components/schemas/";

    private readonly Dictionary<string, JsonNode> _schemas = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, string> _names = [];

    /// <summary>The components made so far, by name.</summary>
    public IReadOnlyDictionary<string, JsonNode> All => _schemas;

    /// <summary>The name of a type's component, which is made when it is new.</summary>
    public string NameOf(Type type)
    {
        if (_names.TryGetValue(type, out var known))
        {
            return known;
        }

        var name = FreeName(type);
        _names[type] = name;
        var schema = PlatformJson.Options.GetJsonSchemaAsNode(type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform });
        _schemas[name] = WithoutOwnReference(schema, name);
        return name;
    }

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        if (WrittenByConverter(type) is { } own)
        {
            return own;
        }

        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object && !context.Path.IsEmpty && IsOurs(type))
        {
            return new JsonObject { ["$ref"] = Components + NameOf(type) };
        }

        // "true", anything, reads as well as an empty object.
        return schema is JsonObject ? schema : new JsonObject();
    }

    // What converters write cannot be seen from the type.
    private static JsonObject? WrittenByConverter(Type type)
    {
        if (type == typeof(Money))
        {
            return new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject
                {
                    ["amount"] = new JsonObject { ["type"] = "string", ["pattern"] = "^-?[0-9]+(\\.[0-9]+)?$" },
                    ["currency"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[A-Z]{3}$" },
                },
                ["required"] = new JsonArray("amount", "currency"),
            };
        }

        if (type == typeof(DateTimeOffset))
        {
            return new JsonObject { ["type"] = "string", ["format"] = "date-time" };
        }

        return type.IsValueType && IsOurs(type) && !type.IsEnum && type.GetProperty("Value")?.PropertyType == typeof(string) ? new JsonObject { ["type"] = "string" } : null;
    }

    private static bool IsOurs(Type type) => type.Assembly.GetName().Name?.StartsWith("RetailServerless.", StringComparison.Ordinal) == true;

    // The exporter names a type inside itself by the root of the schema, which is a component here.
    private static JsonNode WithoutOwnReference(JsonNode schema, string name)
    {
        switch (schema)
        {
            case JsonObject @object when @object["$ref"] is JsonValue reference && reference.GetValue<string>() == "#":
                @object["$ref"] = Components + name;
                break;
            case JsonObject @object:
                foreach (var (_, child) in @object.Where(member => member.Value is JsonObject or JsonArray).ToList())
                {
                    WithoutOwnReference(child!, name);
                }

                break;
            case JsonArray array:
                foreach (var child in array.OfType<JsonNode>())
                {
                    WithoutOwnReference(child, name);
                }

                break;
        }

        return schema;
    }

    private string FreeName(Type type)
    {
        var name = type.IsGenericType
            ? type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)] + "Of" + string.Concat(type.GetGenericArguments().Select(argument => argument.Name))
            : type.Name;
        return _names.ContainsValue(name) ? $"{type.Namespace!.Split('.')[^1]}{name}" : name;
    }
}
