using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/dotnet/api/microsoft.durabletask.client.orchestrationmetadata</summary>
public sealed class MetadataReference
{
    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string, string>("Echo", (_, input) => input)
        .AddOrchestratorFunc("Fail", (Action<TaskOrchestrationContext>)(_ => throw new InvalidOperationException("no")));

    [Fact]
    public async Task Input_output_and_status_can_be_read_only_when_they_were_asked_for()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var found = (await hub.Client.GetInstanceAsync((await hub.RunAsync("Echo", "x")).InstanceId))!;

        Assert.Throws<InvalidOperationException>(() => found.ReadInputAs<string>());
        Assert.Throws<InvalidOperationException>(() => found.ReadOutputAs<string>());
        Assert.Throws<InvalidOperationException>(() => found.ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task Failure_details_are_there_when_the_instance_failed_and_outputs_were_asked_for()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var failed = await hub.RunAsync("Fail");
        var completed = await hub.RunAsync("Echo", "x");

        Assert.NotNull(failed.FailureDetails);
        Assert.Null(completed.FailureDetails);
        Assert.Null((await hub.Client.GetInstanceAsync(failed.InstanceId))!.FailureDetails);
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Pending, false, false)]
    [InlineData(OrchestrationRuntimeStatus.Running, true, false)]
    [InlineData(OrchestrationRuntimeStatus.Suspended, false, false)]
    [InlineData(OrchestrationRuntimeStatus.Completed, false, true)]
    [InlineData(OrchestrationRuntimeStatus.Failed, false, true)]
    [InlineData(OrchestrationRuntimeStatus.Terminated, false, true)]
    public void It_runs_while_running_and_is_completed_in_a_terminal_state(OrchestrationRuntimeStatus status, bool isRunning, bool isCompleted)
    {
        var metadata = new OrchestrationMetadata("Echo", "1") { RuntimeStatus = status };

        Assert.Equal((isRunning, isCompleted), (metadata.IsRunning, metadata.IsCompleted));
    }

    [Fact]
    public void Tags_are_empty_when_there_are_none()
    {
        Assert.Empty(new OrchestrationMetadata("Echo", "1").Tags);
    }

    [Fact]
    public void A_query_asks_for_100_instances_a_page_unless_told_otherwise()
    {
        Assert.Equal((100, 100), (OrchestrationQuery.DefaultPageSize, new OrchestrationQuery().PageSize));
    }
}
