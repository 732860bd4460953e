using RetailServerless.Samples.Shop.Assortment;
using RetailServerless.Samples.Shop.Shoppers;

namespace RetailServerless.Samples.Shop.Behaviour;

/// <summary>
/// What a shopper looks at: a department by interest, then products by utility (brand, price level, popularity, quality) plus Gumbel noise,
/// which is a multinomial logit choice (McFadden 1974).
/// </summary>
internal sealed class ProductChoice
{
    private const int ConsideredAtOnce = 24;

    private readonly ShopProduct[][] _byDepartment;
    private readonly double[] _priceRank;

    public ProductChoice(IReadOnlyList<ShopProduct> products, int departments)
    {
        _byDepartment = [.. Enumerable.Range(0, departments).Select(d => products.Where(p => p.Department == d).ToArray())];
        _priceRank = new double[products.Count];
        foreach (var category in products.GroupBy(p => p.Category))
        {
            var sorted = category.OrderBy(p => p.Price).ThenBy(p => p.Index).ToArray();
            for (var i = 0; i < sorted.Length; i++)
            {
                _priceRank[sorted[i].Index] = sorted.Length == 1 ? 0.5 : (double)i / (sorted.Length - 1);
            }
        }
    }

    /// <summary>The true utility of a product to a shopper, without noise.</summary>
    public double Utility(Shopper shopper, ShopProduct product) =>
        shopper.Brands[product.Brand]
        - (3 * Math.Abs(shopper.PriceLevel - _priceRank[product.Index]))
        + (0.5 * Math.Log(product.BaseDemand + 0.05))
        + product.Quality;

    /// <summary>The products that catch the shopper's eye, best first.</summary>
    public IReadOnlyList<ShopProduct> Look(Random random, Shopper shopper, int day, int count)
    {
        var shelf = _byDepartment[random.Weighted(shopper.Departments)];
        var seen = new List<(ShopProduct Product, double Value)>(ConsideredAtOnce);
        for (var i = 0; i < ConsideredAtOnce; i++)
        {
            var product = random.Pick(shelf);
            if (product.LaunchDay <= day && !seen.Exists(s => s.Product == product))
            {
                seen.Add((product, Utility(shopper, product) - Math.Log(-Math.Log(1 - random.NextDouble() + 1e-12) + 1e-12)));
            }
        }

        return [.. seen.OrderByDescending(s => s.Value).Take(count).Select(s => s.Product)];
    }
}
