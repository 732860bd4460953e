using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Audit;
using RetailServerless.Core.People;
using RetailServerless.LocalHost;

namespace RetailServerless.Benchmarks.Pages;

/// <summary>An audit log with many entries, appended by the platform's own log while the platform does not run.</summary>
internal static class SeededLog
{
    /// <summary>A kind of which one entry in a thousand is.</summary>
    public const string RareKind = "policy.proposed";

    private const int AtOnce = 2_000;
    private const int People = 100;

    public static async Task WriteAsync(string data, int entries)
    {
        var builder = Functions.Program.CreateBuilder(["--port", "0", "--data", data, "--Oidc:Authority", "http://127.0.0.1:9", "--environment", "Development"]);
        builder.Logging.ClearProviders();
        builder.UseFunctionsFrom(typeof(Functions.Program).Assembly);
        using var host = builder.Build();
        var log = host.Services.GetRequiredService<IAuditLog>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, entries), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, cancellationToken) => await log.AppendAsync(Event(number), cancellationToken));
    }

    private static AuditEvent Event(int number) => number % 1_000 == 0
        ? new()
        {
            EntryId = AuditEvent.NewEntryId(),
            Kind = RareKind,
            ActorRole = "Governance.Board",
            Policy = "consent/default@2",
            Body = new JsonObject { ["number"] = number, ["by"] = "bench" },
        }
        : new()
        {
            EntryId = AuditEvent.NewEntryId(),
            Kind = "chat.turn",
            ActorRole = "shopper",
            Model = "offline-responder@1",
            Subject = number % 3 == 0 ? PersonId.Of(new CustomerId($"bench-{number % People}")) : null,
            Body = new JsonObject { ["number"] = number, ["text"] = new string('x', 400) },
        };
}
