using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-overview#application-patterns</summary>
public sealed class ApplicationPatterns
{
    [Fact]
    public async Task Function_chaining_the_output_of_one_function_is_the_input_of_the_next()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, int>("Chain", async (context, value) =>
            {
                var x = await context.CallActivityAsync<int>("AddOne", value);
                var y = await context.CallActivityAsync<int>("Double", x);
                return await context.CallActivityAsync<int>("AddOne", y);
            })
            .AddActivityFunc<int, int>("AddOne", (_, value) => value + 1)
            .AddActivityFunc<int, int>("Double", (_, value) => value * 2));

        var end = await hub.RunAsync("Chain", 4);

        Assert.Equal(11, end.ReadOutputAs<int>());
    }

    [Fact]
    public async Task Fan_out_fan_in_functions_run_in_parallel_and_their_results_are_aggregated()
    {
        var together = new Barrier(4);
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("Fan", async context =>
            {
                var parallel = Enumerable.Range(1, 4).Select(i => context.CallActivityAsync<int>("Square", i)).ToList();
                return (await Task.WhenAll(parallel)).Sum();
            })
            .AddActivityFunc<int, int>("Square", (_, value) => together.SignalAndWait(TimeSpan.FromSeconds(20)) ? value * value : -1));

        var end = await hub.RunAsync("Fan");

        Assert.Equal(30, end.ReadOutputAs<int>());
    }

    [Fact]
    public async Task Monitor_a_loop_polls_with_durable_timers_until_a_condition_is_met()
    {
        var polls = 0;
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Monitor", async context =>
            {
                var expiry = context.CurrentUtcDateTime.AddMinutes(10);
                while (context.CurrentUtcDateTime < expiry)
                {
                    if (await context.CallActivityAsync<bool>("IsReady"))
                    {
                        return "ready";
                    }

                    await context.CreateTimer(context.CurrentUtcDateTime.AddMilliseconds(10), CancellationToken.None);
                }

                return "expired";
            })
            .AddActivityFunc<bool>("IsReady", _ => Interlocked.Increment(ref polls) == 4));

        var end = await hub.RunAsync("Monitor");

        Assert.Equal(("ready", 4), (end.ReadOutputAs<string>(), polls));
    }

    [Fact]
    public async Task Human_interaction_approval_races_with_a_deadline_and_the_timer_is_cancelled()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Approve", async context =>
            {
                using var deadline = new CancellationTokenSource();
                var timeout = context.CreateTimer(context.CurrentUtcDateTime.AddHours(72), deadline.Token);
                var approval = context.WaitForExternalEvent<bool>("ApprovalEvent");
                if (approval == await Task.WhenAny(approval, timeout))
                {
                    deadline.Cancel();
                    return approval.Result ? "approved" : "rejected";
                }

                return "escalated";
            }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Approve");

        await hub.Client.RaiseEventAsync(id, "ApprovalEvent", true);

        Assert.Equal("approved", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }
}
