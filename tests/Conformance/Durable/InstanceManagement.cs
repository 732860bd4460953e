using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-instance-management</summary>
public sealed class InstanceManagement
{
    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("go"))
        .AddOrchestratorFunc("Fail", (Action<TaskOrchestrationContext>)(_ => throw new InvalidOperationException("The code has a bug.")))
        .AddOrchestratorFunc<int[]>("Listen", context => context.WaitForExternalEvent<int[]>("MyEvent"))
        .AddOrchestratorFunc<string, string>("Parent", (context, id) =>
            context.CallSubOrchestratorAsync<string>("Wait", options: new SubOrchestrationOptions(instanceId: id)))
        .AddOrchestratorFunc<string, string>("Echo", (context, input) =>
        {
            context.SetCustomStatus("echoing");
            return Task.FromResult(input);
        });

    [Fact]
    public async Task Start_schedules_an_orchestrator_by_name_with_an_input_and_gives_the_id()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);

        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "hello");

        var end = await hub.EndAsync(id);
        Assert.Equal((id, "Echo", "hello"), (end.InstanceId, end.Name, end.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task Start_takes_any_data_that_is_json_serializable_as_input()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<Dictionary<string, List<decimal>>, decimal>("Sum", (_, prices) => prices.Values.SelectMany(list => list).Sum()));

        var end = await hub.RunAsync("Sum", new Dictionary<string, List<decimal>> { ["tea"] = [1.10m, 2.20m], ["milk"] = [3] });

        Assert.Equal(6.30m, end.ReadOutputAs<decimal>());
    }

    [Fact]
    public async Task Start_without_an_id_makes_a_random_one()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);

        var ids = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait")));

        Assert.Equal(10, ids.Distinct().Count());
    }

    [Fact]
    public async Task Start_with_an_id_uses_it()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);

        Assert.Equal("order-7", await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait", null, new StartOrchestrationOptions("order-7")));
    }

    [Fact]
    public async Task Wait_for_start_gives_an_instance_that_is_pending_no_more()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        var started = await hub.Client.WaitForInstanceStartAsync(id);

        Assert.Equal((id, OrchestrationRuntimeStatus.Running), (started.InstanceId, started.RuntimeStatus));
    }

    [Fact]
    public async Task Query_gives_name_id_status_times_input_output_and_custom_status()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var before = DateTimeOffset.UtcNow.AddMinutes(-1);
        var id = (await hub.RunAsync("Echo", "hello")).InstanceId;

        var found = await hub.Client.GetInstanceAsync(id, getInputsAndOutputs: true);

        Assert.Equal(("Echo", id, OrchestrationRuntimeStatus.Completed), (found!.Name, found.InstanceId, found.RuntimeStatus));
        Assert.Equal(("hello", "hello", "echoing"), (found.ReadInputAs<string>(), found.ReadOutputAs<string>(), found.ReadCustomStatusAs<string>()));
        Assert.InRange(found.CreatedAt, before, DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.InRange(found.LastUpdatedAt, found.CreatedAt, DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task Query_gives_no_input_and_output_unless_asked()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = (await hub.RunAsync("Echo", "hello")).InstanceId;

        var found = await hub.Client.GetInstanceAsync(id);

        Assert.Null(found!.SerializedInput);
        Assert.Null(found.SerializedOutput);
    }

    [Fact]
    public async Task Query_gives_input_and_output_as_json()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);

        var end = await hub.RunAsync("Echo", "hello");

        Assert.Equal(("\"hello\"", "\"hello\""), (end.SerializedInput, end.SerializedOutput));
    }

    [Fact]
    public async Task Query_gives_the_failure_of_a_failed_instance()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = (await hub.RunAsync("Fail")).InstanceId;

        var found = await hub.Client.GetInstanceAsync(id, getInputsAndOutputs: true);

        Assert.Equal((OrchestrationRuntimeStatus.Failed, "The code has a bug."), (found!.RuntimeStatus, found.FailureDetails!.ErrorMessage));
    }

    [Fact]
    public async Task Query_gives_nothing_when_the_instance_does_not_exist()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);

        Assert.Null(await hub.Client.GetInstanceAsync("nobody"));
    }

    [Fact]
    public async Task Query_says_of_a_running_instance_that_it_runs_and_of_an_ended_one_that_it_is_completed()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        var running = await hub.Client.WaitForInstanceStartAsync(id);
        await hub.Client.RaiseEventAsync(id, "go", "on");
        var ended = await hub.EndAsync(id);

        Assert.Equal((true, false), (running.IsRunning, running.IsCompleted));
        Assert.Equal((false, true), (ended.IsRunning, ended.IsCompleted));
    }

    [Fact]
    public async Task The_time_of_the_last_update_moves_with_each_checkpoint()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        var started = await hub.Client.WaitForInstanceStartAsync(id);
        await Task.Delay(5);

        await hub.Client.RaiseEventAsync(id, "go", "on");

        Assert.True((await hub.EndAsync(id)).LastUpdatedAt > started.LastUpdatedAt);
    }

    [Fact]
    public async Task Query_all_lists_every_instance_of_the_hub()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var running = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        var ended = (await hub.RunAsync("Echo", "x")).InstanceId;
        await hub.Client.WaitForInstanceStartAsync(running);

        var all = await ListAsync(hub.Client.GetAllInstancesAsync());

        Assert.Equal(new[] { running, ended }.Order(), all.Select(instance => instance.InstanceId).Order());
    }

    [Fact]
    public async Task Query_all_gives_pages_and_a_token_for_the_next()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        for (var i = 0; i < 5; i++)
        {
            await hub.RunAsync("Echo", "x");
        }

        var pages = new List<Page<OrchestrationMetadata>>();
        await foreach (var page in hub.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 2)).AsPages())
        {
            pages.Add(page);
        }

        var rest = new List<OrchestrationMetadata>();
        await foreach (var page in hub.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 2)).AsPages(pages[0].ContinuationToken))
        {
            rest.AddRange(page.Values);
        }

        Assert.All(pages, page => Assert.InRange(page.Values.Count, 0, 2));
        Assert.Equal(5, pages.SelectMany(page => page.Values).Select(instance => instance.InstanceId).Distinct().Count());
        Assert.Equal(pages.Skip(1).SelectMany(page => page.Values).Select(instance => instance.InstanceId), rest.Select(instance => instance.InstanceId));
        Assert.Null(pages[^1].ContinuationToken);
    }

    [Fact]
    public async Task Query_with_filters_finds_instances_by_status()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var running = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await hub.Client.WaitForInstanceStartAsync(running);
        var completed = (await hub.RunAsync("Echo", "x")).InstanceId;
        var failed = (await hub.RunAsync("Fail")).InstanceId;

        Assert.Equal([running], await Ids(OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running));
        Assert.Equal(new[] { completed, failed }.Order(), (await Ids(OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed)).Order());

        async Task<IEnumerable<string>> Ids(params OrchestrationRuntimeStatus[] statuses) =>
            (await ListAsync(hub.Client.GetAllInstancesAsync(new OrchestrationQuery(Statuses: statuses)))).Select(instance => instance.InstanceId);
    }

    [Fact]
    public async Task Query_with_filters_finds_instances_by_the_time_they_were_created()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var now = DateTimeOffset.UtcNow;
        await hub.RunAsync("Echo", "x");

        Assert.Single(await ListAsync(hub.Client.GetAllInstancesAsync(new OrchestrationQuery(now.AddDays(-7), now.AddDays(1)))));
        Assert.Empty(await ListAsync(hub.Client.GetAllInstancesAsync(new OrchestrationQuery(now.AddDays(-7), now.AddDays(-1)))));
        Assert.Empty(await ListAsync(hub.Client.GetAllInstancesAsync(new OrchestrationQuery(CreatedFrom: now.AddDays(1)))));
    }

    [Fact]
    public async Task Query_with_filters_finds_instances_by_the_prefix_of_their_ids()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        foreach (var id in (string[])["order-1", "order-2", "invoice-1"])
        {
            await hub.RunAsync("Echo", "x", new StartOrchestrationOptions(id));
        }

        var found = await ListAsync(hub.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "order-")));

        Assert.Equal(["order-1", "order-2"], found.Select(instance => instance.InstanceId).Order());
    }

    [Fact]
    public async Task Query_with_filters_gives_inputs_and_outputs_when_asked()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        await hub.RunAsync("Echo", "x");

        var with = await ListAsync(hub.Client.GetAllInstancesAsync(new OrchestrationQuery(FetchInputsAndOutputs: true)));
        var without = await ListAsync(hub.Client.GetAllInstancesAsync(new OrchestrationQuery()));

        Assert.Equal("x", with.Single().ReadOutputAs<string>());
        Assert.Null(without.Single().SerializedOutput);
    }

    [Fact]
    public async Task Terminate_ends_an_instance_and_writes_the_reason_to_its_status()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        await hub.Client.TerminateInstanceAsync(id, "Found a bug");

        var end = await hub.EndAsync(id);
        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "Found a bug"), (end.RuntimeStatus, end.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task Terminate_needs_no_reason()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        await hub.Client.TerminateInstanceAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await hub.EndAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task Termination_does_not_reach_sub_orchestrations_which_run_to_completion()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var parent = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Parent", "child");
        await hub.UntilAsync("child", OrchestrationRuntimeStatus.Running);

        await hub.Client.TerminateInstanceAsync(parent, "enough");
        await hub.EndAsync(parent);
        await hub.Client.RaiseEventAsync("child", "go", "to its end");

        var child = await hub.EndAsync("child");
        Assert.Equal((OrchestrationRuntimeStatus.Completed, "to its end"), (child.RuntimeStatus, child.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task Termination_does_not_reach_activities_which_run_to_completion()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Slow", context => context.CallActivityAsync("Work"))
            .AddActivityFunc("Work", (Func<TaskActivityContext, Task>)(async _ =>
            {
                started.SetResult();
                await release.Task.WaitAsync(TimeSpan.FromSeconds(60));
                ended.SetResult();
            })));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Slow");
        await started.Task.WaitAsync(TimeSpan.FromSeconds(60));

        await hub.Client.TerminateInstanceAsync(id, "enough");
        var end = await hub.EndAsync(id);
        release.SetResult();

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, end.RuntimeStatus);
    }

    [Fact]
    public async Task Suspend_stops_an_instance_until_it_is_resumed()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await hub.Client.SuspendInstanceAsync(id, "Need to pause workflow");
        await hub.UntilAsync(id, OrchestrationRuntimeStatus.Suspended);
        await hub.Client.RaiseEventAsync(id, "go", "on");
        await hub.RunAsync("Echo", "others go on");

        var before = await hub.Client.GetInstanceAsync(id);
        await hub.Client.ResumeInstanceAsync(id, "Continue workflow");

        Assert.Equal(OrchestrationRuntimeStatus.Suspended, before!.RuntimeStatus);
        Assert.Equal("on", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_status_of_a_resumed_instance_is_running_again()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await hub.Client.SuspendInstanceAsync(id);
        await hub.UntilAsync(id, OrchestrationRuntimeStatus.Suspended);

        await hub.Client.ResumeInstanceAsync(id);

        await hub.UntilAsync(id, OrchestrationRuntimeStatus.Running);
        await hub.Client.RaiseEventAsync(id, "go", "on");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await hub.EndAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task A_suspended_instance_can_be_terminated()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await hub.Client.SuspendInstanceAsync(id);
        await hub.UntilAsync(id, OrchestrationRuntimeStatus.Suspended);

        await hub.Client.TerminateInstanceAsync(id, "enough");

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await hub.EndAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task Raise_event_sends_any_data_that_is_json_serializable()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Listen");

        await hub.Client.RaiseEventAsync(id, "MyEvent", new[] { 1, 2, 3 });

        Assert.Equal(Enumerable.Range(1, 3), (await hub.EndAsync(id)).ReadOutputAs<int[]>()!);
    }

    [Fact]
    public async Task Raise_event_for_an_instance_that_does_not_exist_is_discarded()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);

        await hub.Client.RaiseEventAsync("nobody", "MyEvent", new[] { 1 });

        Assert.Null(await hub.Client.GetInstanceAsync("nobody"));
    }

    [Fact]
    public async Task Wait_for_completion_gives_the_output()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        var waiting = hub.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);

        await hub.Client.RaiseEventAsync(id, "go", "the output");

        Assert.Equal("the output", (await waiting.WaitAsync(TimeSpan.FromSeconds(60))).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Wait_for_completion_is_left_when_its_time_is_over_and_the_instance_goes_on()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hub.Client.WaitForInstanceCompletionAsync(id, timeout.Token));

        await hub.Client.RaiseEventAsync(id, "go", "later");
        Assert.Equal("later", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Restart_runs_an_instance_again_with_its_input_under_a_new_id()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var first = (await hub.RunAsync("Echo", "hello")).InstanceId;

        var second = await hub.Client.RestartAsync(first, restartWithNewInstanceId: true);

        Assert.NotEqual(first, second);
        Assert.Equal("hello", (await hub.EndAsync(second)).ReadOutputAs<string>());
        Assert.Equal("hello", (await hub.EndAsync(first)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Restart_runs_an_instance_again_with_its_input_under_the_same_id()
    {
        var runs = 0;
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string, string>("Count", async (context, input) => $"{input} {await context.CallActivityAsync<int>("Next")}")
            .AddActivityFunc<int>("Next", _ => Interlocked.Increment(ref runs)));
        var id = (await hub.RunAsync("Count", "run")).InstanceId;

        var again = await hub.Client.RestartAsync(id, restartWithNewInstanceId: false);

        Assert.Equal(id, again);
        Assert.Equal("run 2", (await hub.UntilAsync(id, found => found.IsCompleted && found.ReadOutputAs<string>() != "run 1")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Purge_removes_all_data_of_one_instance()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var (id, other) = ((await hub.RunAsync("Echo", "hello")).InstanceId, (await hub.RunAsync("Echo", "stays")).InstanceId);

        var result = await hub.Client.PurgeInstanceAsync(id);

        Assert.Equal(1, result.PurgedInstanceCount);
        Assert.Null(await hub.Client.GetInstanceAsync(id));
        Assert.NotNull(await hub.Client.GetInstanceAsync(other));
    }

    [Fact]
    public async Task Purge_of_an_instance_that_does_not_exist_purges_none()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);

        Assert.Equal(0, (await hub.Client.PurgeInstanceAsync("nobody")).PurgedInstanceCount);
    }

    [Fact]
    public async Task Purge_by_filter_removes_the_instances_that_match_it()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var completed = (await hub.RunAsync("Echo", "x")).InstanceId;
        var failed = (await hub.RunAsync("Fail")).InstanceId;
        var tomorrow = DateTimeOffset.UtcNow.AddDays(1);

        var result = await hub.Client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(tomorrow.AddDays(-30), tomorrow, [OrchestrationRuntimeStatus.Completed]));

        Assert.Equal(1, result.PurgedInstanceCount);
        Assert.Null(await hub.Client.GetInstanceAsync(completed));
        Assert.NotNull(await hub.Client.GetInstanceAsync(failed));
    }

    [Fact]
    public async Task Purge_by_filter_leaves_instances_that_were_created_later()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = (await hub.RunAsync("Echo", "x")).InstanceId;

        var result = await hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(
            CreatedFrom: DateTimeOffset.UtcNow.AddDays(-60), CreatedTo: DateTimeOffset.UtcNow.AddDays(-30), Statuses: [OrchestrationRuntimeStatus.Completed]));

        Assert.Equal(0, result.PurgedInstanceCount);
        Assert.NotNull(await hub.Client.GetInstanceAsync(id));
    }

    [Theory]
    [InlineData("Echo")]
    [InlineData("Fail")]
    [InlineData("Wait")]
    public async Task Purge_succeeds_for_instances_that_completed_failed_or_were_terminated(string orchestrator)
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, "x");
        if (orchestrator == "Wait")
        {
            await hub.Client.TerminateInstanceAsync(id);
        }

        await hub.EndAsync(id);

        Assert.Equal(1, (await hub.Client.PurgeInstanceAsync(id)).PurgedInstanceCount);
    }

    [Fact]
    public async Task Purge_does_not_remove_an_instance_that_runs()
    {
        await using var hub = await TaskHub.StartAsync(Tasks);
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await hub.Client.WaitForInstanceStartAsync(id);

        // A backend may answer with no purged instance or with an exception; the instance is there in any case.
        var refusal = await Record.ExceptionAsync(async () => Assert.Equal(0, (await hub.Client.PurgeInstanceAsync(id)).PurgedInstanceCount));
        await hub.Client.RaiseEventAsync(id, "go", "still here");

        Assert.True(refusal is null or InvalidOperationException);
        Assert.Equal("still here", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    private static async Task<List<OrchestrationMetadata>> ListAsync(AsyncPageable<OrchestrationMetadata> pageable)
    {
        var list = new List<OrchestrationMetadata>();
        await foreach (var item in pageable)
        {
            list.Add(item);
        }

        return list;
    }
}
