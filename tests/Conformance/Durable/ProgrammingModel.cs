using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-types-features-overview</summary>
public sealed class ProgrammingModel
{
    [Fact]
    public async Task Activities_are_executed_serially_in_a_specific_order()
    {
        var order = new List<string>();
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc("ProcessOrder", async context =>
            {
                await context.CallActivityAsync("Step", "check the inventory");
                await context.CallActivityAsync("Step", "charge the customer");
                await context.CallActivityAsync("Step", "create a shipment");
            })
            .AddActivityFunc<string>("Step", (_, step) => order.Add(step)));

        await hub.RunAsync("ProcessOrder");

        Assert.Equal(["check the inventory", "charge the customer", "create a shipment"], order);
    }

    [Fact]
    public async Task Activities_are_executed_in_parallel_and_in_a_combination_of_both()
    {
        var together = new Meeting(2);
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Both", async context =>
            {
                var first = await context.CallActivityAsync<int>("One");
                var pair = await Task.WhenAll(context.CallActivityAsync<bool>("Meet"), context.CallActivityAsync<bool>("Meet"));
                return first + pair.Length;
            })
            .AddActivityFunc<int>("One", _ => 1)
            .AddActivityFunc<bool>("Meet", _ => together.MeetAsync()));

        Assert.Equal(3, (await hub.RunAsync("Both")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Each_called_activity_is_executed_at_least_once_though_the_process_ends_meanwhile()
    {
        var calls = 0;
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Call", async context =>
                (await Task.WhenAll(Enumerable.Range(0, 20).Select(i => context.CallActivityAsync<int>("Work", i)))).Sum())
            .AddActivityFunc<int, int>("Work", async (_, i) =>
            {
                if (Interlocked.Increment(ref calls) == 5)
                {
                    first.SetResult();
                }

                await Task.Delay(2);
                return i;
            }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Call");
        await first.Task.WaitAsync(TimeSpan.FromSeconds(60));

        await hub.RestartProcessAsync();

        Assert.Equal(190, (await hub.EndAsync(id)).ReadOutputAs<int>());
        Assert.InRange(calls, 20, 40);
    }

    [Fact]
    public async Task An_activity_takes_one_value_which_may_be_a_tuple_an_array_or_a_complex_type()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Sum", async context =>
                await context.CallActivityAsync<int>("Tuple", (1, 2))
                + await context.CallActivityAsync<int>("Array", new[] { 3, 4 })
                + await context.CallActivityAsync<int>("Complex", new Pair(5, 6)))
            .AddActivityFunc<(int A, int B), int>("Tuple", (_, pair) => pair.A + pair.B)
            .AddActivityFunc<int[], int>("Array", (_, pair) => pair[0] + pair[1])
            .AddActivityFunc<Pair, int>("Complex", (_, pair) => pair.A + pair.B));

        Assert.Equal(21, (await hub.RunAsync("Sum")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_client_starts_orchestrations_and_queries_terminates_and_raises_events_to_those_that_run()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("go")));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        var other = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        var running = await hub.UntilAsync(id, OrchestrationRuntimeStatus.Running);
        await hub.Client.RaiseEventAsync(id, "go", "raised");
        await hub.Client.TerminateInstanceAsync(other, "terminated");

        Assert.Equal("Wait", running.Name);
        Assert.Equal("raised", (await hub.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal("terminated", (await hub.EndAsync(other)).ReadOutputAs<string>());
    }

    public sealed record Pair(int A, int B);
}
