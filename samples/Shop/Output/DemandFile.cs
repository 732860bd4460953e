using System.Globalization;
using RetailServerless.Samples.Shop.Demand;

namespace RetailServerless.Samples.Shop.Output;

/// <summary>Writes daily demand as CSV, sorted by product and day.</summary>
internal static class DemandFile
{
    public static void Write(TextWriter writer, IReadOnlyList<DemandSeries> demand, PromotionCalendar promotions, ShopOptions options)
    {
        var dates = Enumerable.Range(0, options.Days).Select(d => options.Start.AddDays(d).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).ToArray();
        writer.Write("sku,date,units,price,promotion,stockOut\n");
        foreach (var series in demand)
        {
            var product = series.Product;
            var regular = product.Price.ToString("0.00", CultureInfo.InvariantCulture);
            var reduced = Math.Round(product.Price * (1 - PromotionCalendar.Reduction), 2).ToString("0.00", CultureInfo.InvariantCulture);
            for (var day = product.LaunchDay; day < options.Days; day++)
            {
                var promotion = promotions.IsOn(product, day);
                writer.Write(product.Sku);
                writer.Write(',');
                writer.Write(dates[day]);
                writer.Write(',');
                writer.Write(series.Units[day]);
                writer.Write(',');
                writer.Write(promotion ? reduced : regular);
                writer.Write(promotion ? ",true," : ",false,");
                writer.Write(series.StockOut[day] ? "true\n" : "false\n");
            }
        }
    }
}
