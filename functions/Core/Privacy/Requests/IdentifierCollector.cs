using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.People;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>
/// Gathers by what a person could be found again: their number, and the addresses, numbers of telephones, orders and tickets in everything that is kept about them. Names and streets are not among
/// them, as other people have the same.
/// </summary>
public sealed class IdentifierCollector(IEnumerable<IPersonalDataStore> stores)
{
    private const int MaxOfKind = 5_000;

    private static readonly Dictionary<string, string> KindOf = new(StringComparer.OrdinalIgnoreCase)
    {
        ["email"] = "email",
        ["phone"] = "phone",
        ["orderId"] = "order",
        ["order"] = "order",
        ["ticketId"] = "ticket",
    };

    /// <summary>The identifiers of a person.</summary>
    public async Task<IReadOnlyList<SweepIdentifier>> CollectAsync(PersonId person, CancellationToken cancellationToken)
    {
        var found = new HashSet<SweepIdentifier> { new("person", person.Value) };
        if (person.Customer is { } customer)
        {
            found.Add(new SweepIdentifier("customer", customer.Value));
        }

        foreach (var store in stores)
        {
            await foreach (var item in store.ExportAsync(person, cancellationToken))
            {
                Collect(item, store.Description.Name, found);
            }
        }

        return [.. found.OrderBy(i => i.Kind, StringComparer.Ordinal).ThenBy(i => i.Value, StringComparer.Ordinal)];
    }

    private static void Collect(JsonObject item, string store, HashSet<SweepIdentifier> found)
    {
        var ofStore = store switch { "orders" => "order", "tickets" => "ticket", _ => null };
        foreach (var (name, value) in item)
        {
            var kind = name == "id" ? ofStore : KindOf.GetValueOrDefault(name);
            if (kind is not null && value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > 0 } text
                && found.Count(i => i.Kind == kind) < MaxOfKind)
            {
                found.Add(new SweepIdentifier(kind, text));
            }
        }
    }
}
