using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-versioning</summary>
public sealed class Versioning
{
    /// <summary>Runs an instance to its wait with the old code and to its end with the new code.</summary>
    private static async Task<OrchestrationMetadata> DeployAsync(Action<DurableTaskRegistry> before, Action<DurableTaskRegistry> after)
    {
        await using var hub = await TaskHub.StartAsync(before);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("FooBar");
        await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null);

        await hub.RestartProcessAsync(after);
        await hub.Client.RaiseEventAsync(id, "go", true);
        return await hub.EndAsync(id);
    }

    private static Action<DurableTaskRegistry> FooBar(Func<TaskOrchestrationContext, Task<string>> code) => tasks => tasks
        .AddOrchestratorFunc<string>("FooBar", async context =>
        {
            var result = await code(context);
            context.SetCustomStatus("waiting");
            await context.WaitForExternalEvent<bool>("go");
            return result;
        })
        .AddActivityFunc<bool>("Foo", _ => true)
        .AddActivityFunc<bool, string>("Bar", (_, foo) => $"bar of {foo}")
        .AddActivityFunc("SendNotification", (Action<TaskActivityContext>)(_ => { }));

    private static async Task<string> FooThenBarAsync(TaskOrchestrationContext context) =>
        await context.CallActivityAsync<string>("Bar", await context.CallActivityAsync<bool>("Foo"));

    [Fact]
    public async Task An_instance_goes_on_with_new_code_that_takes_the_same_steps()
    {
        var end = await DeployAsync(FooBar(FooThenBarAsync), FooBar(async context => await FooThenBarAsync(context) + ", rewritten"));

        Assert.Equal("bar of True, rewritten", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_new_call_between_two_old_ones_is_detected_and_fails_the_instance()
    {
        var end = await DeployAsync(FooBar(FooThenBarAsync), FooBar(async context =>
        {
            var foo = await context.CallActivityAsync<bool>("Foo");
            await context.CallActivityAsync("SendNotification");
            return await context.CallActivityAsync<string>("Bar", foo);
        }));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.EndsWith("NonDeterministicOrchestrationException", end.FailureDetails!.ErrorType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_timer_between_two_old_calls_is_detected_and_fails_the_instance()
    {
        var end = await DeployAsync(FooBar(FooThenBarAsync), FooBar(async context =>
        {
            var foo = await context.CallActivityAsync<bool>("Foo");
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            return await context.CallActivityAsync<string>("Bar", foo);
        }));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
    }

    [Fact]
    public async Task A_new_sub_orchestration_in_place_of_an_old_call_is_detected_and_fails_the_instance()
    {
        var end = await DeployAsync(FooBar(FooThenBarAsync), FooBar(context => context.CallSubOrchestratorAsync<string>("Foo")));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
    }

    [Fact]
    public async Task A_result_in_history_that_is_not_of_the_type_the_new_code_wants_fails_the_instance()
    {
        var end = await DeployAsync(FooBar(FooThenBarAsync), FooBar(async context =>
        {
            var foo = await context.CallActivityAsync<Dictionary<string, int>>("Foo");
            return await context.CallActivityAsync<string>("Bar", foo.Count > 0);
        }));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
    }

    [Fact]
    public async Task A_call_of_a_function_that_was_removed_fails()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("FooBar", context => context.CallActivityAsync<string>("Removed")));

        var end = await hub.RunAsync("FooBar");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("Removed", end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instances_that_are_terminated_before_the_new_code_comes_do_no_harm()
    {
        await using var hub = await TaskHub.StartAsync(FooBar(FooThenBarAsync));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("FooBar");
        await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null);
        await hub.Client.TerminateInstanceAsync(id, "a new version comes");
        await hub.EndAsync(id);

        await hub.RestartProcessAsync(FooBar(context => context.CallActivityAsync<string>("Bar", false)));
        var fresh = await hub.Client.ScheduleNewOrchestrationInstanceAsync("FooBar");
        await hub.Client.RaiseEventAsync(fresh, "go", true);

        Assert.Equal("bar of False", (await hub.EndAsync(fresh)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_changed_orchestrator_under_a_new_name_leaves_instances_of_the_old_one_alone()
    {
        await using var hub = await TaskHub.StartAsync(FooBar(FooThenBarAsync));
        var old = await hub.Client.ScheduleNewOrchestrationInstanceAsync("FooBar");
        await hub.UntilAsync(old, found => found.SerializedCustomStatus is not null);

        await hub.RestartProcessAsync(tasks =>
        {
            FooBar(FooThenBarAsync)(tasks);
            tasks.AddOrchestratorFunc<string>("FooBar_v2", context => context.CallActivityAsync<string>("Bar", false));
        });
        await hub.Client.RaiseEventAsync(old, "go", true);

        Assert.Equal("bar of True", (await hub.EndAsync(old)).ReadOutputAs<string>());
        Assert.Equal("bar of False", (await hub.RunAsync("FooBar_v2")).ReadOutputAs<string>());
    }
}
