using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-perf-and-scale#concurrency-throttles</summary>
public sealed class PerformanceAndScale
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Not_more_activities_run_at_once_than_the_limit_says(int limit)
    {
        var (inside, most) = (0, 0);
        await using var hub = await TaskHub.StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<int>("Fan", async context =>
                    (await Task.WhenAll(Enumerable.Range(0, 12).Select(i => context.CallActivityAsync<int>("Work", i)))).Length)
                .AddActivityFunc<int, int>("Work", async (_, i) =>
                {
                    var now = Interlocked.Increment(ref inside);
                    InterlockedMax(ref most, now);
                    await Task.Delay(2);
                    Interlocked.Decrement(ref inside);
                    return i;
                }),
            worker: worker => worker.Configure(options => options.Concurrency.MaximumConcurrentActivityWorkItems = limit));

        Assert.Equal(12, (await hub.RunAsync("Fan")).ReadOutputAs<int>());
        Assert.InRange(most, 1, limit);
    }

    [Fact]
    public async Task Activities_run_at_once_up_to_the_limit()
    {
        var together = new Meeting(4);
        await using var hub = await TaskHub.StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<int>("Fan", async context =>
                    (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => context.CallActivityAsync<bool>("Work")))).Length)
                .AddActivityFunc<bool>("Work", _ => together.MeetAsync()),
            worker: worker => worker.Configure(options => options.Concurrency.MaximumConcurrentActivityWorkItems = 4));

        Assert.Equal(4, (await hub.RunAsync("Fan")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Orchestrations_that_wait_take_no_place_of_those_that_run()
    {
        await using var hub = await TaskHub.StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<bool>("Wait", context => context.WaitForExternalEvent<bool>("go"))
                .AddOrchestratorFunc<string>("Quick", _ => "done"),
            worker: worker => worker.Configure(options => options.Concurrency.MaximumConcurrentOrchestrationWorkItems = 1));
        for (var i = 0; i < 10; i++)
        {
            await hub.Client.WaitForInstanceStartAsync(await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait"));
        }

        Assert.Equal("done", (await hub.RunAsync("Quick")).ReadOutputAs<string>());
    }

    [Fact]
    public void The_limits_are_a_hundred_for_each_processor_unless_set()
    {
        var limits = new DurableTaskWorkerOptions().Concurrency;

        Assert.Equal(100 * Environment.ProcessorCount, limits.MaximumConcurrentActivityWorkItems);
        Assert.Equal(100 * Environment.ProcessorCount, limits.MaximumConcurrentOrchestrationWorkItems);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        var seen = Volatile.Read(ref most);
        while (value > seen && Interlocked.CompareExchange(ref most, value, seen) is var now && now != seen)
        {
            seen = now;
        }
    }
}
