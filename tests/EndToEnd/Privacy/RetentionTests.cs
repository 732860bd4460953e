using System.Globalization;
using System.Text;
using System.Text.Json;
using RetailServerless.EndToEnd.Running;

namespace RetailServerless.EndToEnd.Privacy;

/// <summary>Retention on the real process, killed without warning while it runs.</summary>
public sealed class RetentionTests
{
    private const int Old = 900;
    private const int Young = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_run_that_was_cut_by_kill_9_again_and_again_removes_and_counts_exactly_what_the_dry_run_listed()
    {
        await using var platform = await Platform.StartAsync();
        await ImportAsync(platform);
        var listed = await EndAsync(platform, await StartAsync(platform, "true"));
        var random = new Random(11);

        var run = await StartAsync(platform, "false");
        for (var kill = 0; kill < 5; kill++)
        {
            await Task.Delay(random.Next(0, 250));
            await platform.KillFunctionsAsync();
            await platform.StartFunctionsAsync();
        }

        var done = await EndAsync(platform, run);
        var again = await EndAsync(platform, await StartAsync(platform, "true"));

        Assert.Equal((Old + Young, Old, 0), (Count(listed, "examined"), Count(listed, "due"), Count(listed, "anonymised")));
        Assert.Equal("completed", done.GetProperty("status").GetString());
        Assert.Equal((Old, Old, 0, 0), (Count(done, "due"), Count(done, "anonymised"), Count(done, "failed"), Count(done, "stayed")));
        Assert.Equal((Young, 0), (Count(again, "examined"), Count(again, "due")));
        var id = done.GetProperty("id").GetString();
        var entry = Assert.Single(await platform.AuditAsync("retention.applied"), e => Body(e, "run").GetString() == id && Body(e, "data").GetString() == "orders");
        Assert.Equal(Old, Body(entry, "removed").GetInt32());
        Assert.Single(await platform.AuditAsync("retention.run-ended"), e => Body(e, "run").GetString() == id);
    }

    private static JsonElement Body(JsonElement entry, string member) => entry.GetProperty("body").GetProperty(member);

    private static int Count(JsonElement run, string member) =>
        run.GetProperty("stores").EnumerateArray().Single(s => s.GetProperty("data").GetString() == "orders").GetProperty(member).GetInt32();

    private static async Task ImportAsync(Platform platform)
    {
        var orders = Enumerable.Range(0, Old + Young).Select(n => JsonSerializer.Serialize(new
        {
            id = string.Create(CultureInfo.InvariantCulture, $"ORDER-{n:00000}"),
            customerId = string.Create(CultureInfo.InvariantCulture, $"KUNDE-{n % 70:00}"),
            placedAt = n % 4 == 3 ? "2026-03-05T10:00:00Z" : "2010-03-05T10:00:00Z",
            status = "delivered",
            lines = new[] { new { sku = "P5", title = "Tent", quantity = 1, unitPrice = new { amount = "219.00", currency = "USD" } } },
        }));
        var import = await platform.ImportAsync("orders", Encoding.UTF8.GetBytes(string.Join('\n', orders) + "\n"), "application/jsonl");
        Assert.Equal("completed", import.GetProperty("state").GetString());
    }

    private static async Task<JsonElement> StartAsync(Platform platform, string dryRun) =>
        await platform.JsonAsync(await platform.RequestAsync("officer", HttpMethod.Post, $"/api/retention/runs?dryRun={dryRun}"));

    private static async Task<JsonElement> EndAsync(Platform platform, JsonElement run)
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        var url = run.GetProperty("links").GetProperty("self").GetString()!;
        while (run.GetProperty("status").GetString() is "waiting" or "running")
        {
            Assert.True(TimeProvider.System.GetUtcNow() < until, run.ToString());
            await Task.Delay(100);
            run = await platform.JsonAsync(await platform.RequestAsync("officer", HttpMethod.Get, url));
        }

        return run;
    }
}
