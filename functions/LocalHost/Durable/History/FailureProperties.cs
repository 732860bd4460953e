using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RetailServerless.LocalHost.Durable.History;

/// <summary>
/// The properties kept with a failure, as text. As in the SDK's wire format they come back as text, <see cref="double"/>, <see cref="bool"/>, times, lists and
/// dictionaries, whatever they were; anything else is kept as what it writes of itself.
/// </summary>
internal static class FailureProperties
{
    private const string Time = "dt:", TimeWithOffset = "dto:";
    private const int Depth = 32;

    public static string? Write(IDictionary<string, object?>? properties) => properties is null ? null : Node(properties, 0)!.ToJsonString();

    public static Dictionary<string, object?>? Read(string? text)
    {
        if (text is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(text);
        return Members(document.RootElement);
    }

    private static JsonNode? Node(object? value, int depth) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag,
        DateTime time => Time + time.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset time => TimeWithOffset + time.ToString("O", CultureInfo.InvariantCulture),
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) ? number : value.ToString(),
        IDictionary<string, object?> members when depth < Depth => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Node(member.Value, depth + 1)))),
        IEnumerable items when depth < Depth => new JsonArray([.. items.Cast<object?>().Select(item => Node(item, depth + 1))]),
        _ => value.ToString(),
    };

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Text(element.GetString()!),
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Object => Members(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToList(),
        _ => null,
    };

    private static Dictionary<string, object?> Members(JsonElement element) =>
        element.EnumerateObject().ToDictionary(member => member.Name, member => Value(member.Value), StringComparer.Ordinal);

    private static object Text(string text) =>
        text.StartsWith(TimeWithOffset, StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text.AsSpan(TimeWithOffset.Length), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var offset) ? offset
        : text.StartsWith(Time, StringComparison.Ordinal)
            && DateTime.TryParse(text.AsSpan(Time.Length), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time
        : text;
}
