using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailServerless.Core.Storage;

/// <summary>Writes an id struct as the plain string that it wraps, also as the name of a member of a dictionary.</summary>
internal sealed class TextIdConverter<T>(Func<string, T> fromText, Func<T, string?> toText) : JsonConverter<T>
    where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String
            ? fromText(reader.GetString()!)
            : throw new JsonException($"A string was expected for {typeof(T).Name}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Text(value));

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        fromText(reader.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(Text(value));

    private string Text(T value) => toText(value) ?? throw new JsonException($"A {typeof(T).Name} without a value cannot be written.");
}
