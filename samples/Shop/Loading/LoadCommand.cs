using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace RetailServerless.Samples.Shop.Loading;

/// <summary>Loads the files of the sample shop, or one catalog, through the import API.</summary>
internal static class LoadCommand
{
    /// <summary>Marks a folder whose files are loaded.</summary>
    public const string LoadedFile = "loaded";

    // Customers bring their consents, without which no event of theirs is kept; stock is of the catalog in effect. Everything else is independent.
    private static readonly (string Kind, string File)[][] Waves =
    [
        [("catalog", "catalog.tsv"), ("customers", "customers.jsonl"), ("demand", "demand.csv"), ("orders", "orders.jsonl"), ("reviews", "reviews.jsonl"), ("tickets", "tickets.jsonl")],
        [("stock", "stock.csv"), ("events", "events.jsonl")],
    ];

    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var arguments = new Arguments(args, "--from", "--platform", "--issuer", "--sign-ins", "--catalog");
        var folder = arguments.Required("--from");
        using var client = new PlatformClient(new Uri(arguments.Required("--platform")));
        await client.SignInAsync(new Uri(arguments.Required("--issuer")), arguments.Required("--sign-ins"), "admin");

        var watch = Stopwatch.StartNew();
        (string Kind, string File)[][] waves = arguments.Text("--catalog") is { } catalog
            ? [[("catalog", catalog)]]
            : [.. Waves.Select(w => w.Select(f => (f.Kind, Path.Combine(folder, f.File))).ToArray())];
        foreach (var wave in waves)
        {
            var succeeded = await Task.WhenAll(wave.Select(f => LoadAsync(client, f.Kind, f.File)));
            if (succeeded.Contains(false))
            {
                return 1;
            }
        }

        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, LoadedFile), string.Empty);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Loaded in {watch.Elapsed.TotalSeconds:0.0} s."));
        return 0;
    }

    private static async Task<bool> LoadAsync(PlatformClient client, string kind, string file)
    {
        var watch = Stopwatch.StartNew();
        var shown = TimeSpan.Zero;
        var import = await client.ImportAsync(kind, file, state =>
        {
            if (watch.Elapsed - shown > TimeSpan.FromSeconds(2))
            {
                shown = watch.Elapsed;
                Console.WriteLine($"  {kind}: {state.GetProperty("state").GetString()}, {Rows(state, "read")} rows read");
            }
        });
        var failed = import.GetProperty("state").GetString() == "failed";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {kind}: {Rows(import, "accepted"):n0} of {Rows(import, "read"):n0} rows taken in {watch.Elapsed.TotalSeconds:0.0} s{(failed ? ", FAILED" : "")}"));
        if (failed)
        {
            await Console.Error.WriteLineAsync(import.ToString());
        }

        return !failed;
    }

    private static long Rows(JsonElement import, string name) =>
        import.TryGetProperty("rows", out var rows) && rows.TryGetProperty(name, out var count) ? count.GetInt64() : 0;
}
