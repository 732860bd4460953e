using System.Globalization;
using System.Text;
using System.Text.Json;
using RetailServerless.Benchmarks.Search;

namespace RetailServerless.Benchmarks.Chat;

/// <summary>
/// Chat turns over HTTP on loopback, the app in its own process: <c>chat [SECONDS]</c>, 10 unless given. Each client has its own conversation and says the next message when it has
/// the reply; every turn has its own message, orchestration and audit entry, and nothing is cached.
/// </summary>
internal static class ChatBenchmark
{
    private const int Products = 2_000;
    private const int Clients = 8;
    private const int WarmUpSeconds = 12;
    private const int Alone = 200;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Length > 1 || (args.Length == 1 && !(int.TryParse(args[0], CultureInfo.InvariantCulture, out var given) && given is > 0 and <= 3600)))
        {
            await Console.Error.WriteLineAsync("chat [SECONDS]: seconds of measuring, 1 to 3600.");
            return 2;
        }

        var seconds = args.Length == 1 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10;
        var catalog = new BenchCatalog();
        var messages = Messages(catalog);
        using var folder = new BenchFolder();
        Print("measured", seconds, "s");
        Print("clients", Clients, "conversations at once");
        await MeasureOfflineAsync(folder.Sub("offline"), catalog, messages, seconds);
        await MeasureModelAsync(folder.Sub("model"), catalog, messages);
        return 0;
    }

    private static async Task MeasureOfflineAsync(string data, BenchCatalog catalog, IReadOnlyList<string> messages, int seconds)
    {
        var key = await AppProcess.CreateKeyAsync(data);
        await using var app = await AppProcess.StartAsync(data, key);
        await app.ImportAsync("catalog", "application/x-ndjson", Feed(catalog));
        await RunAsync(app, messages, WarmUpSeconds, 0);
        var (times, perSecond) = await RunAsync(app, messages, seconds, 1000);
        Print("turns", times.Length, "turns");
        Print("turns_per_s", perSecond, "1/s");
        Print("p50_ms", ClosedLoop.Percentile(times, 0.50), "ms");
        Print("p99_ms", ClosedLoop.Percentile(times, 0.99), "ms");
        Print("first_event_p50_ms", await AloneAsync(app, messages, (client, m) => client.FirstEventAsync(m)), "ms");
    }

    private static async Task MeasureModelAsync(string data, BenchCatalog catalog, IReadOnlyList<string> messages)
    {
        await using var model = await StubModel.StartAsync();
        var key = await AppProcess.CreateKeyAsync(data);
        await using var app = await AppProcess.StartAsync(data, key, ("Chat__Provider", "openai"), ("Chat__OpenAI__Endpoint", model.Endpoint), ("Chat__OpenAI__Model", "stub"));
        await app.ImportAsync("catalog", "application/x-ndjson", Feed(catalog));
        var whole = await AloneAsync(app, messages, (client, m) => client.SayAsync(m));
        Print("model_overhead_p50_ms", whole - StubModel.FirstToken.TotalMilliseconds, "ms");
    }

    private static async Task<(double[] Milliseconds, double PerSecond)> RunAsync(AppProcess app, IReadOnlyList<string> messages, int seconds, int firstNumber)
    {
        var clients = Enumerable.Range(firstNumber, Clients).Select(n => new ChatClient(app.Client, n)).ToList();
        await Task.WhenAll(clients.Select(c => c.BeginAsync()));
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(clients.Select(async client =>
        {
            var own = new List<double>();
            while (System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
            {
                own.Add(await client.SayAsync(messages));
            }

            return own;
        }));
        var all = times.SelectMany(t => t).Order().ToArray();
        return (all, all.Length / System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static async Task<double> AloneAsync(AppProcess app, IReadOnlyList<string> messages, Func<ChatClient, IReadOnlyList<string>, Task<double>> measure)
    {
        var client = new ChatClient(app.Client, 5000);
        await client.BeginAsync();
        var times = new List<double>();
        for (var i = 0; i < Alone * 2; i++)
        {
            times.Add(await measure(client, messages));
        }

        return ClosedLoop.Percentile([.. times.Skip(Alone).Order()], 0.50);
    }

    // The mixture of a shop: mostly finding and asking about products, some orders and rules.
    private static List<string> Messages(BenchCatalog catalog)
    {
        var titles = Enumerable.Range(0, 200).Select(i => catalog.Create(i * 9).Title).ToList();
        string[] finding = ["affordable running shoes under $100", "waterproof rain jacket in blue", "show me office chairs in stock", "cheap headphones", "a gift for under 30", "hiking boots between 50 and 150", "yoga mats", "coffee maker not over $80"];
        string[] others = ["Where is my order O-12345?", "What is your return policy?", "How much is shipping?", "hello", "thank you", "I want to return order 536365"];
        return
        [
            .. titles.SelectMany((title, i) => new[]
            {
                finding[i % finding.Length], $"How much is the {title}?", finding[(i + 3) % finding.Length], $"Tell me about the {title}", "Is it in stock?", others[i % others.Length],
            }),
        ];
    }

    private static byte[] Feed(BenchCatalog catalog)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < Products; i++)
        {
            var product = catalog.Create(i);
            lines.AppendLine(JsonSerializer.Serialize(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["id"] = product.Sku.Value,
                ["title"] = product.Title,
                ["description"] = product.Description,
                ["brand"] = product.Brand,
                ["product_type"] = string.Join(" > ", product.CategoryPath),
                ["price"] = product.Price?.ToString(),
                ["availability"] = product.Availability == Core.Catalog.Availability.OutOfStock ? "out_of_stock" : "in_stock",
                ["color"] = product.Attributes.GetValueOrDefault("color"),
            }));
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    private static void Print(string metric, double value, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{metric}: {value:0.##} {unit}"));
}
