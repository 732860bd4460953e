using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.DurableTask.Entities;

/// <summary>
/// The address of an entity, written <c>@name@key</c>. The name is that of the entity's code and is kept in lower case; the key tells the entities of
/// one name apart and is kept as given. See
/// https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-entities#entity-id.
/// </summary>
[JsonConverter(typeof(TextConverter))]
public readonly record struct EntityInstanceId
{
    /// <summary>Makes an address.</summary>
    /// <exception cref="ArgumentException">The name is empty or has an <c>@</c>.</exception>
    public EntityInstanceId(string name, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(key);
        if (name.Contains('@', StringComparison.Ordinal))
        {
            throw new ArgumentException("The name of an entity cannot contain '@'.", nameof(name));
        }

        (Name, Key) = (name.ToLowerInvariant(), key);
    }

    /// <summary>Name of the entity, in lower case.</summary>
    public string Name { get; }

    /// <summary>Key of the entity among those of its name.</summary>
    public string Key { get; }

    /// <summary>Reads an address of the form <c>@name@key</c>.</summary>
    /// <exception cref="ArgumentException">The text is not of that form.</exception>
    public static EntityInstanceId FromString(string instanceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var separator = instanceId[0] == '@' ? instanceId.IndexOf('@', 1) : -1;
        return separator > 1
            ? new EntityInstanceId(instanceId[1..separator], instanceId[(separator + 1)..])
            : throw new ArgumentException($"'{instanceId}' is not the address of an entity: one is written @name@key.", nameof(instanceId));
    }

    /// <summary>The address as <c>@name@key</c>.</summary>
    public override string ToString() => $"@{Name}@{Key}";

    private sealed class TextConverter : JsonConverter<EntityInstanceId>
    {
        public override EntityInstanceId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            FromString(reader.GetString() ?? string.Empty);

        public override void Write(Utf8JsonWriter writer, EntityInstanceId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
