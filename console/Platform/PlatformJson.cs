using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailServerless.Console.Platform;

/// <summary>JSON as the platform writes it. A member that stands twice is refused: what is shown of it could be another than what is checked.</summary>
internal static class PlatformJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
