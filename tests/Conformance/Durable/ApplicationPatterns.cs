using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-overview#application-patterns</summary>
public sealed class ApplicationPatterns
{
    [Fact]
    public async Task Function_chaining_the_output_of_one_function_is_the_input_of_the_next()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, int>("Chain", async (context, value) =>
            {
                var x = await context.CallActivityAsync<int>("AddOne", value);
                var y = await context.CallActivityAsync<int>("Double", x);
                return await context.CallActivityAsync<int>("AddOne", y);
            })
            .AddActivityFunc<int, int>("AddOne", (_, value) => value + 1)
            .AddActivityFunc<int, int>("Double", (_, value) => value * 2));

        var end = await hub.RunAsync("Chain", 4);

        Assert.Equal(11, end.ReadOutputAs<int>());
    }

    [Fact]
    public async Task Function_chaining_conditionals_loops_and_error_handling_are_those_of_the_language()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, string>("Collatz", async (context, n) =>
            {
                var path = new List<int>();
                try
                {
                    while (n != 1)
                    {
                        path.Add(n);
                        n = n % 2 == 0 ? await context.CallActivityAsync<int>("Halve", n) : await context.CallActivityAsync<int>("Grow", n);
                    }
                }
                catch (TaskFailedException)
                {
                    path.Add(-1);
                }

                return string.Join(' ', path);
            })
            .AddActivityFunc<int, int>("Halve", (_, n) => n / 2)
            .AddActivityFunc<int, int>("Grow", (_, n) => n > 5 ? throw new OverflowException() : (3 * n) + 1));

        Assert.Equal("3 10 5 16 8 4 2", (await hub.RunAsync("Collatz", 3)).ReadOutputAs<string>());
        Assert.Equal("7 -1", (await hub.RunAsync("Collatz", 7)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Function_chaining_after_the_process_ended_the_chain_resumes_from_the_last_await()
    {
        var calls = new List<string>();
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Chain", async context =>
            {
                var a = await context.CallActivityAsync<string>("F", "a");
                context.SetCustomStatus("a is done");
                var b = await context.WaitForExternalEvent<string>("b");
                return await context.CallActivityAsync<string>("F", a + b + "c");
            })
            .AddActivityFunc<string, string>("F", (_, text) =>
            {
                calls.Add(text);
                return text;
            }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Chain");
        await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null);

        await hub.RestartProcessAsync();
        await hub.Client.RaiseEventAsync(id, "b", "b");

        Assert.Equal("abc", (await hub.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal(["a", "abc"], calls);
    }

    [Fact]
    public async Task Fan_out_fan_in_functions_run_in_parallel_and_their_results_are_aggregated()
    {
        var together = new Meeting(4);
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int>("FanOutFanIn", async context =>
            {
                var workBatch = await context.CallActivityAsync<int[]>("F1");
                var parallelTasks = workBatch.Select(item => context.CallActivityAsync<int>("F2", item)).ToList();
                await Task.WhenAll(parallelTasks);
                return await context.CallActivityAsync<int>("F3", parallelTasks.Sum(task => task.Result));
            })
            .AddActivityFunc<int[]>("F1", _ => [1, 2, 3, 4])
            .AddActivityFunc<int, int>("F2", async (_, value) => await together.MeetAsync() ? value * value : -1)
            .AddActivityFunc<int, int>("F3", (_, sum) => sum));

        var end = await hub.RunAsync("FanOutFanIn");

        Assert.Equal(30, end.ReadOutputAs<int>());
    }

    [Fact]
    public async Task Fan_out_fan_in_results_are_in_the_order_of_the_calls_whichever_ends_first()
    {
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int[]>("Fan", context => Task.WhenAll(Enumerable.Range(0, 5).Select(i => context.CallActivityAsync<int>("Work", i))))
            .AddActivityFunc<int, int>("Work", async (_, i) =>
            {
                if (i == 4)
                {
                    last.SetResult();
                }

                await last.Task.WaitAsync(TimeSpan.FromSeconds(60));
                return i;
            }));

        Assert.Equal(Enumerable.Range(0, 5), (await hub.RunAsync("Fan")).ReadOutputAs<int[]>()!);
    }

    [Fact]
    public async Task Fan_out_fan_in_takes_hundreds_of_parallel_functions()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, int>("Fan", async (context, n) =>
                (await Task.WhenAll(Enumerable.Range(1, n).Select(i => context.CallActivityAsync<int>("Work", i)))).Sum())
            .AddActivityFunc<int, int>("Work", (_, i) => i));

        Assert.Equal(500 * 501 / 2, (await hub.RunAsync("Fan", 500)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Async_http_apis_a_client_polls_the_status_until_the_work_has_completed()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("DoWork", context => context.WaitForExternalEvent<string>("done")));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("DoWork");

        var running = await hub.UntilAsync(id, OrchestrationRuntimeStatus.Running);
        await hub.Client.RaiseEventAsync(id, "done", "the result");
        var completed = await hub.UntilAsync(id, OrchestrationRuntimeStatus.Completed);

        Assert.Null(running.SerializedOutput);
        Assert.Equal("the result", completed.ReadOutputAs<string>());
        Assert.True(completed.LastUpdatedAt >= running.LastUpdatedAt);
    }

    [Fact]
    public async Task Monitor_a_loop_polls_with_durable_timers_until_a_condition_is_met()
    {
        var polls = 0;
        var alerts = 0;
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<int, string>("MonitorJobStatus", async (context, jobId) =>
            {
                var expiryTime = context.CurrentUtcDateTime.AddMinutes(10);
                while (context.CurrentUtcDateTime < expiryTime)
                {
                    if (await context.CallActivityAsync<string>("GetJobStatus", jobId) == "Completed")
                    {
                        await context.CallActivityAsync("SendAlert", jobId);
                        return "alerted";
                    }

                    await context.CreateTimer(context.CurrentUtcDateTime.AddMilliseconds(5), CancellationToken.None);
                }

                return "expired";
            })
            .AddActivityFunc<int, string>("GetJobStatus", (_, _) => Interlocked.Increment(ref polls) == 4 ? "Completed" : "Running")
            .AddActivityFunc<int>("SendAlert", (_, _) => Interlocked.Increment(ref alerts)));

        var end = await hub.RunAsync("MonitorJobStatus", 7);

        Assert.Equal(("alerted", 4, 1), (end.ReadOutputAs<string>(), polls, alerts));
    }

    [Fact]
    public async Task Monitor_it_ends_when_its_time_has_expired()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Monitor", async context =>
            {
                var expiryTime = context.CurrentUtcDateTime.AddMilliseconds(40);
                while (context.CurrentUtcDateTime < expiryTime)
                {
                    await context.CallActivityAsync("Look");
                    await context.CreateTimer(TimeSpan.FromMilliseconds(10), CancellationToken.None);
                }

                return "expired";
            })
            .AddActivityFunc("Look", (Action<TaskActivityContext>)(_ => { })));

        Assert.Equal("expired", (await hub.RunAsync("Monitor")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Monitor_a_client_can_terminate_it()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc("Monitor", async context =>
            {
                while (true)
                {
                    await context.CreateTimer(TimeSpan.FromMilliseconds(5), CancellationToken.None);
                }
            }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Monitor");
        await hub.Client.WaitForInstanceStartAsync(id);

        await hub.Client.TerminateInstanceAsync(id, "no longer of interest");

        Assert.Equal("no longer of interest", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(true, "approved")]
    [InlineData(false, "rejected")]
    public async Task Human_interaction_an_approval_in_time_is_processed_and_the_deadline_is_cancelled(bool approved, string expected)
    {
        await using var hub = await TaskHub.StartAsync(tasks => Approvals(tasks, TimeSpan.FromHours(72)));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("ApprovalWorkflow");

        await hub.Client.RaiseEventAsync(id, "ApprovalEvent", approved);

        Assert.Equal(expected, (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Human_interaction_without_an_approval_in_time_it_is_escalated()
    {
        await using var hub = await TaskHub.StartAsync(tasks => Approvals(tasks, TimeSpan.FromMilliseconds(20)));

        Assert.Equal("escalated", (await hub.RunAsync("ApprovalWorkflow")).ReadOutputAs<string>());
    }

    private static void Approvals(DurableTaskRegistry tasks, TimeSpan patience) => tasks
        .AddOrchestratorFunc<string>("ApprovalWorkflow", async context =>
        {
            await context.CallActivityAsync("RequestApproval");
            using var timeout = new CancellationTokenSource();
            var durableTimeout = context.CreateTimer(context.CurrentUtcDateTime.Add(patience), timeout.Token);
            var approvalEvent = context.WaitForExternalEvent<bool>("ApprovalEvent");
            if (approvalEvent == await Task.WhenAny(approvalEvent, durableTimeout))
            {
                timeout.Cancel();
                return await context.CallActivityAsync<string>("ProcessApproval", approvalEvent.Result);
            }

            return await context.CallActivityAsync<string>("Escalate");
        })
        .AddActivityFunc("RequestApproval", (Action<TaskActivityContext>)(_ => { }))
        .AddActivityFunc<bool, string>("ProcessApproval", (_, approved) => approved ? "approved" : "rejected")
        .AddActivityFunc<string>("Escalate", _ => "escalated");
}
