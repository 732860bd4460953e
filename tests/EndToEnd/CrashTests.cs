using RetailServerless.EndToEnd.Running;

namespace RetailServerless.EndToEnd;

/// <summary>The functions are killed without warning in the middle of turns, and started again.</summary>
public sealed class CrashTests
{
    private const int Kills = 8;

    [Fact]
    public async Task A_turn_that_was_cut_by_kill_9_ends_after_the_restart_with_one_answer_one_audit_entry_and_one_return()
    {
        await using var platform = await Platform.StartAsync();
        await Shop.ImportAsync(platform, Kills + 1);
        var conversation = await platform.BeginAsync();
        await platform.SayAsync(conversation, "hello");

        for (var kill = 1; kill <= Kills; kill++)
        {
            var request = platform.Turn(conversation, $"I want to return order O-{1000 + kill}", key: $"return-{kill}");
            request.Headers.Add("Prefer", "respond-async");
            var taken = await platform.JsonAsync(request);
            await Task.Delay(kill * 3);
            await platform.KillFunctionsAsync();
            await platform.StartFunctionsAsync();

            var turn = await platform.EndAsync(taken.GetProperty("links").GetProperty("self").GetString()!);

            Assert.Equal("completed", turn.GetProperty("status").GetString());
            Assert.Equal("return-accepted", turn.GetProperty("outcome").GetString());
            var again = await platform.SayAsync(conversation, $"I want to return order O-{1000 + kill}", key: $"return-{kill}");
            Assert.Equal(turn.GetProperty("turnId").GetString(), again.GetProperty("turnId").GetString());
            Assert.Equal(turn.Text(), again.Text());
        }

        var turns = await platform.JsonAsync(platform.Request(HttpMethod.Get, $"/api/conversations/{conversation}", "C1"));
        Assert.Equal(Enumerable.Range(1, Kills + 1), turns.GetProperty("turns").EnumerateArray().Select(t => t.GetProperty("number").GetInt32()));
        var entries = await platform.AuditAsync("chat.turn");
        Assert.Equal(Kills + 1, entries.Count);
        var second = await platform.SayAsync(conversation, "I want to return order O-1001");
        Assert.NotEqual("return-accepted", second.GetProperty("outcome").GetString());
    }
}
