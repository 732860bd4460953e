using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-singletons</summary>
public sealed class Singletons
{
    private static void Jobs(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string>("Job", context => context.WaitForExternalEvent<string>("finish"))
        .AddOrchestratorFunc<string>("Quick", _ => "done")
        .AddOrchestratorFunc("Failing", (Action<TaskOrchestrationContext>)(_ => throw new InvalidOperationException("no")));

    /// <summary>The function of the page: starts the job unless it runs.</summary>
    private static async Task<bool> RunSingleAsync(DurableTaskClient starter, string functionName, string instanceId)
    {
        var existing = await starter.GetInstanceAsync(instanceId);
        if (existing is not null && existing.RuntimeStatus is not (
            OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated))
        {
            return false;
        }

        await starter.ScheduleNewOrchestrationInstanceAsync(functionName, null, new StartOrchestrationOptions(instanceId));
        return true;
    }

    [Fact]
    public async Task A_job_is_started_when_no_instance_has_its_id()
    {
        await using var hub = await TaskHub.StartAsync(Jobs);

        Assert.True(await RunSingleAsync(hub.Client, "Quick", "job-1"));
        Assert.Equal("done", (await hub.EndAsync("job-1")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_job_is_not_started_while_one_of_its_id_runs()
    {
        await using var hub = await TaskHub.StartAsync(Jobs);

        Assert.True(await RunSingleAsync(hub.Client, "Job", "job-1"));
        Assert.False(await RunSingleAsync(hub.Client, "Job", "job-1"));
        await hub.Client.RaiseEventAsync("job-1", "finish", "the first");

        Assert.Equal("the first", (await hub.EndAsync("job-1")).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("Quick")]
    [InlineData("Failing")]
    public async Task The_id_of_an_instance_that_has_completed_or_failed_is_used_again(string before)
    {
        await using var hub = await TaskHub.StartAsync(Jobs);
        await hub.RunAsync(before, options: new StartOrchestrationOptions("job-1"));

        Assert.True(await RunSingleAsync(hub.Client, "Job", "job-1"));

        var again = await hub.UntilAsync("job-1", OrchestrationRuntimeStatus.Running);
        Assert.Equal("Job", again.Name);
    }

    [Fact]
    public async Task The_id_of_an_instance_that_was_terminated_is_used_again()
    {
        await using var hub = await TaskHub.StartAsync(Jobs);
        await RunSingleAsync(hub.Client, "Job", "job-1");
        await hub.Client.TerminateInstanceAsync("job-1");
        await hub.EndAsync("job-1");

        Assert.True(await RunSingleAsync(hub.Client, "Job", "job-1"));
        await hub.Client.RaiseEventAsync("job-1", "finish", "the second");

        Assert.Equal("the second", (await hub.EndAsync("job-1")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Nothing_of_an_earlier_instance_of_the_id_is_left_in_the_new_one()
    {
        await using var hub = await TaskHub.StartAsync(Jobs);
        await hub.RunAsync("Quick", options: new StartOrchestrationOptions("job-1"));

        await RunSingleAsync(hub.Client, "Job", "job-1");

        var again = await hub.UntilAsync("job-1", OrchestrationRuntimeStatus.Running);
        Assert.Null(again.SerializedOutput);
    }
}
