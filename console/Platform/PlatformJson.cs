using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailServerless.Console.Platform;

/// <summary>JSON as the platform writes it.</summary>
internal static class PlatformJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
