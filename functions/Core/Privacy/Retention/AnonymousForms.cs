using System.Globalization;
using System.Text.Json.Nodes;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>
/// What is left of an item that is anonymised: no number, no text, no address, and of its time only the month. Nothing of it says whose it was, and its place in the store follows from a key that is destroyed
/// with the run.
/// </summary>
public static class AnonymousForms
{
    /// <summary>The container of what is left of orders; the partition is the month.</summary>
    public const string OrdersContainer = "anonymous-orders";

    /// <summary>The container of what is left of reviews; the partition is the month.</summary>
    public const string ReviewsContainer = "anonymous-reviews";

    /// <summary>Whether anything is left of the items of a store.</summary>
    public static bool Has(string data) => data is "orders" or "reviews";

    /// <summary>What is left of an item. Of an order each line alone: what was bought together can tell who bought it.</summary>
    /// <param name="data">The store.</param>
    /// <param name="item">The item.</param>
    /// <param name="start">When its time began.</param>
    internal static (string Container, string Month, IReadOnlyList<JsonObject> Left) Of(string data, JsonObject item, DateOnly start)
    {
        var (container, month) = PlaceOf(data, start);
        return (container, month, container == OrdersContainer
            ? [.. (item["lines"] as JsonArray ?? []).OfType<JsonObject>().Select(line => Only(line, "sku", "quantity", "unitPrice"))]
            : [Only(item, "sku", "rating")]);
    }

    /// <summary>The container and partition of what is left of an item.</summary>
    /// <param name="data">The store.</param>
    /// <param name="start">When its time began.</param>
    internal static (string Container, string Month) PlaceOf(string data, DateOnly start) => (
        data switch
        {
            "orders" => OrdersContainer,
            "reviews" => ReviewsContainer,
            _ => throw new ArgumentException($"Nothing is left of '{data}'.", nameof(data)),
        },
        start.ToString("yyyy-MM", CultureInfo.InvariantCulture));

    private static JsonObject Only(JsonObject item, params IEnumerable<string> members) =>
        new(members.Where(m => item[m] is not null).Select(m => KeyValuePair.Create(m, item[m]?.DeepClone())));
}
