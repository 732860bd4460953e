using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailServerless.Core.Consent;

/// <summary>
/// What one decision covers: a purpose, and where the policy divides it by channel, one channel of it. Written as <c>marketing</c> or <c>marketing.email</c>. A purpose alone is a
/// scope of its own and never stands for its channels.
/// </summary>
/// <param name="Purpose">The purpose.</param>
/// <param name="Channel">The channel; <see langword="null"/>: the purpose as a whole.</param>
[JsonConverter(typeof(ConsentScopeConverter))]
public readonly record struct ConsentScope(Purpose Purpose, ContactChannel? Channel = null) : IComparable<ConsentScope>
{
    /// <summary>The name on the wire.</summary>
    public string Name => Channel is { } channel ? $"{Purpose.Name()}.{channel.Name()}" : Purpose.Name();

    /// <summary>A purpose as a whole.</summary>
    public static implicit operator ConsentScope(Purpose purpose) => new(purpose);

    /// <summary>A purpose as a whole.</summary>
    public static ConsentScope FromPurpose(Purpose purpose) => new(purpose);

    /// <summary>Reads a name; exact, as it is written.</summary>
    public static bool TryParse(string name, out ConsentScope scope)
    {
        ArgumentNullException.ThrowIfNull(name);
        scope = default;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (!PurposeNames.TryParse(dot < 0 ? name : name[..dot], out var purpose))
        {
            return false;
        }

        if (dot < 0)
        {
            scope = new ConsentScope(purpose);
            return true;
        }

        if (!ContactChannelNames.TryParse(name[(dot + 1)..], out var channel))
        {
            return false;
        }

        scope = new ConsentScope(purpose, channel);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(ConsentScope other) =>
        Purpose != other.Purpose ? Purpose.CompareTo(other.Purpose) : Nullable.Compare(Channel, other.Channel);

    /// <summary>Whether it comes before another: by purpose, the whole before its channels.</summary>
    public static bool operator <(ConsentScope left, ConsentScope right) => left.CompareTo(right) < 0;

    /// <summary>Whether it comes before another or is it.</summary>
    public static bool operator <=(ConsentScope left, ConsentScope right) => left.CompareTo(right) <= 0;

    /// <summary>Whether it comes after another.</summary>
    public static bool operator >(ConsentScope left, ConsentScope right) => left.CompareTo(right) > 0;

    /// <summary>Whether it comes after another or is it.</summary>
    public static bool operator >=(ConsentScope left, ConsentScope right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Scopes of consent.</summary>
public static class ConsentScopes
{
    /// <summary>One channel of a purpose.</summary>
    public static ConsentScope By(this Purpose purpose, ContactChannel channel) => new(purpose, channel);
}

/// <summary>A scope by its name, also as the name of a member.</summary>
internal sealed class ConsentScopeConverter : JsonConverter<ConsentScope>
{
    public override ConsentScope Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()!) : throw new JsonException("A purpose is a text.");

    public override void Write(Utf8JsonWriter writer, ConsentScope value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);

    public override ConsentScope ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, ConsentScope value, JsonSerializerOptions options) => writer.WritePropertyName(value.Name);

    private static ConsentScope Parse(string name) => ConsentScope.TryParse(name, out var scope) ? scope : throw new JsonException("It is neither a purpose nor a channel of one.");
}
