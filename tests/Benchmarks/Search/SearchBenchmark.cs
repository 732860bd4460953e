using System.Diagnostics;
using System.Globalization;
using RetailServerless.Core.Search;

namespace RetailServerless.Benchmarks.Search;

/// <summary>
/// Speed of product search in process, two clients in a closed loop: <c>search [PRODUCTS]</c>, 100k unless given (<c>1m</c>, or a number). The baseline in the same run is Lucene.NET as it comes, for the words only.
/// </summary>
internal static class SearchBenchmark
{
    private const int Clients = 2;
    private const int WarmUp = 1500;
    private const int Measured = 6000;

    public static async Task<int> RunAsync(string[] args)
    {
        if (ParseSize(args is [var size, ..] ? size : "100k") is not { } products)
        {
            Console.Error.WriteLine("search [PRODUCTS]: a number of products as 100k, 1m or 25000.");
            return 2;
        }

        var name = NameOf(products);
        var catalog = new BenchCatalog();
        var queries = new BenchQueries(catalog, products);
        var warmUp = queries.Draw(WarmUp, 1);
        var measured = queries.Draw(Measured, 2);
        using var folder = new BenchFolder();
        Print($"products", products, "products");
        Print($"queries", measured.Count, "queries");
        await MeasureAsync(folder.Sub("ours"), catalog, products, name, warmUp, measured);
        await MeasureBaselineAsync(folder.Sub("baseline"), catalog, products, name, warmUp, measured);
        return 0;
    }

    private static async Task MeasureAsync(string folder, BenchCatalog catalog, int products, string name, List<SearchRequest> warmUp, List<SearchRequest> measured)
    {
        using var search = new SearchUnderTest(folder);
        var started = Stopwatch.GetTimestamp();
        await search.BuildAsync(catalog.ProductsAsync(products));
        Print($"index_s_{name}", Stopwatch.GetElapsedTime(started).TotalSeconds, "s");
        Print($"index_mib_{name}", new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) / (1024.0 * 1024), "MiB");
        await ClosedLoop.RunAsync(warmUp, Clients, search.FindAsync);
        GC.Collect();
        var (milliseconds, perSecond) = await ClosedLoop.RunAsync(measured, Clients, search.FindAsync);
        Report("", name, milliseconds, perSecond);
    }

    private static async Task MeasureBaselineAsync(string folder, BenchCatalog catalog, int products, string name, List<SearchRequest> warmUp, List<SearchRequest> measured)
    {
        using var baseline = new LuceneBaseline(folder);
        var started = Stopwatch.GetTimestamp();
        baseline.Build(Enumerable.Range(0, products).Select(catalog.Create));
        Print($"baseline_index_s_{name}", Stopwatch.GetElapsedTime(started).TotalSeconds, "s");
        await ClosedLoop.RunAsync(Words(warmUp), Clients, RunAsync);
        GC.Collect();
        var (milliseconds, perSecond) = await ClosedLoop.RunAsync(Words(measured), Clients, RunAsync);
        Report("baseline_", name, milliseconds, perSecond);

        Task RunAsync(string words) => Task.FromResult(baseline.Search(words, 20));
        static List<string> Words(List<SearchRequest> requests) => [.. requests.Select(request => request.Query).OfType<string>()];
    }

    private static void Report(string prefix, string name, double[] milliseconds, double perSecond)
    {
        Print($"{prefix}p50_ms_{name}", ClosedLoop.Percentile(milliseconds, 0.5), "ms");
        Print($"{prefix}p99_ms_{name}", ClosedLoop.Percentile(milliseconds, 0.99), "ms");
        Print($"{prefix}queries_per_s_{name}", perSecond, "queries/s");
    }

    private static int? ParseSize(string text)
    {
        var factor = text.EndsWith('k') ? 1000 : text.EndsWith('m') ? 1_000_000 : 1;
        return int.TryParse(factor == 1 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 10_000_000 ? number * factor : null;
    }

    private static string NameOf(int products) => products % 1_000_000 == 0 ? $"{products / 1_000_000}m" : products % 1000 == 0 ? $"{products / 1000}k" : products.ToString(CultureInfo.InvariantCulture);

    private static void Print(string metric, double value, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{metric}: {value:0.###} {unit}"));
}
