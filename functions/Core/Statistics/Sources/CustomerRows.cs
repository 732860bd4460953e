using System.Globalization;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Customers;
using RetailServerless.Core.Orders;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Statistics.Sources;

/// <summary>Customers: a row a person, with what they bought in all.</summary>
internal sealed class CustomerRows(IDocumentStore documents) : IStatisticsSource
{
    public string Name => "customers";

    public string Container => Customer.Container;

    public IReadOnlyList<string> Words { get; } = ["country", "region", "gender", "ageBand", "joinedYear", "spendBand"];

    public IReadOnlyList<string> Numbers { get; } = ["orders", "spend"];

    public async Task<IReadOnlyList<StatisticsRow>> ReadAsync(Grant grant, CancellationToken cancellationToken)
    {
        grant.Require(Purpose.Analytics, grant.Person);
        if ((await documents.GetAsync<Customer>(new DocumentKey(Container, grant.Person.Value, Customer.DocumentId), cancellationToken))?.Value is not { } profile)
        {
            return [];
        }

        var orders = await documents.QueryAsync<Order>(OrderStore.Container, grant.Person.Value, DocumentQuery.All, cancellationToken).Select(d => d.Value).ToListAsync(cancellationToken);
        var spend = orders.Where(o => o.Status is not (OrderStatus.Cancelled or OrderStatus.Returned)).SelectMany(o => o.Lines).Sum(l => l.UnitPrice.Amount * l.Quantity);
        return
        [
            new StatisticsRow(
                RowWords.Of(
                    ("country", profile.Country), ("region", profile.Region), ("gender", profile.Gender), ("ageBand", profile.AgeBand),
                    ("joinedYear", profile.JoinedAt?.UtcDateTime.ToString("yyyy", CultureInfo.InvariantCulture)), ("spendBand", BandOf(spend))),
                new Dictionary<string, decimal>(StringComparer.Ordinal) { ["orders"] = orders.Count, ["spend"] = spend }),
        ];
    }

    private static string BandOf(decimal spend) => spend switch
    {
        <= 0 => "none",
        < 100 => "under 100",
        < 500 => "100 to 499",
        < 2000 => "500 to 1999",
        _ => "2000 and more",
    };
}
