using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailServerless.Benchmarks.Search;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Embedded.Privacy.Sweep;
using RetailServerless.Functions.Privacy;
using RetailServerless.LocalHost;

namespace RetailServerless.Benchmarks.Erasure;

/// <summary>
/// Deletions of many shoppers at a time on the whole app: <c>erasure [SHOPPERS] [EVENTS]</c>, 1,000 each unless given. In every store of every shopper an address is planted that stands nowhere else; the same search of
/// all bytes of the data folder (rows, free pages, logs, indexes, files) looks for all of them before and after.
/// </summary>
internal static class ErasureBenchmark
{
    private const int AtATime = 250;

    public static async Task<int> RunAsync(string[] args)
    {
        var shoppers = args.Length > 0 && int.TryParse(args[0], CultureInfo.InvariantCulture, out var given) ? given : 1_000;
        var events = args.Length > 1 && int.TryParse(args[1], CultureInfo.InvariantCulture, out given) ? given : 1_000;
        if (shoppers is < 1 or > 100_000 || events is < 1 or > 100_000)
        {
            await Console.Error.WriteLineAsync("erasure [SHOPPERS] [EVENTS]: 1 to 100,000 each.");
            return 2;
        }

        using var folder = new BenchFolder();
        var data = folder.Sub("erasure");
        using var host = Build(data);
        await host.StartAsync();
        var people = Enumerable.Range(0, shoppers).Select(n => new PlantedShopper(n)).ToList();
        await PlantedShopper.WriteAsync(host.Services, people, events);
        Print("shoppers", shoppers, "people");
        Print("events", events, "events a shopper");

        PrintFound("identifiers_found_before", data, people);
        var started = Stopwatch.GetTimestamp();
        var seconds = await EraseAllAsync(host.Services, people);
        var whole = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Print("requests_per_s", shoppers / whole, "1/s");
        Print("p99_s", ClosedLoop.Percentile([.. seconds.Order()], 0.99), "s");
        PrintFound("identifiers_found", data, people);
        await host.StopAsync();
        return 0;
    }

    // Each store is counted alone: an address counts when it is found in all of them.
    private static void PrintFound(string metric, string data, List<PlantedShopper> people)
    {
        var started = Stopwatch.GetTimestamp();
        var identifiers = people.SelectMany(p => p.Identifiers).ToList();
        var search = new DataFolderSearch(data, identifiers);
        search.Run(CancellationToken.None);
        var found = search.FoundIdentifiers.ToHashSet();
        var before = metric.EndsWith("before", StringComparison.Ordinal);
        Print(metric, people.Count(p => before ? p.Identifiers.All(found.Contains) : p.Identifiers.Any(found.Contains)), $"of {people.Count} people, in {PlantedShopper.Stores.Count} stores each");
        var mib = search.Places.Sum(p => p.Bytes) / 1048576.0;
        Print("search_mib_per_s", mib / Stopwatch.GetElapsedTime(started).TotalSeconds, $"MiB/s over {mib:0} MiB in {search.Places.Count} places");
    }

    private static async Task<IReadOnlyCollection<double>> EraseAllAsync(IServiceProvider services, List<PlantedShopper> people)
    {
        var seconds = new ConcurrentBag<double>();
        var client = services.GetRequiredService<DurableTaskClient>();
        await Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (person, cancellationToken) =>
        {
            var started = Stopwatch.GetTimestamp();
            await EraseAsync(services, client, person, cancellationToken);
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        });
        return seconds;
    }

    private static async Task EraseAsync(IServiceProvider services, DurableTaskClient client, PlantedShopper person, CancellationToken cancellationToken)
    {
        var requests = services.GetRequiredService<RequestStore>();
        var runner = services.GetRequiredService<RequestRunner>();
        var taken = await services.GetRequiredService<RequestIntakes>().TakeAsync(
            new NewRequest
            {
                Right = PrivacyRight.Deletion,
                Subject = new RequestSubject { Person = person.Person, Residence = new Residence("DE") },
                Intake = RequestIntake.Shopper,
                ActorRole = "shopper",
                SignedInAt = TimeProvider.System.GetUtcNow(),
            },
            cancellationToken);
        var id = taken.Value.Request.Id;
        await runner.StartAsync(client, id, cancellationToken);
        await UntilAsync(requests, id, RequestStatus.AwaitingApproval, cancellationToken);
        var decided = await services.GetRequiredService<RequestDecisions>().DecideAsync(
            (await requests.FindAsync(id, cancellationToken))!, new RequestDecision(true, TimeProvider.System.GetUtcNow(), "bench"), "Privacy.Officer", cancellationToken);
        await runner.WakeAsync(client, decided.Value, RequestEventKind.Approved, cancellationToken);
        await UntilAsync(requests, id, RequestStatus.Completed, cancellationToken);
    }

    private static async Task UntilAsync(RequestStore requests, Guid id, RequestStatus status, CancellationToken cancellationToken)
    {
        while ((await requests.LoadAsync(id, cancellationToken)).Status != status)
        {
            await Task.Delay(20, cancellationToken);
        }
    }

    private static IHost Build(string data)
    {
        var builder = Functions.Program.CreateBuilder(["--port", "0", "--data", data, "--Oidc:Authority", "http://127.0.0.1:9", "--environment", "Development"]);
        builder.Logging.ClearProviders();
        builder.UseFunctionsFrom(typeof(RequestRunner).Assembly);
        return builder.Build();
    }

    private static void Print(string metric, double value, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{metric}: {value:0.##} {unit}"));
}
