using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Conformance.Durable;

/// <summary>https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-timers</summary>
public sealed class Timers
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private static void Quotes(DurableTaskRegistry tasks, TimeSpan timeout, Task<double> quote, Action? onTimeout = null) => tasks
        .AddOrchestratorFunc<bool>("TryGetQuote", async context =>
        {
            var deadline = context.CurrentUtcDateTime.Add(timeout);
            using var cts = new CancellationTokenSource();
            var activityTask = context.CallActivityAsync<double>("GetQuote");
            var timeoutTask = context.CreateTimer(deadline, cts.Token);
            var winner = await Task.WhenAny(activityTask, timeoutTask);
            if (winner == activityTask)
            {
                cts.Cancel();
                return true;
            }

            await context.CallActivityAsync("GiveUp");
            return false;
        })
        .AddActivityFunc<double>("GetQuote", _ => quote.WaitAsync(TimeSpan.FromSeconds(60)))
        .AddActivityFunc("GiveUp", (Action<TaskActivityContext>)(_ => onTimeout?.Invoke()));

    [Fact]
    public async Task A_timer_takes_a_due_time()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<bool>("Sleep", async context =>
        {
            var due = context.CurrentUtcDateTime.Add(Moment);
            await context.CreateTimer(due, CancellationToken.None);
            return context.CurrentUtcDateTime >= due;
        }));

        Assert.True((await hub.RunAsync("Sleep")).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task A_timer_takes_a_duration()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<bool>("Sleep", async context =>
        {
            var start = context.CurrentUtcDateTime;
            await context.CreateTimer(Moment, CancellationToken.None);
            return context.CurrentUtcDateTime - start >= Moment;
        }));

        Assert.True((await hub.RunAsync("Sleep")).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task An_orchestrator_sleeps_until_the_expiration_time()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc("Sleep72", context =>
            context.CreateTimer(context.CurrentUtcDateTime.AddHours(72), CancellationToken.None)));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Sleep72");

        var started = await hub.Client.WaitForInstanceStartAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Running, started.RuntimeStatus);
        Assert.True((await hub.Client.GetInstanceAsync(id))!.IsRunning);
    }

    [Fact]
    public async Task Other_events_are_processed_while_a_timer_is_waited_for()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Sleep", async context =>
        {
            var timer = context.CreateTimer(TimeSpan.FromHours(72), CancellationToken.None);
            var news = context.WaitForExternalEvent<string>("news");
            await Task.WhenAny(timer, news);
            context.SetCustomStatus(await news);
            return await context.WaitForExternalEvent<string>("more");
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Sleep");

        await hub.Client.RaiseEventAsync(id, "news", "it rains");

        var found = await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null);
        Assert.Equal("it rains", found.ReadCustomStatusAs<string>());
    }

    [Theory]
    [InlineData(7)]
    [InlineData(365)]
    public async Task A_timer_may_be_longer_than_six_days(int days)
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Long", async context =>
        {
            using var cts = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromDays(days), cts.Token);
            var news = context.WaitForExternalEvent<string>("news");
            var first = await Task.WhenAny(timer, news);
            cts.Cancel();
            return first == timer ? "the timer" : await news;
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Long");
        await hub.Client.WaitForInstanceStartAsync(id);

        await hub.Client.RaiseEventAsync(id, "news", "the news");

        Assert.Equal("the news", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Usage_for_delay_something_is_done_again_and_again_with_a_pause_between()
    {
        var at = new List<DateTime>();
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("BillingIssuer", async context =>
            {
                for (var i = 0; i < 5; i++)
                {
                    await context.CreateTimer(Moment, CancellationToken.None);
                    await context.CallActivityAsync("SendBillingEvent", context.CurrentUtcDateTime);
                }

                return "done";
            })
            .AddActivityFunc<DateTime>("SendBillingEvent", (_, time) => at.Add(time)));

        var end = await hub.RunAsync("BillingIssuer");

        Assert.Equal(("done", 5), (end.ReadOutputAs<string>(), at.Count));
        Assert.All(at.Zip(at.Skip(1)), pair => Assert.True(pair.Second - pair.First >= Moment));
    }

    [Fact]
    public async Task Usage_for_timeout_the_activity_in_time_wins_and_the_timer_is_cancelled()
    {
        await using var hub = await TaskHub.StartAsync(tasks => Quotes(tasks, TimeSpan.FromHours(1), Task.FromResult(100.0)));

        Assert.True((await hub.RunAsync("TryGetQuote")).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task Usage_for_timeout_the_timer_wins_when_the_activity_takes_too_long()
    {
        var quote = new TaskCompletionSource<double>();
        await using var hub = await TaskHub.StartAsync(tasks => Quotes(tasks, Moment, quote.Task, () => quote.SetResult(100)));

        Assert.False((await hub.RunAsync("TryGetQuote")).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task A_timeout_does_not_end_the_activity_but_lets_the_orchestrator_go_on_without_its_result()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Impatient", async context =>
            {
                var slow = context.CallActivityAsync<string>("Slow");
                var timer = context.CreateTimer(Moment, CancellationToken.None);
                if (await Task.WhenAny(slow, timer) == slow)
                {
                    return "slow";
                }

                context.SetCustomStatus("went on");
                return await context.WaitForExternalEvent<string>("go");
            })
            .AddActivityFunc<string>("Slow", async _ =>
            {
                await release.Task.WaitAsync(TimeSpan.FromSeconds(60));
                ended.SetResult("to its end");
                return "slow";
            }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Impatient");
        await hub.UntilAsync(id, found => found.SerializedCustomStatus is not null);

        release.SetResult();
        await hub.Client.RaiseEventAsync(id, "go", "without it");

        Assert.Equal("to its end", await ended.Task.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal("without it", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_pending_timer_can_be_cancelled()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<bool>("Cancel", async context =>
        {
            using var cts = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromDays(3), cts.Token);
            cts.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => timer);
            return timer.IsCanceled;
        }));

        Assert.True((await hub.RunAsync("Cancel")).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task An_orchestration_whose_timers_are_cancelled_completes_at_once()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Cancel", async context =>
        {
            using var cts = new CancellationTokenSource();
            _ = context.CreateTimer(TimeSpan.FromDays(1), cts.Token);
            _ = context.CreateTimer(TimeSpan.FromDays(2), cts.Token);
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            cts.Cancel();
            return "completed";
        }));

        var end = await hub.RunAsync("Cancel");

        Assert.Equal((OrchestrationRuntimeStatus.Completed, "completed"), (end.RuntimeStatus, end.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task Several_timers_may_be_due_at_the_same_instant()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<int>("Many", async context =>
        {
            var due = context.CurrentUtcDateTime.Add(Moment);
            var timers = Enumerable.Range(0, 10).Select(_ => context.CreateTimer(due, CancellationToken.None)).ToList();
            await Task.WhenAll(timers);
            return timers.Count(timer => timer.IsCompletedSuccessfully);
        }));

        Assert.Equal(10, (await hub.RunAsync("Many")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task The_earlier_of_two_timers_wins()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Race", async context =>
        {
            using var cts = new CancellationTokenSource();
            var late = context.CreateTimer(TimeSpan.FromHours(1), cts.Token);
            var early = context.CreateTimer(Moment, cts.Token);
            var winner = await Task.WhenAny(late, early);
            cts.Cancel();
            return winner == early ? "early" : "late";
        }));

        Assert.Equal("early", (await hub.RunAsync("Race")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_timer_fires_though_the_process_that_made_it_has_ended()
    {
        await using var hub = await TaskHub.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMilliseconds(150), CancellationToken.None);
            return "awake";
        }));
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Sleep");
        await hub.Client.WaitForInstanceStartAsync(id);

        await hub.RestartProcessAsync();

        Assert.Equal("awake", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_class_style_orchestrator_has_the_same_timers()
    {
        var sent = 0;
        await using var hub = await TaskHub.StartAsync(tasks => tasks
            .AddOrchestrator<BillingIssuer>()
            .AddActivityFunc("SendBillingEvent", (Action<TaskActivityContext>)(_ => Interlocked.Increment(ref sent))));

        var end = await hub.RunAsync(nameof(BillingIssuer));

        Assert.Equal(("done", 3), (end.ReadOutputAs<string>(), sent));
    }

    public sealed class BillingIssuer : TaskOrchestrator<object?, string>
    {
        public override async Task<string> RunAsync(TaskOrchestrationContext context, object? input)
        {
            for (var i = 0; i < 3; i++)
            {
                await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
                await context.CallActivityAsync("SendBillingEvent");
            }

            return "done";
        }
    }
}
