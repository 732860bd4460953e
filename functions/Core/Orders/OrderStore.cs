using RetailServerless.Core.Consent;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Orders;

/// <summary>Keeps orders; a partition is a person, so that nobody else's order can be met by its number.</summary>
public sealed class OrderStore(IDocumentStore documents) : IOrderReader
{
    /// <summary>The container.</summary>
    public const string Container = "orders";

    /// <summary>What is kept.</summary>
    public static PersonalDataDescription Description { get; } = new(
        Container, "Orders with their lines, prices and delivery.", ["identifiers", "commercial information"], [Purpose.Service, Purpose.Personalization, Purpose.Analytics]);

    /// <inheritdoc/>
    public async Task<Order?> FindAsync(Grant grant, OrderId id, CancellationToken cancellationToken)
    {
        Guard(grant);
        return string.IsNullOrEmpty(id.Value) || id.Value.Length > 64 || id.Value.Any(char.IsControl)
            ? null
            : (await documents.GetAsync<Order>(new DocumentKey(Container, grant.Person.Value, id.Value), cancellationToken))?.Value;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Order> ListAsync(Grant grant, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Guard(grant);
        var orders = new List<Order>();
        await foreach (var order in documents.QueryAsync<Order>(Container, grant.Person.Value, DocumentQuery.All, cancellationToken))
        {
            orders.Add(order.Value);
        }

        foreach (var order in orders.OrderByDescending(o => o.PlacedAt).ThenByDescending(o => o.Id.Value, StringComparer.Ordinal))
        {
            yield return order;
        }
    }

    private static void Guard(Grant grant) => grant.Require(grant.Purpose == Purpose.Personalization ? Purpose.Personalization : Purpose.Service, grant.Person);
}
