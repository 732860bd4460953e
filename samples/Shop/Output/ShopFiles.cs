using System.Globalization;
using RetailServerless.Samples.Shop.Assortment;
using RetailServerless.Samples.Shop.Behaviour;
using RetailServerless.Samples.Shop.Demand;
using RetailServerless.Samples.Shop.Loading;
using RetailServerless.Samples.Shop.Shoppers;

namespace RetailServerless.Samples.Shop.Output;

/// <summary>Simulates the shop and writes its files into a folder.</summary>
internal static class ShopFiles
{
    public static ShopSummary Write(string folder, ShopOptions options)
    {
        Directory.CreateDirectory(folder);
        var departments = AssortmentFile.Read();
        var products = new ProductMaker(departments, options).Make();
        var shoppers = new ShopperMaker(departments, options).Make();
        var promotions = new PromotionCalendar(departments, options);
        var simulator = new DemandSimulator(promotions, options);
        var demand = new DemandSeries[products.Count];
        Parallel.For(0, products.Count, i => demand[i] = simulator.Simulate(products[i]));
        var choice = new ProductChoice(products, departments.Count);
        var history = new BehaviourSimulator(demand, choice, promotions, options).Simulate(shoppers);
        var stock = demand.Select(d => d.Stock).ToArray();

        Parallel.Invoke(
            () => WriteText(folder, "catalog.tsv", w => CatalogFeed.Write(w, products, stock, history.Reviews)),
            () => WriteText(folder, DemoShoppers.FileName, w => DemoShoppers.Write(w, history.Orders, options)),
            () => WriteText(folder, "stock.csv", w => WriteStock(w, demand, options)),
            () => WriteText(folder, "demand.csv", w => DemandFile.Write(w, demand, promotions, options)),
            () => WriteLines(folder, "customers.jsonl", s => PeopleFiles.WriteCustomers(s, shoppers, options)),
            () => WriteLines(folder, "orders.jsonl", s => PeopleFiles.WriteOrders(s, history.Orders)),
            () => WriteLines(folder, "events.jsonl", s => PeopleFiles.WriteEvents(s, history.Events)),
            () => WriteLines(folder, "reviews.jsonl", s => PeopleFiles.WriteReviews(s, history.Reviews)),
            () => WriteLines(folder, "tickets.jsonl", s => PeopleFiles.WriteTickets(s, history.Tickets)),
            () => WriteLines(folder, "truth.jsonl", s => PeopleFiles.WriteTruth(s, shoppers, [.. departments.Select(d => d.Name)])));

        return new ShopSummary(products.Count, shoppers.Count, history.Orders.Count, history.Events.Count, history.Reviews.Count, history.Tickets.Count, demand.Sum(d => options.Days - d.Product.LaunchDay));
    }

    private static void WriteStock(TextWriter writer, IReadOnlyList<DemandSeries> demand, ShopOptions options)
    {
        var asOf = options.At(options.Days, TimeSpan.Zero).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        writer.Write("sku,availability,quantity,asOf\n");
        foreach (var series in demand)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{series.Product.Sku},{(series.Stock > 0 ? "in_stock" : "out_of_stock")},{series.Stock},{asOf}\n"));
        }
    }

    private static void WriteText(string folder, string name, Action<TextWriter> write)
    {
        using var writer = new StreamWriter(Path.Combine(folder, name), append: false, new System.Text.UTF8Encoding(false), bufferSize: 1 << 16);
        write(writer);
    }

    private static void WriteLines(string folder, string name, Action<Stream> write)
    {
        using var stream = new BufferedStream(File.Create(Path.Combine(folder, name)), 1 << 16);
        write(stream);
    }
}

/// <summary>How much was written.</summary>
internal sealed record ShopSummary(int Products, int Shoppers, int Orders, int Events, int Reviews, int Tickets, int DemandDays);
