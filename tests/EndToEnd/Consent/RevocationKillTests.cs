using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RetailServerless.EndToEnd.Running;

namespace RetailServerless.EndToEnd.Consent;

/// <summary>Revocations on the real process, killed without warning at random instants between the change of consent and the confirmation.</summary>
public sealed class RevocationKillTests
{
    private const int Kills = 5;
    private const int Events = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_revocation_that_was_cut_by_kill_9_removes_everything_once_and_confirms_it()
    {
        await using var platform = await Platform.StartAsync();
        var people = Enumerable.Range(1, Kills).Select(n => $"REVOKER-{n:00}").ToArray();
        await ImportAsync(platform, people);
        var random = new Random(11);

        foreach (var person in people)
        {
            var kept = await platform.JsonAsync(platform.Request(HttpMethod.Post, "/api/events", person, EventsOf(person)));
            Assert.Equal(Events, kept.GetProperty("stored").GetInt32());
            await platform.JsonAsync(platform.Request(HttpMethod.Put, $"/api/customers/{person}/consent", person, new { purposes = new { personalization = false } }));
            await Task.Delay(random.Next(0, 7000));
            await platform.KillFunctionsAsync();
            await platform.StartFunctionsAsync();

            var done = await UntilCompletedAsync(platform, person);

            var removed = done.GetProperty("items").EnumerateArray().Single(i => i.GetProperty("name").GetString() == "events");
            Assert.Equal(Events, removed.GetProperty("removed").GetInt32());
        }

        var confirmations = Directory.GetFiles(Path.Combine(platform.Data, "outbox"), "confirmation-*.json").Select(f => File.ReadAllText(f)).ToList();
        Assert.Equal(Kills, confirmations.Count);
        Assert.All(people, person => Assert.Single(confirmations, c => c.Contains(person, StringComparison.OrdinalIgnoreCase)));
        Assert.Equal(Kills, (await platform.AuditAsync("consent.revocation-completed")).Count);
    }

    private static object[] EventsOf(string person) =>
        [.. Enumerable.Range(0, Events).Select(i => new { id = $"{person}-{i}", type = "search", query = $"tent {i}", at = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("O") })];

    private static async Task ImportAsync(Platform platform, string[] people)
    {
        var lines = people.Select(p => JsonSerializer.Serialize(new { id = p, name = "Somebody", email = $"{p}@mail.example", consent = new { personalization = true } }));
        var import = await platform.ImportAsync("customers", Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), "application/jsonl");
        Assert.True(import.GetProperty("rows").GetProperty("accepted").GetInt32() == people.Length, import.ToString());
    }

    private static async Task<JsonElement> UntilCompletedAsync(Platform platform, string person)
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (true)
        {
            var all = await platform.JsonAsync(await platform.RequestAsync("officer", HttpMethod.Get, $"/api/customers/{person}/consent/revocations"));
            var items = all.GetProperty("items").EnumerateArray().ToList();
            if (items is [var only] && only.GetProperty("status").GetString() == "completed")
            {
                return only;
            }

            Assert.True(TimeProvider.System.GetUtcNow() < until, all.ToString());
            await Task.Delay(200);
        }
    }
}
