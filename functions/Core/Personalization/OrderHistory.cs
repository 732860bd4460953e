using RetailServerless.Core.Catalog;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Orders;

namespace RetailServerless.Core.Personalization;

/// <summary>The taste of a person in the newest of their orders: how large a share of the articles each brand and each narrowest category has.</summary>
public sealed class OrderHistory(IOrderReader orders, ICatalog catalog) : IPersonHistory
{
    private const int Orders = 20;

    /// <inheritdoc/>
    public async Task<PersonTaste> ReadTasteAsync(Grant grant, CancellationToken cancellationToken)
    {
        grant.Require(Purpose.Personalization, grant.Person);
        var bought = new List<Sku>();
        await foreach (var order in orders.ListAsync(grant, cancellationToken).Take(Orders))
        {
            bought.AddRange(order.Lines.Select(l => l.Sku));
        }

        var products = await catalog.FindManyAsync(bought, cancellationToken);
        return products.Count == 0 ? PersonTaste.Unknown : new PersonTaste(Shares(products, p => p.Brand), Shares(products, p => p.CategoryPath.Count > 0 ? p.CategoryPath[^1] : null));
    }

    private static Dictionary<string, double> Shares(IReadOnlyList<Product> products, Func<Product, string?> key) => products
        .Select(key).OfType<string>()
        .GroupBy(k => k, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(g => g.Key, g => (double)g.Count() / products.Count, StringComparer.OrdinalIgnoreCase);
}
