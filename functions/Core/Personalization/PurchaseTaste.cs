using RetailServerless.Core.Catalog;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Orders;

namespace RetailServerless.Core.Personalization;

/// <summary>Tells what a person likes from what they bought and kept: units by brand and by narrowest category, as shares. Articles that left the catalog do not count.</summary>
public sealed class PurchaseTaste(IOrderReader orders, ICatalog catalog) : IPersonHistory
{
    private const int NewestOrders = 100;

    /// <inheritdoc/>
    public async Task<PersonTaste> ReadTasteAsync(Grant grant, CancellationToken cancellationToken)
    {
        grant.Require(Purpose.Personalization, grant.Person);
        var units = new Dictionary<Sku, int>();
        var count = 0;
        await foreach (var order in orders.ListAsync(grant, cancellationToken))
        {
            if (order.Status is OrderStatus.Cancelled or OrderStatus.Returned)
            {
                continue;
            }

            foreach (var line in order.Lines)
            {
                units[line.Sku] = units.GetValueOrDefault(line.Sku) + line.Quantity;
            }

            if (++count == NewestOrders)
            {
                break;
            }
        }

        var products = await catalog.FindManyAsync([.. units.Keys], cancellationToken);
        return new PersonTaste(
            SharesOf(products.Where(p => p.Brand is not null), p => p.Brand!, units),
            SharesOf(products.Where(p => p.CategoryPath.Count > 0), p => p.CategoryPath[^1], units));
    }

    private static Dictionary<string, double> SharesOf(IEnumerable<Product> products, Func<Product, string> key, Dictionary<Sku, int> units)
    {
        var sums = products.GroupBy(key, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => (double)g.Sum(p => units[p.Sku]), StringComparer.OrdinalIgnoreCase);
        var all = sums.Values.Sum();
        return sums.ToDictionary(s => s.Key, s => s.Value / all, StringComparer.OrdinalIgnoreCase);
    }
}
