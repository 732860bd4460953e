using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-migrate#behavioral-changes</summary>
public sealed class IsolatedWorkerMigration
{
    [Fact]
    public async Task Continue_as_new_keeps_unprocessed_events_by_default()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<bool, string>("Two", async (context, second) =>
        {
            if (!second)
            {
                await context.WaitForExternalEvent<bool>("go");
                context.ContinueAsNew(true);
                return string.Empty;
            }

            return await context.WaitForExternalEvent<string>("kept");
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Two", false);

        await hub.Client.RaiseEventAsync(id, "kept", "kept");
        await hub.Client.RaiseEventAsync(id, "go", true);

        Assert.Equal("kept", (await hub.EndAsync(id)).ReadOutputAs<string>());
        Assert.True(new ContinueAsNewOptions().PreserveUnprocessedEvents);
    }

    [Fact]
    public async Task Restart_keeps_the_instance_id_by_default()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Quick", _ => "done"));
        var id = (await hub.RunAsync("Quick")).InstanceId;

        Assert.Equal(id, await hub.Client.RestartAsync(id));
    }

    [Fact]
    public async Task Waiting_for_an_event_throws_a_task_canceled_exception_when_its_time_is_over()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("never", TimeSpan.FromMilliseconds(10));
            }
            catch (TaskCanceledException)
            {
                return "too late";
            }
        }));

        Assert.Equal("too late", (await hub.RunAsync("Wait")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Retry_details_are_an_option_of_the_call()
    {
        var attempts = 0;
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string, string>("Retry", (context, input) => context.CallActivityAsync<string>(
                "MyActivity",
                input,
                new TaskOptions(new TaskRetryOptions(new RetryPolicy(maxNumberOfAttempts: 3, firstRetryInterval: TimeSpan.FromMilliseconds(1))))))
            .AddActivityFunc<string, string>("MyActivity", (_, input) =>
                Interlocked.Increment(ref attempts) < 3 ? throw new TimeoutException() : input));

        Assert.Equal("input", (await hub.RunAsync("Retry", "input")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_output_is_the_value_that_the_orchestrator_returns()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<OrderResult>("Order", _ => new OrderResult(true)));

        Assert.True((await hub.RunAsync("Order")).ReadOutputAs<OrderResult>()!.Success);
    }

    [Fact]
    public async Task The_id_of_the_parent_is_found_in_the_parent_of_the_context()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Parent", context => context.CallSubOrchestratorAsync<string>("Child"))
            .AddOrchestratorFunc<string?>("Child", context => context.Parent?.InstanceId));

        var end = await hub.RunAsync("Parent");

        Assert.Equal(end.InstanceId, end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Input_is_taken_from_the_context_or_as_a_parameter()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string, string>("FromContext", (context, _) => context.GetInput<string>()!)
            .AddOrchestratorFunc<string, string>("AsParameter", (_, input) => input));

        Assert.Equal("input", (await hub.RunAsync("FromContext", "input")).ReadOutputAs<string>());
        Assert.Equal("input", (await hub.RunAsync("AsParameter", "input")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_timer_has_no_state_and_an_event_has_a_type()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Both", async context =>
        {
            await context.CreateTimer(context.CurrentUtcDateTime.AddMilliseconds(1), CancellationToken.None);
            return await context.WaitForExternalEvent<int>("number", CancellationToken.None);
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Both");

        await hub.Client.RaiseEventAsync(id, "number", 7);

        Assert.Equal(7, (await hub.EndAsync(id)).ReadOutputAs<int>());
    }

    public sealed record OrderResult(bool Success);
}
