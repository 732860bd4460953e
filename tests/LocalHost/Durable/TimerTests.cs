using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class TimerTests
{
    private static readonly Action<DurableTaskRegistry> Tasks = tasks => tasks
        .AddOrchestratorFunc<TimeSpan, DateTime>("Sleep", async (context, delay) =>
        {
            await context.CreateTimer(delay, CancellationToken.None);
            return context.CurrentUtcDateTime;
        })
        .AddOrchestratorFunc<string>("Several", async context =>
        {
            var due = context.CurrentUtcDateTime.AddHours(1);
            var order = new List<int>();
            await Task.WhenAll(Enumerable.Range(0, 3).Select(async i =>
            {
                await context.CreateTimer(due, CancellationToken.None);
                order.Add(i);
            }));
            return string.Join(',', order);
        })
        .AddOrchestratorFunc<string>("Cancelled", async context =>
        {
            using var stop = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromDays(1), stop.Token);
            stop.Cancel();
            try
            {
                await timer;
                return "fired";
            }
            catch (TaskCanceledException)
            {
                return "cancelled";
            }
        });

    [Theory]
    [InlineData(0.01)]
    [InlineData(45)]
    [InlineData(60 * 24 * 30)]
    public async Task A_timer_fires_when_it_is_due_and_not_before(double minutes)
    {
        var delay = TimeSpan.FromMinutes(minutes);
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var engine = await TestEngine.StartAsync(Tasks, time: time);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Sleep", delay);
        await engine.Client.WaitForInstanceStartAsync(id);

        time.Advance(delay - TimeSpan.FromMilliseconds(100));
        await Task.Delay(50);
        var before = await engine.Client.GetInstanceAsync(id);
        time.Advance(TimeSpan.FromSeconds(1));
        var end = await engine.EndAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Running, before!.RuntimeStatus);
        Assert.Equal(time.GetUtcNow().UtcDateTime, end.ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task Timers_due_at_one_instant_fire_in_the_order_they_were_made()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var engine = await TestEngine.StartAsync(Tasks, time: time);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Several");
        await engine.Client.WaitForInstanceStartAsync(id);

        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("0,1,2", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_cancelled_timer_is_over_at_once()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);

        var end = await engine.RunAsync("Cancelled");

        Assert.Equal("cancelled", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_orchestration_starts_later_when_asked()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var engine = await TestEngine.StartAsync(Tasks, time: time);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync(
            "Cancelled", new StartOrchestrationOptions(StartAt: time.GetUtcNow().AddDays(9)));
        var before = await engine.Client.GetInstanceAsync(id);

        time.Advance(TimeSpan.FromDays(9));

        Assert.Equal(OrchestrationRuntimeStatus.Pending, before!.RuntimeStatus);
        Assert.Equal("cancelled", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_timer_that_was_due_while_nothing_ran_fires_at_the_next_start()
    {
        var folder = TestEngine.NewFolder();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        string id;
        await using (var engine = await TestEngine.StartAsync(Tasks, folder, time))
        {
            id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Sleep", TimeSpan.FromDays(7));
        }

        time.Advance(TimeSpan.FromDays(8));
        await using (var engine = await TestEngine.StartAsync(Tasks, folder, time))
        {
            Assert.Equal(OrchestrationRuntimeStatus.Completed, (await engine.EndAsync(id)).RuntimeStatus);
        }

        Directory.Delete(folder, recursive: true);
    }
}
