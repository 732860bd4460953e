using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class EventTests
{
    private static readonly Action<DurableTaskRegistry> Tasks = tasks => tasks
        .AddOrchestratorFunc<int, string>("Collect", async (context, count) =>
        {
            var got = new List<string>();
            for (var i = 0; i < count; i++)
            {
                got.Add(await context.WaitForExternalEvent<string>("Order"));
            }

            return string.Join(',', got);
        })
        .AddOrchestratorFunc<string>("Late", async context =>
        {
            await context.WaitForExternalEvent<string>("open");
            return await context.WaitForExternalEvent<string>("Order");
        })
        .AddOrchestratorFunc<string>("InTime", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("Order", TimeSpan.FromHours(1));
            }
            catch (TaskCanceledException)
            {
                return "too late";
            }
        })
        .AddOrchestratorFunc<string, string>("Send", (context, target) =>
        {
            context.SendEvent(target, "ORDER", "from another");
            return Task.FromResult("sent");
        });

    [Fact]
    public async Task Events_of_one_name_come_in_the_order_they_were_raised_whatever_the_case_of_the_name()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Collect", 3);

        await engine.Client.RaiseEventAsync(id, "order", "a");
        await engine.Client.RaiseEventAsync(id, "ORDER", "b");
        await engine.Client.RaiseEventAsync(id, "Order", "c");

        Assert.Equal("a,b,c", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_that_comes_before_its_waiter_is_kept()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Late");
        await engine.Client.RaiseEventAsync(id, "Order", "early");

        await engine.Client.RaiseEventAsync(id, "open", "now");

        Assert.Equal("early", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_in_time_beats_its_timeout()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, time: new FakeTimeProvider(DateTimeOffset.UtcNow));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("InTime");

        await engine.Client.RaiseEventAsync(id, "Order", "fast");

        Assert.Equal("fast", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_timeout_ends_the_wait_for_an_event()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var engine = await TestEngine.StartAsync(Tasks, time: time);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("InTime");
        await engine.Client.WaitForInstanceStartAsync(id);

        time.Advance(TimeSpan.FromMinutes(61));

        Assert.Equal("too late", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_orchestration_sends_an_event_to_another()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Collect", 1);

        await engine.RunAsync("Send", id);

        Assert.Equal("from another", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_latest_waiter_gets_the_first_event_and_a_cancelled_one_gets_none()
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Waiters", async context =>
        {
            using var stop = new CancellationTokenSource();
            var first = context.WaitForExternalEvent<string>("e");
            var second = context.WaitForExternalEvent<string>("e");
            var cancelled = context.WaitForExternalEvent<string>("e", stop.Token);
            stop.Cancel();
            var winner = await Task.WhenAny(first, second);
            return $"{(winner == second ? "second" : "first")} {cancelled.IsCanceled} {await first}{await second}";
        }));
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waiters");

        await engine.Client.RaiseEventAsync(id, "e", "1");
        await engine.Client.RaiseEventAsync(id, "e", "2");

        Assert.Equal("second True 21", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_for_nobody_is_dropped()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);

        await engine.Client.RaiseEventAsync("nobody", "e", "1");

        Assert.Null(await engine.Client.GetInstanceAsync("nobody"));
    }
}
