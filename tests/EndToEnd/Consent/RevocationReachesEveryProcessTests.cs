using System.Diagnostics;
using System.Net.Http.Json;
using RetailServerless.EndToEnd.Running;

namespace RetailServerless.EndToEnd.Consent;

/// <summary>Two processes on one store. Events of a shopper are kept only while they agree, so each batch asks the gate of the process that takes it.</summary>
public sealed class RevocationReachesEveryProcessTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private int _events;

    [Fact]
    public async Task A_revocation_acts_at_once_where_it_was_made_and_on_the_other_process_within_a_second()
    {
        await using var platform = await Platform.StartAsync();
        var other = await platform.StartAnotherAsync();

        for (var round = 0; round < 3; round++)
        {
            await DecideAsync(platform, true);
            await UntilKeptAsync(platform, other);
            await DecideAsync(platform, false);
            var acknowledged = Stopwatch.GetTimestamp();
            Assert.False(await IsKeptAsync(platform, platform.Address));

            var kept = true;
            while (kept)
            {
                // What was sent less than a second after the answer may still be kept; what is sent later may not, however slow the machine is.
                var sentAfter = Stopwatch.GetElapsedTime(acknowledged);
                kept = await IsKeptAsync(platform, other);
                Assert.False(kept && sentAfter >= Bound, $"{sentAfter} after the revocation the other process still kept an event");
            }

            Assert.False(await IsKeptAsync(platform, other));
        }
    }

    private async Task UntilKeptAsync(Platform platform, Uri process)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await IsKeptAsync(platform, process))
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, "the other process never saw the consent");
        }
    }

    private async Task<bool> IsKeptAsync(Platform platform, Uri process)
    {
        using var request = platform.Request(
            HttpMethod.Post, "/api/events", "C1", new[] { new { id = $"e-{++_events}", type = "view", at = DateTimeOffset.UtcNow, sku = "P1", customerId = "C1" } });
        request.RequestUri = new Uri(process, "/api/events");
        var answer = await platform.JsonAsync(request);
        Assert.Empty(answer.GetProperty("rejected").EnumerateArray());
        return answer.GetProperty("stored").GetInt32() == 1;
    }

    private static async Task DecideAsync(Platform platform, bool granted) => await platform.JsonAsync(await platform.RequestAsync(
        "C1", HttpMethod.Put, "/api/customers/C1/consent", JsonContent.Create(new { purposes = new { personalization = granted }, channel = "web" })));
}
