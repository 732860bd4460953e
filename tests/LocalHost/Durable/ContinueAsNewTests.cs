using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class ContinueAsNewTests
{
    [Fact]
    public async Task Many_generations_follow_each_other()
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks.AddOrchestratorFunc<int, int>("Count", (context, n) =>
        {
            if (n < 200)
            {
                context.ContinueAsNew(n + 1);
            }

            return Task.FromResult(n);
        }));

        var end = await engine.RunAsync("Count", 0);

        Assert.Equal(200, end.ReadOutputAs<int>());
    }

    [Theory]
    [InlineData(true, "a,b,c")]
    [InlineData(false, "a,timeout")]
    public async Task Events_nobody_waited_for_are_kept_unless_told_otherwise(bool preserve, string expected)
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks.AddOrchestratorFunc<string, string>("Eat", async (context, eaten) =>
        {
            if (eaten.Length == 0)
            {
                await context.WaitForExternalEvent<string>("start");
            }

            string next;
            try
            {
                next = await context.WaitForExternalEvent<string>("food", TimeSpan.FromMilliseconds(300));
            }
            catch (TaskCanceledException)
            {
                return eaten + "timeout";
            }

            if (eaten.Length < 4)
            {
                context.ContinueAsNew(eaten + next + ",", preserve);
            }

            return eaten + next;
        }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Eat", string.Empty);
        foreach (var food in (string[])["a", "b", "c"])
        {
            await engine.Client.RaiseEventAsync(id, "food", food);
        }

        await engine.Client.RaiseEventAsync(id, "start");

        Assert.Equal(expected, (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_result_of_an_earlier_generation_is_not_taken_for_one_of_this()
    {
        var release = new TaskCompletionSource();
        await using var engine = await TestEngine.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, string>("Twice", async (context, n) =>
            {
                if (n == 0)
                {
                    _ = context.CallActivityAsync<string>("Slow");
                    context.ContinueAsNew(1);
                    return string.Empty;
                }

                var quick = context.CallActivityAsync<string>("Quick");
                release.TrySetResult();
                return await quick;
            })
            .AddActivityFunc<string>("Slow", async _ =>
            {
                await release.Task;
                return "slow";
            })
            .AddActivityFunc<string>("Quick", async _ =>
            {
                await Task.Delay(200);
                return "quick";
            }));

        var end = await engine.RunAsync("Twice", 0);

        Assert.Equal("quick", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_next_generation_may_have_another_version()
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks.AddOrchestratorFunc<int, string>("Upgrade", (context, n) =>
        {
            if (n == 0)
            {
                context.ContinueAsNew(new ContinueAsNewOptions { NewInput = 1, NewVersion = "2.0" });
            }

            return Task.FromResult($"{context.Version} {context.CompareVersionTo("1.5")}");
        }));

        var end = await engine.RunAsync("Upgrade", 0, new StartOrchestrationOptions { Version = "1.0" });

        Assert.Equal("2.0 1", end.ReadOutputAs<string>());
    }
}
