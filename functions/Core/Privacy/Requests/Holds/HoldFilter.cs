using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RetailServerless.Core.Privacy.Requests.Holds;

/// <summary>
/// Decides whether a hold covers an item that a store exported. Pure. A number counts when it is the value of <c>id</c> or of a member whose name ends with <c>Id</c>; an instant when it is the value of any
/// member of the item itself or of an entry of a list in it. An item without any instant is covered by a hold that names a time: what cannot be dated is kept rather than lost.
/// </summary>
public static class HoldFilter
{
    /// <summary>Whether the item is covered.</summary>
    public static bool Covers(HoldScope scope, string store, JsonObject item)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(item);
        return scope.Stores.Contains(store, StringComparer.Ordinal)
            && (scope.Items.Count == 0 || Numbers(item).Any(n => scope.Items.Contains(n, StringComparer.Ordinal)))
            && InTime(scope, item);
    }

    private static bool InTime(HoldScope scope, JsonObject item)
    {
        if (scope.From is null && scope.To is null)
        {
            return true;
        }

        var instants = Instants(item).ToList();
        return instants.Count == 0 || instants.Exists(at => (scope.From is null || at >= scope.From) && (scope.To is null || at < scope.To));
    }

    private static IEnumerable<string> Numbers(JsonObject item) =>
        from member in item
        where member.Key == "id" || member.Key.EndsWith("Id", StringComparison.Ordinal)
        let text = TextOf(member.Value)
        where text is not null
        select text;

    private static IEnumerable<DateTimeOffset> Instants(JsonObject item) => item.SelectMany(member => member.Value switch
    {
        JsonArray list => list.OfType<JsonObject>().SelectMany(entry => entry.Select(m => InstantOf(m.Value))),
        var value => [InstantOf(value)],
    }).OfType<DateTimeOffset>();

    private static DateTimeOffset? InstantOf(JsonNode? value) =>
        TextOf(value) is { Length: >= 10 } text && char.IsAsciiDigit(text[0])
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : null;

    private static string? TextOf(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
