using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-eternal-orchestrations</summary>
public sealed class EternalOrchestrations
{
    [Fact]
    public async Task Continue_as_new_restarts_the_instance_with_the_new_input()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<int, int>("Counter", async (context, value) =>
        {
            if (await context.WaitForExternalEvent<string>("operation") == "end")
            {
                return value;
            }

            context.ContinueAsNew(value + 1);
            return -1;
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Counter", 0);

        foreach (var operation in (string[])["incr", "incr", "incr", "end"])
        {
            await hub.Client.RaiseEventAsync(id, "operation", operation);
        }

        Assert.Equal(3, (await hub.EndAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task The_same_instance_id_is_kept()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string[], string[]>("Same", (context, ids) =>
        {
            string[] all = [.. ids, context.InstanceId];
            if (all.Length < 3)
            {
                context.ContinueAsNew(all);
            }

            return all;
        }));

        var end = await hub.RunAsync("Same", Array.Empty<string>());

        Assert.Equal(Enumerable.Repeat(end.InstanceId, 3), end.ReadOutputAs<string[]>()!);
    }

    [Fact]
    public async Task The_history_is_reset_so_that_activities_of_earlier_generations_are_called_anew()
    {
        var calls = 0;
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, int>("Loop", async (context, generation) =>
            {
                var call = await context.CallActivityAsync<int>("Count");
                if (generation < 3)
                {
                    context.ContinueAsNew(generation + 1);
                }

                return call;
            })
            .AddActivityFunc<int>("Count", _ => Interlocked.Increment(ref calls)));

        Assert.Equal(3, (await hub.RunAsync("Loop", 1)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Periodic_work_is_followed_by_a_pause_and_a_new_beginning_and_never_overlaps()
    {
        var (inside, most, cleanups) = (0, 0, 0);
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Periodic_Cleanup_Loop", async context =>
            {
                if (await context.CallActivityAsync<int>("DoCleanup") < 3)
                {
                    await context.CreateTimer(context.CurrentUtcDateTime.AddMilliseconds(5), CancellationToken.None);
                    context.ContinueAsNew();
                }
            })
            .AddActivityFunc<int>("DoCleanup", async _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
                return Interlocked.Increment(ref cleanups);
            }));

        var end = await hub.RunAsync("Periodic_Cleanup_Loop");

        Assert.Equal((OrchestrationRuntimeStatus.Completed, 3, 1), (end.RuntimeStatus, cleanups, most));
    }

    [Fact]
    public async Task An_eternal_orchestration_goes_on_through_many_generations()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<int, int>("Count", (context, n) =>
        {
            if (n < 200)
            {
                context.ContinueAsNew(n + 1);
            }

            return n;
        }));

        Assert.Equal(200, (await hub.RunAsync("Count", 0)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task It_is_started_like_any_other_orchestration_and_one_id_makes_it_a_singleton()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc("Forever", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            context.ContinueAsNew();
        }));

        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Forever", null, new StartOrchestrationOptions { InstanceId = "StaticId" });

