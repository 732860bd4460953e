using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RetailServerless.LocalHost.Durable.History;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class ClockTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly JumpingTimeProvider _time = new();
    private readonly ConcurrentDictionary<string, int> _runs = new();

    private void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<TimeSpan, int>("Sleep", async (context, delay) =>
        {
            await context.CreateTimer(delay, CancellationToken.None);
            return await context.CallActivityAsync<int>("Run", context.InstanceId);
        })
        .AddOrchestratorFunc<int, int>("Retry", (context, fails) => context.CallActivityAsync<int>(
            "Fail", (context.InstanceId, fails), TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMinutes(50), retryTimeout: TimeSpan.FromDays(1)))))
        .AddOrchestratorFunc<int, List<DateTime>>("Times", async (context, count) =>
        {
            var times = new List<DateTime> { context.CurrentUtcDateTime };
            for (var i = 0; i < count; i++)
            {
                await context.WaitForExternalEvent<string>("go");
                times.Add(context.CurrentUtcDateTime);
            }

            return times;
        })
        .AddActivityFunc<string, int>("Run", (_, id) => _runs.AddOrUpdate(id, 1, (_, count) => count + 1))
        .AddActivityFunc<(string Id, int Fails), int>("Fail", (_, input) =>
        {
            var count = _runs.AddOrUpdate(input.Id, 1, (_, before) => before + 1);
            return count <= input.Fails ? throw new InvalidOperationException("again") : count;
        });

    private static bool WaitsForATimer(TestEngine engine, string id) =>
        engine.Engine.Reader.History(id)!.Value.Steps.SelectMany(step => step.Events).OfType<TimerCreated>().Any();

    [Fact]
    public async Task A_clock_set_forward_fires_what_is_due_by_it_within_seconds_and_once()
    {
        var logs = new RecordingLogs();
        await using var engine = await StartAsync(logs);
        var sleeps = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => engine.Client.ScheduleNewOrchestrationInstanceAsync("Sleep", TimeSpan.FromMinutes(50))));
        var retries = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Retry", 1);
        var later = await engine.Client.ScheduleNewOrchestrationInstanceAsync(
            "Sleep", TimeSpan.Zero, new StartOrchestrationOptions(StartAt: _time.GetUtcNow().AddMinutes(50)));
        await TestEngine.UntilAsync(() => Task.FromResult(WaitsForATimer(engine, retries)));
        await Task.WhenAll(sleeps.Select(id => engine.Client.WaitForInstanceStartAsync(id)));

        _time.Jump(Hour);
        var ends = await Task.WhenAll(sleeps.Append(retries).Append(later).Select(engine.EndAsync));

        Assert.All(ends, end => Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus));
        Assert.All(sleeps.Append(later), id => Assert.Equal(1, _runs[id]));
        Assert.Equal(2, _runs[retries]);
        var warning = Assert.Single(logs.Entries, entry => entry.Message.Contains("clock was set", StringComparison.Ordinal));
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.Matches("(00:59:59|01:00:00)", warning.Message);
    }

    [Fact]
    public async Task A_clock_set_back_loses_nothing_and_delays_a_timer_by_no_more_than_that()
    {
        await using var engine = await StartAsync();
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Sleep", TimeSpan.FromSeconds(2));
        await engine.Client.WaitForInstanceStartAsync(id);
        _time.Jump(-Hour);
        var early = await engine.RunAsync("Sleep", TimeSpan.FromSeconds(1));
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        var during = await engine.Client.GetInstanceAsync(id);

        _time.Jump(Hour);
        var end = await engine.EndAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, early.RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Running, during!.RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal(1, _runs[id]);
    }

    [Fact]
    public async Task Within_an_orchestration_time_does_not_go_back_with_the_clock_not_even_after_a_restart()
    {
        var folder = TestEngine.NewFolder();
        string id;
        await using (var engine = await TestEngine.StartAsync(Tasks, folder, _time))
        {
            id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Times", 3);
            await engine.Client.RaiseEventAsync(id, "go");
            _time.Jump(-Hour);
            await engine.Client.RaiseEventAsync(id, "go");
        }

        await using (var again = await TestEngine.StartAsync(Tasks, folder, _time))
        {
            await again.Client.RaiseEventAsync(id, "go");
            var end = await again.EndAsync(id);
            var times = end.ReadOutputAs<List<DateTime>>()!;

            Assert.Equal(4, times.Count);
            Assert.Equal(times.Order(), times);
            Assert.True(end.LastUpdatedAt >= end.CreatedAt);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Leases_go_by_the_time_that_passes_and_not_by_the_clock()
    {
        var folder = TestEngine.NewFolder();
        await using (var first = await TestEngine.StartAsync(Tasks, folder, _time))
        await using (var second = await TestEngine.StartAsync(Tasks, folder, _time))
        {
            await TestEngine.UntilAsync(() => Task.FromResult(Owned(first) == 32 && Owned(second) == 32));
            _time.Jump(Hour);
            var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => second.Client.ScheduleNewOrchestrationInstanceAsync("Sleep", TimeSpan.FromMilliseconds(50))));
            _time.Jump(-Hour);
            _time.Jump(Hour);
            await Task.WhenAll(ids.Select(first.EndAsync));

            Assert.Equal((32, 32), (Owned(first), Owned(second)));
            Assert.All(ids, id => Assert.Equal(1, _runs[id]));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static int Owned(TestEngine engine) => Enumerable.Range(0, 64).Count(engine.Engine.Leases.IsOwned);

    private Task<TestEngine> StartAsync(RecordingLogs? logs = null) =>
        TestEngine.StartAsync(Tasks, time: _time, services: logs is null ? null : services => services.AddLogs(logs));
}
