using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-code-constraints</summary>
public sealed class CodeConstraints
{
    /// <summary>Runs an orchestrator to its first wait, ends the process, and runs it to its end; gives what it saw each time.</summary>
    private static async Task<List<T>> SeenOnEachReplayAsync<T>(Func<TaskOrchestrationContext, T> see)
    {
        var seen = new List<T>();
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<bool>("Looking", context =>
        {
            seen.Add(see(context));
            return context.WaitForExternalEvent<bool>("go");
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Looking");
        await hub.Client.WaitForInstanceStartAsync(id);
        await hub.RestartProcessAsync();
        await hub.Client.RaiseEventAsync(id, "go", true);
        await hub.EndAsync(id);
        return seen;
    }

    [Fact]
    public async Task The_time_of_the_context_is_the_same_on_each_replay()
    {
        var seen = await SeenOnEachReplayAsync(context => context.CurrentUtcDateTime);

        Assert.True(seen.Count > 1);
        Assert.Single(seen.Distinct());
    }

    [Fact]
    public async Task The_time_of_the_context_is_the_same_however_often_it_is_asked_at_one_point()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<bool>("Clock", context =>
        {
            var first = context.CurrentUtcDateTime;
            Thread.Sleep(2);
            return context.CurrentUtcDateTime == first;
        }));

        Assert.True((await hub.RunAsync("Clock")).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task The_time_of_the_context_is_in_utc_and_near_the_time_of_the_clock()
    {
        DateTime seen = default;
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc("Clock", context => { seen = context.CurrentUtcDateTime; }));

        await hub.RunAsync("Clock");

        Assert.Equal(DateTimeKind.Utc, seen.Kind);
        Assert.InRange(seen, DateTime.UtcNow.AddMinutes(-5), DateTime.UtcNow.AddMinutes(5));
    }

    [Fact]
    public async Task Elapsed_time_is_the_difference_of_two_times_of_the_context()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<TimeSpan>("Elapsed", async context =>
        {
            var start = context.CurrentUtcDateTime;
            await context.CreateTimer(TimeSpan.FromMilliseconds(20), CancellationToken.None);
            return context.CurrentUtcDateTime.Subtract(start);
        }));

        var elapsed = (await hub.RunAsync("Elapsed")).ReadOutputAs<TimeSpan>();

        Assert.InRange(elapsed, TimeSpan.FromMilliseconds(20), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_guid_of_the_context_is_the_same_on_each_replay()
    {
        var seen = await SeenOnEachReplayAsync(context => (context.NewGuid(), context.NewGuid()));

        Assert.True(seen.Count > 1);
        Assert.Single(seen.Distinct());
    }

    [Fact]
    public async Task Each_guid_of_the_context_is_another()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<Guid[]>("Guids", async context =>
        {
            var first = new[] { context.NewGuid(), context.NewGuid() };
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            return [.. first, context.NewGuid()];
        }));

        var guids = (await hub.RunAsync("Guids")).ReadOutputAs<Guid[]>()!;
        var others = (await hub.RunAsync("Guids")).ReadOutputAs<Guid[]>()!;

        Assert.Equal(6, guids.Concat(others).Distinct().Count());
    }

    [Fact]
    public async Task Guids_of_the_context_are_type_5_uuids()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<Guid>("Guid", context => context.NewGuid()));

        var guid = (await hub.RunAsync("Guid")).ReadOutputAs<Guid>();

        Assert.Equal(5, guid.Version);
    }

    [Fact]
    public async Task A_random_number_of_an_activity_is_safe_for_replay()
    {
        var drawn = new List<int>();
        var seen = new List<int>();
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Dice", async context =>
            {
                var number = await context.CallActivityAsync<int>("Draw");
                seen.Add(number);
                context.SetCustomStatus("drawn");
                await context.WaitForExternalEvent<bool>("go");
                return number;
            })
            .AddActivityFunc<int>("Draw", _ =>
            {
                drawn.Add(Random.Shared.Next());
                return drawn[^1];
            }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Dice");
        await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null);

        await hub.RestartProcessAsync();
        await hub.Client.RaiseEventAsync(id, "go", true);

        var end = await hub.EndAsync(id);
        Assert.Equal(drawn, [end.ReadOutputAs<int>()]);
        Assert.All(seen, number => Assert.Equal(drawn[0], number));
    }

    [Fact]
    public async Task A_random_generator_with_a_fixed_seed_is_safe_in_an_orchestrator()
    {
        var seen = await SeenOnEachReplayAsync(_ => new Random(42).Next());

        Assert.Single(seen.Distinct());
    }

    [Fact]
    public async Task Configuration_is_passed_in_as_the_result_of_an_activity()
    {
        var setting = "old";
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Configured", async context =>
            {
                var value = await context.CallActivityAsync<string>("ReadSetting");
                context.SetCustomStatus("read");
                await context.WaitForExternalEvent<bool>("go");
                return value;
            })
            .AddActivityFunc<string>("ReadSetting", _ => setting));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Configured");
        await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null);

        setting = "new";
        await hub.RestartProcessAsync();
        await hub.Client.RaiseEventAsync(id, "go", true);

        Assert.Equal("old", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Activities_may_do_what_orchestrators_may_not()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Delegate", context => context.CallActivityAsync<int>("Work"))
            .AddActivityFunc<int>("Work", async _ =>
            {
                await Task.Delay(1).ConfigureAwait(false);
                return await Task.Run(() => DateTime.UtcNow.Year > 2000 ? 1 : 0);
            }));

        Assert.Equal(1, (await hub.RunAsync("Delegate")).ReadOutputAs<int>());
    }
}
