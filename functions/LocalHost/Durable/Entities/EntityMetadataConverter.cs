using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;

namespace RetailServerless.LocalHost.Durable.Entities;

/// <summary>Writes entities as JSON, for functions that answer with one. They cannot be read back.</summary>
internal sealed class EntityMetadataConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => StateOf(typeToConvert) is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Writer<,>).MakeGenericType(typeToConvert, StateOf(typeToConvert)!))!;

    private static Type? StateOf(Type type) => type == typeof(EntityMetadata) ? typeof(SerializedData)
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EntityMetadata<>) ? type.GetGenericArguments()[0]
        : null;

    private sealed class Writer<TMetadata, TState> : JsonConverter<TMetadata>
        where TMetadata : EntityMetadata<TState>
    {
        public override TMetadata Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("An entity's metadata cannot be read from JSON.");

        public override void Write(Utf8JsonWriter writer, TMetadata value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString(Name(nameof(value.Id)), value.Id.ToString());
            writer.WriteString(Name(nameof(value.LastModifiedTime)), value.LastModifiedTime);
            if (value.BacklogQueueSize > 0)
            {
                writer.WriteNumber(Name(nameof(value.BacklogQueueSize)), value.BacklogQueueSize);
            }

            if (value.LockedBy is { } owner)
            {
                writer.WriteString(Name(nameof(value.LockedBy)), owner);
            }

            if (value.IncludesState)
            {
                writer.WritePropertyName(Name(nameof(value.State)));
                WriteState(value.State);
            }

            writer.WriteEndObject();

            string Name(string name) => options.PropertyNamingPolicy?.ConvertName(name) ?? name;

            void WriteState(TState state)
            {
                if (state is SerializedData data)
                {
                    writer.WriteStringValue(data.Value);
                }
                else
                {
                    JsonSerializer.Serialize(writer, state, options);
                }
            }
        }
    }
}
