using RetailServerless.Samples.Shop.Assortment;

namespace RetailServerless.Samples.Shop.Demand;

/// <summary>
/// Units sold a day and product: a Poisson number whose mean follows the year, the week, the product's age and promotions, cut off when the shelf is empty.
/// The shelf is refilled by a weekly order-up-to policy with a lead time.
/// </summary>
internal sealed class DemandSimulator(PromotionCalendar promotions, ShopOptions options)
{
    private static readonly double[] Week = [1.15, 0.9, 0.88, 0.92, 0.98, 1.08, 1.25];

    /// <summary>Simulates one product over all days.</summary>
    public DemandSeries Simulate(ShopProduct product)
    {
        var random = Draw.Stream(options.Seed, "demand " + product.Sku);
        var units = new int[options.Days];
        var stockOut = new bool[options.Days];
        var leadTime = 5 + random.Next(10);
        var cover = 7 + leadTime + random.Next(4, 12);
        var trend = 1 + (0.25 * random.Normal() * 0.5);
        var stock = (int)Math.Ceiling(product.BaseDemand * cover);
        var arrivals = new Dictionary<int, int>();
        var onOrder = 0;

        for (var day = product.LaunchDay; day < options.Days; day++)
        {
            if (arrivals.Remove(day, out var arrived))
            {
                stock += arrived;
                onOrder -= arrived;
            }

            var wanted = random.Poisson(Mean(product, day, trend));
            units[day] = Math.Min(wanted, stock);
            stockOut[day] = stock == 0 || wanted > stock;
            stock -= units[day];

            if (day % 7 == 0)
            {
                var target = (int)Math.Ceiling((product.BaseDemand * cover) + (1.1 * Math.Sqrt(product.BaseDemand * cover)));
                var order = target - stock - onOrder;
                if (order > 0)
                {
                    var due = day + Math.Max(1, leadTime + random.Next(-2, 5));
                    arrivals[due] = arrivals.GetValueOrDefault(due) + order;
                    onOrder += order;
                }
            }
        }

        return new DemandSeries(product, units, stockOut, stock);
    }

    private double Mean(ShopProduct product, int day, double trend)
    {
        var date = options.Start.AddDays(day);
        var season = 1 + (product.Category.Swing * 0.8 * Math.Cos(2 * Math.PI * (date.DayOfYear - ((product.Category.Peak - 0.5) * 30.4)) / 365.25));
        var age = Math.Min(1, (day - product.LaunchDay + 7) / 28.0);
        var growth = Math.Max(0.4, 1 + ((trend - 1) * day / options.Days));
        var promotion = promotions.IsOn(product, day) ? PromotionCalendar.Lift : 1;
        return product.BaseDemand * season * Week[(int)date.DayOfWeek] * age * growth * promotion;
    }
}

/// <summary>What was sold of one product, a number a day.</summary>
/// <param name="Product">The product.</param>
/// <param name="Units">Units sold.</param>
/// <param name="StockOut">Whether the shelf was empty for part of the day.</param>
/// <param name="Stock">Units on the shelf at the end.</param>
internal sealed record DemandSeries(ShopProduct Product, int[] Units, bool[] StockOut, int Stock);
