using RetailServerless.Samples.Shop.Output;

namespace RetailServerless.Samples.Shop;

/// <summary>Simulates the shop and writes its files.</summary>
internal static class GenerateCommand
{
    public static int Run(IReadOnlyList<string> args)
    {
        var arguments = new Arguments(args, "--out", "--seed", "--products", "--shoppers", "--days", "--end");
        var defaults = new ShopOptions { End = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime) };
        var options = new ShopOptions
        {
            Seed = arguments.Number("--seed", defaults.Seed),
            Products = arguments.Number("--products", defaults.Products),
            Shoppers = arguments.Number("--shoppers", defaults.Shoppers),
            Days = arguments.Number("--days", defaults.Days),
            End = arguments.Date("--end", defaults.End),
        };
        var summary = ShopFiles.Write(arguments.Required("--out"), options);
        Console.WriteLine(
            $"{summary.Products} products, {summary.Shoppers} shoppers, {summary.Orders} orders, {summary.Events} events, {summary.Reviews} reviews, {summary.Tickets} tickets, {summary.DemandDays} days of demand");
        return 0;
    }
}
