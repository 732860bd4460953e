using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class LifecycleTests
{
    private static readonly Action<DurableTaskRegistry> Tasks = tasks => tasks
        .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("go"))
        .AddOrchestratorFunc<string>("Parent", context => context.CallSubOrchestratorAsync<string>(
            "Wait", new SubOrchestrationOptions(instanceId: context.InstanceId + ":child")))
        .AddOrchestratorFunc<string>("Status", async context =>
        {
            context.SetCustomStatus(new { step = 1 });
            return await context.WaitForExternalEvent<string>("go");
        })
        .AddOrchestratorFunc<int, string>("Quick", (_, value) => $"{value}");

    [Fact]
    public async Task A_terminated_orchestration_has_its_output_and_takes_nothing_more()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        await engine.Client.TerminateInstanceAsync(id, "enough");
        await engine.Client.RaiseEventAsync(id, "go", "too late");

        var end = await engine.EndAsync(id);
        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "enough"), (end.RuntimeStatus, end.ReadOutputAs<string>()));
    }

    [Theory]
    [InlineData(true, OrchestrationRuntimeStatus.Terminated)]
    [InlineData(false, OrchestrationRuntimeStatus.Running)]
    public async Task Termination_reaches_sub_orchestrations_only_when_recursive(bool recursive, OrchestrationRuntimeStatus expected)
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await TestEngine.UntilAsync(async () => (await engine.Client.GetInstanceAsync(id + ":child"))?.IsRunning == true);

        await engine.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions(Recursive: recursive));
        await engine.EndAsync(id);
        if (recursive)
        {
            await engine.EndAsync(id + ":child");
        }

        Assert.Equal(expected, (await engine.Client.GetInstanceAsync(id + ":child"))!.RuntimeStatus);
    }

    [Fact]
    public async Task A_suspended_orchestration_keeps_what_comes_in_until_it_is_resumed()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await engine.Client.SuspendInstanceAsync(id, "look first");
        await engine.Client.RaiseEventAsync(id, "go", "kept");
        var suspended = await engine.Client.GetInstanceAsync(id);

        await engine.Client.ResumeInstanceAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Suspended, suspended!.RuntimeStatus);
        Assert.Equal("kept", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Custom_status_is_seen_by_clients()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Status");

        var started = await engine.Client.WaitForInstanceStartAsync(id, true);

        Assert.Equal("{\"step\":1}", started.SerializedCustomStatus);
    }

    [Fact]
    public async Task Data_that_was_not_asked_for_is_not_given()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Quick", 7);

        var end = await engine.Client.WaitForInstanceCompletionAsync(id);

        Assert.Null(end.SerializedOutput);
        Assert.Throws<InvalidOperationException>(() => end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_id_of_a_running_instance_is_refused_and_that_of_an_ended_one_is_used_again()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        var options = new StartOrchestrationOptions("one");
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", options);

        var refused = await Assert.ThrowsAnyAsync<InvalidOperationException>(
            () => engine.Client.ScheduleNewOrchestrationInstanceAsync("Quick", 1, options));
        await engine.Client.RaiseEventAsync("one", "go", "end");
        await engine.EndAsync("one");
        var again = await engine.RunAsync("Quick", 2, options);

        Assert.Contains("'one'", refused.Message, StringComparison.Ordinal);
        Assert.Equal("2", again.ReadOutputAs<string>());
    }

    [Fact]
    public async Task De_duplication_refuses_the_statuses_named_and_replaces_others_even_running_ones()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        var options = new StartOrchestrationOptions("one").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", options);

        var replaced = await engine.RunAsync("Quick", 1, options);
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => engine.Client.ScheduleNewOrchestrationInstanceAsync("Quick", 2, options));

        Assert.Equal("1", replaced.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Of_many_starts_of_one_id_at_once_one_wins()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);

        var starts = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            try
            {
                await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("one"));
                return 1;
            }
            catch (InvalidOperationException)
            {
                return 0;
            }
        }));

        Assert.Equal(1, starts.Sum());
    }

    [Fact]
    public async Task A_restart_runs_the_same_input_again()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        var first = await engine.RunAsync("Quick", 5);

        var id = await engine.Client.RestartAsync(first.InstanceId, restartWithNewInstanceId: true);

        Assert.NotEqual(first.InstanceId, id);
        Assert.Equal("5", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Waiting_for_an_instance_that_does_not_exist_says_so()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);

        await Assert.ThrowsAsync<ArgumentException>(() => engine.Client.WaitForInstanceCompletionAsync("nobody"));
    }
}
