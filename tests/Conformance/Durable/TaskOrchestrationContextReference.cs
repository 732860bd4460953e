using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/dotnet/api/microsoft.durabletask.taskorchestrationcontext</summary>
public sealed class TaskOrchestrationContextReference
{
    [Fact]
    public async Task Name_and_instance_id_are_those_of_the_orchestration()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Who", context => $"{context.Name} {context.InstanceId}"));

        var end = await hub.RunAsync("Who");

        Assert.Equal($"Who {end.InstanceId}", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Get_input_gives_the_input_or_null_when_there_is_none()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string?, string?>("Input", (context, _) => context.GetInput<string>()));

        Assert.Equal("something", (await hub.RunAsync("Input", "something")).ReadOutputAs<string>());
        Assert.Null((await hub.RunAsync("Input")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Is_replaying_is_false_when_new_work_is_done_and_true_when_it_is_done_again()
    {
        var seen = new List<(string Step, bool Replaying)>();
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc("Steps", async context =>
        {
            seen.Add(("first", context.IsReplaying));
            await context.WaitForExternalEvent<bool>("go");
            seen.Add(("second", context.IsReplaying));
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Steps");
        await hub.Client.WaitForInstanceStartAsync(id);

        await hub.RestartProcessAsync();
        await hub.Client.RaiseEventAsync(id, "go", true);
        await hub.EndAsync(id);

        Assert.Equal([("first", false), ("first", true), ("second", false)], seen.Distinct());
    }

    [Fact]
    public async Task Event_names_are_case_insensitive()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Wait", async context =>
                await context.WaitForExternalEvent<string>("APPROVAL") + await context.WaitForExternalEvent<string>("approval")));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        await hub.Client.RaiseEventAsync(id, "Approval", "a");
        await hub.Client.RaiseEventAsync(id, "aPPROVAL", "b");

        Assert.Equal("ab", string.Concat((await hub.EndAsync(id)).ReadOutputAs<string>()!.Order()));
    }

    [Fact]
    public async Task Each_event_completes_just_one_of_several_waits_for_its_name()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", async context =>
        {
            var waits = Enumerable.Range(0, 3).Select(_ => context.WaitForExternalEvent<string>("item")).ToList();
            await Task.WhenAny(waits);
            context.SetCustomStatus(waits.Count(wait => wait.IsCompleted));
            return string.Concat((await Task.WhenAll(waits)).Order());
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        await hub.Client.RaiseEventAsync(id, "item", "a");
        var first = await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null);
        await hub.Client.RaiseEventAsync(id, "item", "b");
        await hub.Client.RaiseEventAsync(id, "item", "c");

        Assert.Equal(1, first.ReadCustomStatusAs<int>());
        Assert.Equal("abc", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_wait_is_aborted_by_its_cancellation_token()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<bool>("Wait", async context =>
        {
            using var cts = new CancellationTokenSource();
            var wait = context.WaitForExternalEvent<string>("never", cts.Token);
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            cts.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
            return wait.IsCanceled;
        }));

        Assert.True((await hub.RunAsync("Wait")).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task A_wait_that_was_cancelled_takes_no_event_from_a_later_one()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", async context =>
        {
            using var cts = new CancellationTokenSource();
            _ = context.WaitForExternalEvent<string>("news", cts.Token);
            cts.Cancel();
            return await context.WaitForExternalEvent<string>("news");
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        await hub.Client.RaiseEventAsync(id, "news", "for the later one");

        Assert.Equal("for the later one", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_wait_with_a_timeout_gives_the_event_that_comes_in_time()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Wait", context =>
            context.WaitForExternalEvent<string>("news", TimeSpan.FromHours(1))));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        await hub.Client.RaiseEventAsync(id, "news", "in time");

        Assert.Equal("in time", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wait_with_a_timeout_and_a_token_is_cancelled_by_whichever_comes_first(bool byToken)
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<bool>("Wait", async context =>
        {
            using var cts = new CancellationTokenSource();
            var wait = context.WaitForExternalEvent<string>("never", byToken ? TimeSpan.FromHours(1) : TimeSpan.FromMilliseconds(5), cts.Token);
            if (byToken)
            {
                cts.Cancel();
            }

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
            return true;
        }));

        Assert.True((await hub.RunAsync("Wait")).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task Send_event_raises_an_event_for_another_orchestration()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Receiver", context => context.WaitForExternalEvent<string>("message"))
            .AddOrchestratorFunc<string>("Sender", (Action<TaskOrchestrationContext, string>)((context, to) => context.SendEvent(to, "message", "hello"))));
        var receiver = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Receiver");

        await hub.RunAsync("Sender", receiver);

        Assert.Equal("hello", (await hub.EndAsync(receiver)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_sent_to_an_orchestration_that_does_not_exist_is_silently_dropped()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Sender", context =>
        {
            context.SendEvent("nobody", "message", "hello");
            return "sent";
        }));

        Assert.Equal("sent", (await hub.RunAsync("Sender")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Null_clears_the_custom_status()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<bool>("Status", async context =>
        {
            context.SetCustomStatus("set");
            var result = await context.WaitForExternalEvent<bool>("go");
            context.SetCustomStatus(null);
            return result;
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Status");
        await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null);

        await hub.Client.RaiseEventAsync(id, "go", true);

        Assert.Null((await hub.EndAsync(id)).ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task A_timer_that_was_running_at_continue_as_new_is_discarded()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<bool, string>("Restart", async (context, second) =>
        {
            if (!second)
            {
                _ = context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                context.ContinueAsNew(true);
                return string.Empty;
            }

            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            return "second generation";
        }));

        Assert.Equal("second generation", (await hub.RunAsync("Restart", false)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Continue_as_new_without_an_input_restarts_without_one()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string?, string>("Once", (context, input) =>
        {
            if (input is not null)
            {
                context.ContinueAsNew();
            }

            return input ?? "no input";
        }));

        Assert.Equal("no input", (await hub.RunAsync("Once", "input")).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(true, "kept")]
    [InlineData(false, "fresh")]
    public async Task Options_of_continue_as_new_say_whether_unprocessed_events_are_kept(bool preserve, string expected)
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<bool, string>("Two", async (context, second) =>
        {
            if (!second)
            {
                await context.WaitForExternalEvent<bool>("go");
                context.ContinueAsNew(new ContinueAsNewOptions { NewInput = true, PreserveUnprocessedEvents = preserve });
                return string.Empty;
            }

            context.SetCustomStatus("second");
            return await context.WaitForExternalEvent<string>("news");
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Two", false);
        await hub.Client.RaiseEventAsync(id, "news", "kept");
        await hub.Client.RaiseEventAsync(id, "go", true);
        await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null);

        await hub.Client.RaiseEventAsync(id, "news", "fresh");

        Assert.Equal(expected, (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Options_of_continue_as_new_may_give_a_new_version()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Migrate", context =>
        {
            if (context.Version == "1")
            {
                context.ContinueAsNew(new ContinueAsNewOptions { NewVersion = "2" });
            }

            return context.Version;
        }));

        var end = await hub.RunAsync("Migrate", null, new StartOrchestrationOptions { Version = "1" });

        Assert.Equal("2", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Terminating_a_parent_does_not_affect_its_sub_orchestration_which_is_terminated_by_its_own_id()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<bool>("Parent", context => context.CallSubOrchestratorAsync<bool>("Child", new SubOrchestrationOptions(instanceId: "child")))
            .AddOrchestratorFunc<bool>("Child", context => context.WaitForExternalEvent<bool>("go")));
        var parent = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await hub.UntilAsync("child", OrchestrationRuntimeStatus.Running);
        await hub.Client.TerminateInstanceAsync(parent);
        await hub.EndAsync(parent);

        var before = await hub.Client.GetInstanceAsync("child");
        await hub.Client.TerminateInstanceAsync("child");

        Assert.Equal(OrchestrationRuntimeStatus.Running, before!.RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await hub.EndAsync("child")).RuntimeStatus);
    }

    [Fact]
    public async Task The_result_of_an_activity_that_nobody_wants_need_not_be_readable()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Call", async context =>
            {
                await context.CallActivityAsync("Answer", 42);
                return "called";
            })
            .AddActivityFunc<int, int>("Answer", (_, value) => value));

        Assert.Equal("called", (await hub.RunAsync("Call")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Version_is_empty_and_properties_are_there_when_nothing_was_configured()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<bool>("Look", context => context.Version.Length == 0 && context.Properties is not null));

        Assert.True((await hub.RunAsync("Look")).ReadOutputAs<bool>());
    }
}
