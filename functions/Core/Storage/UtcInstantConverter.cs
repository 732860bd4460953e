using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailServerless.Core.Storage;

/// <summary>Instants are written in UTC with the suffix <c>Z</c> and read with any offset (RFC 3339).</summary>
internal sealed class UtcInstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);
}
