using RetailServerless.Core.Consent;
using RetailServerless.Core.Customers;
using RetailServerless.Core.Orders;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Statistics.Sources;

/// <summary>Orders: a row an order.</summary>
internal sealed class OrderRows(IDocumentStore documents) : IStatisticsSource
{
    public string Name => "orders";

    public string Container => OrderStore.Container;

    public IReadOnlyList<string> Words { get; } = ["status", "weekday", "year", "country", "ageBand"];

    public IReadOnlyList<string> Numbers { get; } = ["total", "units", "lines"];

    public async Task<IReadOnlyList<StatisticsRow>> ReadAsync(Grant grant, CancellationToken cancellationToken)
    {
        grant.Require(Purpose.Analytics, grant.Person);
        var profile = (await documents.GetAsync<Customer>(new DocumentKey(Customer.Container, grant.Person.Value, Customer.DocumentId), cancellationToken))?.Value;
        var orders = await documents.QueryAsync<Order>(Container, grant.Person.Value, DocumentQuery.All, cancellationToken).Select(d => d.Value).ToListAsync(cancellationToken);
        return
        [
            .. from order in orders
               orderby order.PlacedAt descending, order.Id.Value descending
               select new StatisticsRow(
                   RowWords.Of(
                       ("status", order.Status.ToString()), ("weekday", order.PlacedAt.UtcDateTime.DayOfWeek.ToString()), ("year", order.PlacedAt.UtcDateTime.ToString("yyyy", System.Globalization.CultureInfo.InvariantCulture)),
                       ("country", profile?.Country), ("ageBand", profile?.AgeBand)),
                   new Dictionary<string, decimal>(StringComparer.Ordinal)
                   {
                       ["total"] = order.Lines.Sum(l => l.UnitPrice.Amount * l.Quantity),
                       ["units"] = order.Lines.Sum(l => (decimal)l.Quantity),
                       ["lines"] = order.Lines.Count,
                   }),
        ];
    }
}
