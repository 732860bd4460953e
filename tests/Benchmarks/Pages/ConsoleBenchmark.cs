using System.Globalization;
using Microsoft.Playwright;
using RetailServerless.Benchmarks.Search;
using RetailServerless.EndToEnd.Running;

namespace RetailServerless.Benchmarks.Pages;

/// <summary>
/// The console's pages in a real Chromium, over the real functions, issuer and console as processes: <c>console [ENTRIES] [RUNS]</c>, 100,000 entries in the audit log and 10 runs unless given. Each page is opened anew, with the
/// console's files in the browser's cache; medians. A page is interactive when its circuit answers and it shows what it asked the platform for; that of an entry when its proof was checked, too.
/// </summary>
internal static class ConsoleBenchmark
{
    private const int FirstCircuits = 3;
    private const int Circuits = 15;

    // Notes the moment at which the page answers and shows what it asked for.
    private const string Watch = """
        new MutationObserver(() => {
          const main = document.querySelector('main[data-interactive=true]');
          if (window.benchInteractive === undefined && main && !main.textContent.includes('Loading ...') && [...main.querySelectorAll('audit-proof, audit-latest')].every(e => e.dataset.ready)) {
            window.benchInteractive = performance.now();
          }
        }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var entries = args.Length > 0 && int.TryParse(args[0], CultureInfo.InvariantCulture, out var given) ? given : 100_000;
        var runs = args.Length > 1 && int.TryParse(args[1], CultureInfo.InvariantCulture, out given) ? given : 10;
        if (args.Length > 2 || entries is < 100 or > 10_000_000 || runs is < 1 or > 1_000)
        {
            await Console.Error.WriteLineAsync("console [ENTRIES] [RUNS]: 100 to 10,000,000 entries, 1 to 1,000 runs.");
            return 2;
        }

        if (Chromium.Path is null)
        {
            await Console.Error.WriteLineAsync("There is no Chromium: install one, or say where it is with RETAIL_CHROMIUM.");
            return 1;
        }

        await using var site = await ConsoleSite.StartAsync();
        await site.Platform.KillFunctionsAsync();
        await SeededLog.WriteAsync(site.Platform.Data, entries);
        await site.Platform.StartFunctionsAsync();
        Print("audit_entries", entries, "entries");
        Print("runs", runs, "of each page");
        var page = await site.SignInAsync("auditor");
        await page.AddInitScriptAsync(Watch);
        foreach (var (name, path) in Pages(entries))
        {
            await MeasureAsync(page, name, path, runs);
        }

        await MeasureCircuitsAsync(site, page.Context);
        return 0;
    }

    private static IEnumerable<(string Name, string Path)> Pages(int entries) =>
    [
        ("overview", "/"),
        ("policies", "/policies"),
        ("audit", "/audit"),
        ("audit-filtered", $"/audit?kind={SeededLog.RareKind}&role=Governance.Board"),
        ("audit-entry", $"/audit/entries/{entries / 2}"),
        ("audit-checkpoints", "/audit/checkpoints"),
    ];

    private static async Task MeasureAsync(IPage page, string name, string path, int runs)
    {
        var (paints, answers) = (new List<double>(), new List<double>());
        for (var run = 0; run <= runs; run++)
        {
            await page.GotoAsync(path);
            await page.WaitForFunctionAsync("() => window.benchInteractive !== undefined");
            var times = await page.EvaluateAsync<double[]>("() => [performance.getEntriesByName('first-contentful-paint')[0].startTime, window.benchInteractive]");

            // The first run fills caches.
            if (run > 0)
            {
                paints.Add(times[0]);
                answers.Add(times[1]);
            }
        }

        Print($"first_paint_ms.{name}", ClosedLoop.Percentile([.. paints.Order()], 0.5), "ms");
        Print($"interactive_ms.{name}", ClosedLoop.Percentile([.. answers.Order()], 0.5), "ms");
    }

    // What the console's process grows by for each window that stays open on a page of 50 entries.
    private static async Task MeasureCircuitsAsync(ConsoleSite site, IBrowserContext context)
    {
        await OpenAsync(context, FirstCircuits);
        var before = site.ConsoleBytes;
        await OpenAsync(context, Circuits);
        Print("circuits", Circuits, "windows");
        Print("circuit_kib", (site.ConsoleBytes - before) / 1024.0 / Circuits, "KiB");
    }

    private static async Task OpenAsync(IBrowserContext context, int count)
    {
        for (var window = 0; window < count; window++)
        {
            var page = await context.NewPageAsync();
            await page.GoAsync("/audit");
        }
    }

    private static void Print(string metric, double value, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{metric}: {value:0.#} {unit}"));
}
