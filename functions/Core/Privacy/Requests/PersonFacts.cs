using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Regimes;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>What the shop holds of a person, to compare with what somebody says who claims to be them. It only ever answers yes or no.</summary>
public sealed class PersonFacts(IEnumerable<IPersonalDataStore> stores)
{
    private static readonly Dictionary<string, DataPoint> Points = new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = DataPoint.Name,
        ["email"] = DataPoint.Email,
        ["phone"] = DataPoint.Phone,
        ["address"] = DataPoint.PostalAddress,
        ["postalCode"] = DataPoint.PostalAddress,
        ["city"] = DataPoint.PostalAddress,
        ["dateOfBirth"] = DataPoint.DateOfBirth,
        ["loyaltyNumber"] = DataPoint.LoyaltyNumber,
    };

    /// <summary>The data point that a member of a profile is; <see langword="null"/> when it is none.</summary>
    public static DataPoint? PointOf(string member) => Points.TryGetValue(member, out var point) ? point : null;

    /// <summary>Which of the values match. Every value is compared, so that the time tells nothing.</summary>
    public async Task<IReadOnlyList<DataPoint>> MatchAsync(PersonId person, IReadOnlyDictionary<DataPoint, string> shown, CancellationToken cancellationToken)
    {
        var held = await ReadAsync(person, cancellationToken);
        return [.. shown.Where(s => Any(held.GetValueOrDefault(s.Key, []), Normalize(s.Value))).Select(s => s.Key).Order()];
    }

    /// <summary>The e-mail address or telephone number on file; <see langword="null"/> when there is none.</summary>
    public async Task<string?> AddressAsync(PersonId person, DataPoint channel, CancellationToken cancellationToken)
    {
        var member = channel switch { DataPoint.Email => "email", DataPoint.Phone => "phone", _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, null) };
        await foreach (var profile in StoreOf("customers").ExportAsync(person, cancellationToken))
        {
            return TextOf(profile[member]);
        }

        return null;
    }

    private static bool Any(List<string> held, string shown)
    {
        var matches = false;
        foreach (var value in held)
        {
            matches |= CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(value)), SHA256.HashData(Encoding.UTF8.GetBytes(shown)));
        }

        return matches && shown.Length > 0;
    }

    // Case, spaces and punctuation are no difference between people.
    private static string Normalize(string? text) =>
        string.Concat((text ?? "").Normalize(NormalizationForm.FormKC).Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private async Task<Dictionary<DataPoint, List<string>>> ReadAsync(PersonId person, CancellationToken cancellationToken)
    {
        var held = new Dictionary<DataPoint, List<string>>();
        await foreach (var profile in StoreOf("customers").ExportAsync(person, cancellationToken))
        {
            Add(held, DataPoint.Name, TextOf(profile["name"]));
            Add(held, DataPoint.PostalAddress, $"{TextOf(profile["address"])}{TextOf(profile["postalCode"])}");
            Add(held, DataPoint.DateOfBirth, TextOf(profile["attributes"]?["dateofbirth"]));
            Add(held, DataPoint.LoyaltyNumber, TextOf(profile["attributes"]?["loyaltynumber"]));
        }

        await foreach (var order in StoreOf("orders").ExportAsync(person, cancellationToken))
        {
            Add(held, DataPoint.OrderNumber, TextOf(order["id"]));
            Add(held, DataPoint.OrderDate, TextOf(order["placedAt"])?[..10]);
            Add(held, DataPoint.OrderTotal, TotalOf(order));
            foreach (var line in order["lines"] as JsonArray ?? [])
            {
                Add(held, DataPoint.OrderedArticle, TextOf(line?["sku"]));
            }
        }

        return held;
    }

    private static string? TotalOf(JsonObject order)
    {
        if (order["lines"] is not JsonArray lines)
        {
            return null;
        }

        var total = 0m;
        foreach (var line in lines)
        {
            total += decimal.Parse(TextOf(line?["unitPrice"]?["amount"]) ?? "0", CultureInfo.InvariantCulture) * (line?["quantity"]?.GetValue<int>() ?? 0);
        }

        return total.ToString("0.00", CultureInfo.InvariantCulture);
    }

    private static void Add(Dictionary<DataPoint, List<string>> held, DataPoint point, string? value)
    {
        if (Normalize(value) is { Length: > 0 } normal)
        {
            (held.TryGetValue(point, out var values) ? values : held[point] = []).Add(normal);
        }
    }

    private static string? TextOf(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private IPersonalDataStore StoreOf(string name) => stores.First(s => s.Description.Name == name);
}
