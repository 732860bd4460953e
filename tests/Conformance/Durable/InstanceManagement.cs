using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-instance-management</summary>
public sealed class InstanceManagement
{
    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("go"))
        .AddOrchestratorFunc<string, string>("Echo", (context, input) =>
        {
            context.SetCustomStatus("echoing");
            return Task.FromResult(input);
        });

    [Fact]
    public async Task Query_an_instance_gives_its_name_status_times_input_output_and_custom_status()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = (await hub.RunAsync("Echo", "hello")).InstanceId;

        var found = await hub.Client.GetInstanceAsync(id, getInputsAndOutputs: true);

        Assert.Equal(("Echo", id, OrchestrationRuntimeStatus.Completed), (found!.Name, found.InstanceId, found.RuntimeStatus));
        Assert.Equal(("hello", "hello", "echoing"), (found.ReadInputAs<string>(), found.ReadOutputAs<string>(), found.ReadCustomStatusAs<string>()));
        Assert.InRange(found.LastUpdatedAt, found.CreatedAt, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Query_an_instance_that_does_not_exist_gives_nothing()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);

        Assert.Null(await hub.Client.GetInstanceAsync("nobody"));
    }

    [Fact]
    public async Task Terminate_ends_a_running_instance_with_the_output_given()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        await hub.Client.TerminateInstanceAsync(id, "Found a bug");

        var end = await hub.EndAsync(id);
        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "Found a bug"), (end.RuntimeStatus, end.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task Suspend_and_resume_stop_and_continue_an_instance()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await hub.Client.SuspendInstanceAsync(id, "Need to pause workflow");
        await hub.Client.RaiseEventAsync(id, "go", "on");

        await hub.Client.ResumeInstanceAsync(id, "Continue workflow");

        Assert.Equal("on", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Purge_removes_an_ended_instance()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = (await hub.RunAsync("Echo", "hello")).InstanceId;

        var result = await hub.Client.PurgeInstanceAsync(id);

        Assert.Equal(1, result.PurgedInstanceCount);
        Assert.Null(await hub.Client.GetInstanceAsync(id));
    }
}
