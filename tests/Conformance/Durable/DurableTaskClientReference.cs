using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/dotnet/api/microsoft.durabletask.client.durabletaskclient</summary>
public sealed class DurableTaskClientReference
{
    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("go"))
        .AddOrchestratorFunc<string, string>("Echo", (_, input) => input)
        .AddOrchestratorFunc("Fail", (Action<TaskOrchestrationContext>)(_ => throw new InvalidOperationException("no")))
        .AddOrchestratorFunc<string, string>("Parent", (context, id) =>
            context.CallSubOrchestratorAsync<string>("Wait", options: new SubOrchestrationOptions(instanceId: id)));

    private static StartOrchestrationOptions Unless(string id, params OrchestrationRuntimeStatus[] statuses) =>
        new StartOrchestrationOptions(id).WithDedupeStatuses(statuses);

    [Fact]
    public async Task Scheduling_completes_when_the_instance_was_stored_and_gives_its_id()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);

        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", null, new StartOrchestrationOptions("my-id"));

        Assert.Equal("my-id", id);
        Assert.NotNull(await hub.Client.GetInstanceAsync("my-id"));
    }

    [Fact]
    public async Task An_instance_that_is_to_start_later_is_pending_until_then()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);

        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "x", new StartOrchestrationOptions(StartAt: DateTimeOffset.UtcNow.AddHours(1)));

        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await hub.Client.GetInstanceAsync(id))!.RuntimeStatus);
    }

    [Fact]
    public async Task An_instance_that_is_to_start_later_starts_then_and_not_before()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<DateTime>("Start", context => context.CurrentUtcDateTime));
        var at = DateTimeOffset.UtcNow.AddMilliseconds(100);

        var end = await hub.RunAsync("Start", null, new StartOrchestrationOptions(StartAt: at));

        Assert.True(end.ReadOutputAs<DateTime>() >= at.UtcDateTime.AddMilliseconds(-1));
    }

    [Fact]
    public async Task A_start_time_in_the_past_is_now()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);

        Assert.Equal("x", (await hub.RunAsync("Echo", "x", new StartOrchestrationOptions(StartAt: DateTimeOffset.UtcNow.AddDays(-1)))).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Tags_of_the_start_are_found_in_the_metadata()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var tags = new Dictionary<string, string> { ["shop"] = "Oslo", ["env"] = "test" };

        var end = await hub.RunAsync("Echo", "x", new StartOrchestrationOptions { Tags = tags });

        Assert.Equivalent(tags, (await hub.Client.GetInstanceAsync(end.InstanceId))!.Tags);
    }

    [Theory]
    [InlineData("Echo", OrchestrationRuntimeStatus.Completed)]
    [InlineData("Fail", OrchestrationRuntimeStatus.Failed)]
    public async Task An_id_whose_instance_has_a_deduplicated_status_is_refused(string before, OrchestrationRuntimeStatus status)
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        await hub.RunAsync(before, "first", new StartOrchestrationOptions("one"));

        await Assert.ThrowsAnyAsync<Exception>(() => hub.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "second", Unless("one", status)));

        Assert.Equal(status, (await hub.Client.GetInstanceAsync("one"))!.RuntimeStatus);
    }

    [Fact]
    public async Task An_id_whose_instance_has_another_status_than_the_deduplicated_ones_is_used_again()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        await hub.RunAsync("Echo", "first", new StartOrchestrationOptions("one"));

        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "second", Unless("one", OrchestrationRuntimeStatus.Failed));

        var again = await hub.UntilAsync("one", found => found.IsCompleted && found.ReadOutputAs<string>() == "second");
        Assert.Equal("second", again.ReadInputAs<string>());
    }

    [Fact]
    public async Task Deduplication_does_not_hinder_a_new_id()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);

        var end = await hub.RunAsync("Echo", "x", Unless("new", OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Running));

        Assert.Equal(("new", "x"), (end.InstanceId, end.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task A_running_instance_whose_status_is_not_deduplicated_is_terminated_and_replaced()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", null, new StartOrchestrationOptions("one"));
        await hub.Client.WaitForInstanceStartAsync("one");

        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "the second", Unless("one"));

        Assert.Equal("the second", (await hub.UntilAsync("one", OrchestrationRuntimeStatus.Completed)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Statuses_to_deduplicate_must_make_sense_together()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);

        // The running instance would be terminated, and being terminated hinder the new one.
        await Assert.ThrowsAsync<ArgumentException>(() =>
            hub.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "x", Unless("one", OrchestrationRuntimeStatus.Terminated)));
    }

    [Fact]
    public async Task Of_many_that_start_one_id_at_once_and_deduplicate_all_statuses_one_succeeds()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        OrchestrationRuntimeStatus[] all = [.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses];

        var starts = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Record.ExceptionAsync(() =>
            hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", null, Unless("one", all)))));

        Assert.Single(starts, refused => refused is null);
    }

    [Fact]
    public async Task Waiting_for_the_start_gives_back_at_once_when_the_instance_runs_or_has_ended()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = (await hub.RunAsync("Echo", "x")).InstanceId;

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await hub.Client.WaitForInstanceStartAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task Waiting_for_the_start_waits_while_the_instance_is_pending()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var at = DateTimeOffset.UtcNow.AddMilliseconds(80);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", null, new StartOrchestrationOptions(StartAt: at));

        var started = await hub.Client.WaitForInstanceStartAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Running, started.RuntimeStatus);
        Assert.True(DateTimeOffset.UtcNow >= at.AddMilliseconds(-1));
    }

    [Theory]
    [InlineData("Echo", OrchestrationRuntimeStatus.Completed)]
    [InlineData("Fail", OrchestrationRuntimeStatus.Failed)]
    [InlineData("Wait", OrchestrationRuntimeStatus.Terminated)]
    public async Task Waiting_for_completion_ends_with_any_terminal_state_and_at_once_when_it_is_reached(string orchestrator, OrchestrationRuntimeStatus status)
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, "x");
        if (status == OrchestrationRuntimeStatus.Terminated)
        {
            await hub.Client.TerminateInstanceAsync(id);
        }

        await hub.Client.WaitForInstanceCompletionAsync(id);

        Assert.Equal(status, (await hub.Client.WaitForInstanceCompletionAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task Several_may_wait_for_one_instance()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        var waiting = Enumerable.Range(0, 5).Select(_ => hub.EndAsync(id)).ToList();

        await hub.Client.RaiseEventAsync(id, "go", "all");

        Assert.All(await Task.WhenAll(waiting), end => Assert.Equal("all", end.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task An_event_for_an_instance_that_has_ended_is_silently_discarded()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = (await hub.RunAsync("Echo", "x")).InstanceId;

        await hub.Client.RaiseEventAsync(id, "go", "too late");

        Assert.Equal("x", (await hub.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(null, "go")]
    [InlineData("", "go")]
    [InlineData("id", null)]
    [InlineData("id", "")]
    public async Task An_event_needs_an_instance_id_and_a_name(string? id, string? name)
    {
        await using var hub = await TaskHub.StartAsync(Tasks);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => hub.Client.RaiseEventAsync(id!, name!, 1));
    }

    [Fact]
    public async Task Scheduling_needs_the_name_of_an_orchestrator()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => hub.Client.ScheduleNewOrchestrationInstanceAsync(default));
    }

    [Fact]
    public async Task Terminating_an_instance_that_has_ended_or_does_not_exist_fails_silently()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = (await hub.RunAsync("Echo", "x")).InstanceId;

        await hub.Client.TerminateInstanceAsync(id, "too late");
        await hub.Client.TerminateInstanceAsync("nobody", "too early");

        Assert.Equal("x", (await hub.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.ReadOutputAs<string>());
        Assert.Null(await hub.Client.GetInstanceAsync("nobody"));
    }

    [Fact]
    public async Task Recursive_termination_reaches_sub_orchestrations()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var parent = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Parent", "child");
        await hub.UntilAsync("child", OrchestrationRuntimeStatus.Running);

        await hub.Client.TerminateInstanceAsync(parent, new TerminateInstanceOptions("enough", Recursive: true));

        Assert.Equal("enough", (await hub.EndAsync(parent)).ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await hub.EndAsync("child")).RuntimeStatus);
    }

    [Fact]
    public async Task The_output_of_a_termination_is_any_data()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        await hub.Client.TerminateInstanceAsync(id, new[] { 1, 2 });

        Assert.Equal("[1,2]", (await hub.EndAsync(id)).SerializedOutput);
    }

    [Fact]
    public async Task Suspending_and_resuming_an_instance_that_has_ended_changes_nothing()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = (await hub.RunAsync("Echo", "x")).InstanceId;

        await hub.Client.SuspendInstanceAsync(id);
        await hub.Client.ResumeInstanceAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await hub.Client.GetInstanceAsync(id))!.RuntimeStatus);
    }

    [Fact]
    public async Task Resuming_an_instance_that_is_not_suspended_changes_nothing()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await hub.Client.ResumeInstanceAsync(id, "no reason");

        await hub.Client.RaiseEventAsync(id, "go", "on");

        Assert.Equal("on", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_timer_of_a_suspended_instance_is_taken_when_it_is_resumed()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMilliseconds(150), CancellationToken.None);
            return "awake";
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Sleep");
        await hub.Client.SuspendInstanceAsync(id);

        // On a slow machine the timer may have fired before the suspension was taken.
        await hub.UntilAsync(id, found => found.RuntimeStatus is OrchestrationRuntimeStatus.Suspended or OrchestrationRuntimeStatus.Completed);
        await hub.Client.ResumeInstanceAsync(id);

        Assert.Equal("awake", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Restarting_an_instance_that_does_not_exist_is_an_argument_exception()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => hub.Client.RestartAsync("nobody"));
    }

    [Fact]
    public async Task Restarting_keeps_the_input_and_the_tags()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = (await hub.RunAsync("Echo", "same", new StartOrchestrationOptions { Tags = new Dictionary<string, string> { ["a"] = "b" } })).InstanceId;

        var again = await hub.EndAsync(await hub.Client.RestartAsync(id, restartWithNewInstanceId: true));

        Assert.Equal(("Echo", "same", "b"), (again.Name, again.ReadInputAs<string>(), again.Tags["a"]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Purging_needs_an_instance_id(string? id)
    {
        await using var hub = await TaskHub.StartAsync(Tasks);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => hub.Client.PurgeInstanceAsync(id!));
    }

    [Fact]
    public async Task Purging_leaves_sub_orchestrations_by_default()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var parent = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Parent", "child");
        await hub.UntilAsync("child", OrchestrationRuntimeStatus.Running);
        await hub.Client.RaiseEventAsync("child", "go", "on");
        await hub.EndAsync(parent);

        var result = await hub.Client.PurgeInstanceAsync(parent);

        Assert.Equal(1, result.PurgedInstanceCount);
        Assert.NotNull(await hub.Client.GetInstanceAsync("child"));
    }

    [Fact]
    public async Task Ids_of_instances_are_listed_by_status_and_time_of_completion_page_by_page()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var from = DateTimeOffset.UtcNow.AddMinutes(-1);
        for (var i = 0; i < 3; i++)
        {
            await hub.RunAsync("Echo", "x", new StartOrchestrationOptions($"echo-{i}"));
        }

        await hub.RunAsync("Fail", null, new StartOrchestrationOptions("fail"));
        OrchestrationRuntimeStatus[] completed = [OrchestrationRuntimeStatus.Completed];

        var first = await hub.Client.ListInstanceIdsAsync(completed, from, DateTimeOffset.UtcNow.AddMinutes(1), pageSize: 2);
        var second = await hub.Client.ListInstanceIdsAsync(completed, from, DateTimeOffset.UtcNow.AddMinutes(1), pageSize: 2, first.ContinuationToken);

        Assert.Equal(2, first.Values.Count);
        Assert.Equal(["echo-0", "echo-1", "echo-2"], first.Values.Concat(second.Values).Order());
    }

    [Fact]
    public async Task One_client_is_safe_for_many_threads()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var client = hub.Client;

        var outputs = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            var id = await client.ScheduleNewOrchestrationInstanceAsync("Wait");
            await client.RaiseEventAsync(id, "go", $"{i}");
            return (await hub.EndAsync(id)).ReadOutputAs<string>();
        })));

        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"{i}"), outputs);
    }

    [Fact]
    public async Task A_worker_and_a_client_may_have_a_name_and_the_provider_finds_the_client_by_it()
    {
        await using var hub = await TaskHub.StartAsync(Tasks, name: "billing");

        Assert.Equal("billing", hub.Services.GetRequiredService<IDurableTaskClientProvider>().GetClient("billing").Name);
        Assert.Equal("x", (await hub.RunAsync("Echo", "x")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_client_without_a_name_is_found_in_the_services()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);

        Assert.Same(hub.Services.GetRequiredService<DurableTaskClient>(), hub.Services.GetRequiredService<IDurableTaskClientProvider>().GetClient());
    }
}
