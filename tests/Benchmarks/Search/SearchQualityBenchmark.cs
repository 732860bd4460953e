using System.Globalization;
using RetailServerless.Core.Search;

namespace RetailServerless.Benchmarks.Search;

/// <summary>How well searches rank judged products of the whole catalog, beside Lucene's default BM25 in the same run.</summary>
internal static class SearchQualityBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var folders = args is [var given, ..] ? [given] : FindSets();
        if (folders.Count == 0)
        {
            Console.Error.WriteLine("No judged set found. Name a folder with products.jsonl.gz and judgments.csv, or set RETAIL_TEST_DATA.");
            return 2;
        }

        foreach (var folder in folders)
        {
            await MeasureAsync(JudgedSet.Read(folder));
        }

        return 0;
    }

    private static async Task MeasureAsync(JudgedSet set)
    {
        using var folder = new BenchFolder();
        using var baseline = new LuceneBaseline(folder.Sub("baseline"));
        baseline.Build(set.Products);
        using var ours = new SearchUnderTest(folder.Sub("ours"));
        await ours.BuildAsync(set.Products.ToAsyncEnumerable());
        var bm25 = 0.0;
        var lexical = 0.0;
        foreach (var query in set.Queries)
        {
            bm25 += query.Ndcg10(baseline.Search(query.Text, 10));
            var found = await ours.FindAsync(new SearchRequest { Query = query.Text, Size = 10 });
            lexical += query.Ndcg10(found.Hits.Select(hit => hit.Product.Sku.Value));
        }

        Print($"ndcg10_bm25.{set.Name}", bm25 / set.Queries.Count);
        Print($"ndcg10_lexical.{set.Name}", lexical / set.Queries.Count);
    }

    private static List<string> FindSets()
    {
        var root = Environment.GetEnvironmentVariable("RETAIL_TEST_DATA");
        for (var at = new DirectoryInfo(Environment.CurrentDirectory); root is null && at is not null; at = at.Parent)
        {
            var shared = Path.Combine(at.FullName, "shared", "data");
            root = Directory.Exists(shared) ? shared : null;
        }

        return root is null || !Directory.Exists(root) ? [] : [.. Directory.EnumerateDirectories(root).Where(path => File.Exists(Path.Combine(path, "judgments.csv"))).Order()];
    }

    private static void Print(string metric, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{metric}: {value:0.0000} ndcg"));
}