        Assert.Equal(("StaticId", true), (id, (await hub.Client.WaitForInstanceStartAsync("StaticId")).IsRunning));
    }

    [Fact]
    public async Task It_ends_when_it_does_not_call_continue_as_new()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<int, string>("Twice", (context, n) =>
        {
            if (n == 0)
            {
                context.ContinueAsNew(1);
            }

            return "the end";
        }));

        var end = await hub.RunAsync("Twice", 0);

        Assert.Equal((OrchestrationRuntimeStatus.Completed, "the end"), (end.RuntimeStatus, end.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task It_is_stopped_by_termination()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc("Forever", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            context.ContinueAsNew();
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Forever");
        await hub.Client.WaitForInstanceStartAsync(id);

        await hub.Client.TerminateInstanceAsync(id, "Cleanup no longer needed");

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await hub.EndAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task After_an_uncaught_exception_continue_as_new_in_a_finally_block_does_not_restart_it()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, string>("Finally", async (context, generation) =>
            {
                try
                {
                    return await context.CallActivityAsync<string>("Fail");
                }
                finally
                {
                    context.ContinueAsNew(generation + 1);
                }
            })
            .AddActivityFunc("Fail", (Action<TaskActivityContext>)(_ => throw new InvalidOperationException("no"))));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await hub.RunAsync("Finally", 0)).RuntimeStatus);
    }

    [Fact]
    public async Task Results_of_unfinished_tasks_are_discarded()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, string>("Restless", async (context, generation) =>
            {
                if (generation == 0)
                {
                    _ = context.CallActivityAsync<string>("Slow");
                    _ = context.CreateTimer(TimeSpan.FromMilliseconds(20), CancellationToken.None);
                    context.ContinueAsNew(1);
                    return string.Empty;
                }

                // The tasks of this generation have the numbers of those before it; only their own results may complete them.
                var activity = await context.CallActivityAsync<string>("Fast");
                await context.CreateTimer(TimeSpan.FromMilliseconds(50), CancellationToken.None);
                return activity;
            })
            .AddActivityFunc<string>("Slow", async _ =>
            {
                await release.Task.WaitAsync(TimeSpan.FromSeconds(60));
                return "slow";
            })
            .AddActivityFunc<string>("Fast", async _ =>
            {
                release.TrySetResult();
                await Task.Delay(10);
                return "fast";
            }));

        var run = hub.RunAsync("Restless", 0);
        release.TrySetResult();

        Assert.Equal("fast", (await run).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Unprocessed_events_are_preserved_by_default_and_delivered_to_the_next_generation()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<int, string>("Two", async (context, generation) =>
        {
            if (generation == 0)
            {
                await context.WaitForExternalEvent<bool>("go");
                context.ContinueAsNew(1);
                return string.Empty;
            }

            return await context.WaitForExternalEvent<string>("kept");
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Two", 0);

        await hub.Client.RaiseEventAsync(id, "kept", "still here");
        await hub.Client.RaiseEventAsync(id, "go", true);

        Assert.Equal("still here", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Unprocessed_events_are_removed_when_they_are_not_to_be_preserved()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<int, string>("Two", async (context, generation) =>
        {
            if (generation == 0)
            {
                await context.WaitForExternalEvent<bool>("go");
                context.ContinueAsNew(1, preserveUnprocessedEvents: false);
                return string.Empty;
            }

            context.SetCustomStatus("second generation");
            return await context.WaitForExternalEvent<string>("kept");
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Two", 0);
        await hub.Client.RaiseEventAsync(id, "kept", "of the first generation");
        await hub.Client.RaiseEventAsync(id, "go", true);
        await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null);

        await hub.Client.RaiseEventAsync(id, "kept", "of the second generation");

        Assert.Equal("of the second generation", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_next_generation_is_safe_from_the_end_of_the_process()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<int, int>("Counter", async (context, value) =>
        {
            context.SetCustomStatus(value);
            if (await context.WaitForExternalEvent<bool>("more"))
            {
                context.ContinueAsNew(value + 1);
            }

            return value;
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Counter", 0);
        await hub.Client.RaiseEventAsync(id, "more", true);
        await hub.UntilAsync(id, found => found.ReadCustomStatusAs<int?>() == 1);

        await hub.RestartProcessAsync();
        await hub.Client.RaiseEventAsync(id, "more", false);

        Assert.Equal(1, (await hub.EndAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_class_style_orchestrator_continues_as_new_too()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestrator<CountDown>());

        Assert.Equal("lift-off", (await hub.RunAsync(nameof(CountDown), 3)).ReadOutputAs<string>());
    }

    public sealed class CountDown : TaskOrchestrator<int, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, int input)
        {
            if (input > 0)
            {
                context.ContinueAsNew(input - 1);
            }

            return Task.FromResult("lift-off");
        }
    }
}
