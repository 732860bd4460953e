using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Customers;
using RetailServerless.Core.Orders;
using RetailServerless.Core.People;
using RetailServerless.Core.Personalization;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Storage;

namespace RetailServerless.Benchmarks.Erasure;

/// <summary>A shopper with an address of their own in each store.</summary>
internal sealed class PlantedShopper(int number)
{
    private const int EventsOfVisit = 100;
    private static readonly DateTimeOffset Day = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The stores in which one is planted.</summary>
    public static IReadOnlyList<string> Stores { get; } = [Customer.Container, OrderStore.Container, Review.Container, Ticket.Container, EventStore.Container];

    public CustomerId Id { get; } = new(string.Create(CultureInfo.InvariantCulture, $"SHOPPER-{number:000000}"));

    public PersonId Person => PersonId.Of(Id);

    // Looked for as a customer's number is: wherever it stands it counts, also in a row of somebody else.
    public IReadOnlyList<SweepIdentifier> Identifiers { get; } = [.. Stores.Select(store => new SweepIdentifier("customer", Planted(number, store)))];

    /// <summary>Writes everything about all of them.</summary>
    public static async Task WriteAsync(IServiceProvider services, IReadOnlyList<PlantedShopper> people, int events)
    {
        var documents = services.GetRequiredService<IDocumentStore>();
        foreach (var some in people.Chunk(50))
        {
            await documents.UpsertManyAsync(Customer.Container, [.. some.Select(p => p.Write(Customer.DocumentId, new Customer { Id = p.Id, Name = $"Shopper {p.Id}", Email = p.In(Customer.Container) }))], default);
            await documents.UpsertManyAsync(OrderStore.Container, [.. some.Select(p => p.Write($"ORDER-{p.Id}", p.Order()))], default);
            await documents.UpsertManyAsync(Review.Container, [.. some.Select(p => p.Write("r1", new Review { Id = "r1", Customer = p.Id, Sku = new Sku("P5"), Rating = 4, Text = "Write to " + p.In(Review.Container) }))], default);
            await documents.UpsertManyAsync(Ticket.Container, [.. some.Select(p => p.Write($"TICKET-{p.Id}", new Ticket { Id = $"TICKET-{p.Id}", Customer = p.Id, Subject = "Reach me at " + p.In(Ticket.Container) }))], default);
            await documents.UpsertManyAsync(EventStore.Container, [.. some.SelectMany(p => p.Visits(events))], default);
            await Task.WhenAll(some.Select(p => services.GetRequiredService<IAuditLog>().AppendAsync(
                new AuditEvent { EntryId = AuditEvent.NewEntryId(), Kind = "bench.planted", ActorRole = "system", Subject = p.Person, Body = [] }, default)));
        }
    }

    private static string Planted(int number, string store) => string.Create(CultureInfo.InvariantCulture, $"shopper{number:000000}.{store}@planted.example");

    private string In(string store) => Planted(number, store);

    private DocumentWrite<T> Write<T>(string id, T value) => new(Person.Value, id, value);

    private Order Order() => new()
    {
        Id = new OrderId($"ORDER-{Id}"),
        Customer = Id,
        PlacedAt = Day,
        Status = OrderStatus.Delivered,
        Lines = [new OrderLine(new Sku("P5"), "Engraved with " + In(OrderStore.Container), 1, new Money(219m, "USD"))],
    };

    private IEnumerable<DocumentWrite<ShopperVisit>> Visits(int events) =>
        from visit in Enumerable.Range(0, (events + EventsOfVisit - 1) / EventsOfVisit)
        let session = string.Create(CultureInfo.InvariantCulture, $"s{number}-{visit}")
        select Write(
            string.Create(CultureInfo.InvariantCulture, $"{Day.AddDays(visit):yyyyMMdd}_{session}"),
            new ShopperVisit(session, [.. Enumerable.Range(0, Math.Min(EventsOfVisit, events - visit * EventsOfVisit)).Select(n => Event(visit, n))]));

    private ShopperEvent Event(int visit, int n) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{number}-{visit}-{n}"),
        Type = n == 0 ? ShopperEventType.Search : ShopperEventType.View,
        At = Day.AddDays(visit).AddSeconds(n),
        Sku = n == 0 ? null : new Sku(string.Create(CultureInfo.InvariantCulture, $"SKU-{(number * 31 + n) % 2000}")),
        Query = n == 0 ? In(EventStore.Container) : null,
    };
}
