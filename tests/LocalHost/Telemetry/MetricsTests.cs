using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.LocalHost.Tests.Durable;

namespace RetailServerless.LocalHost.Tests.Telemetry;

public sealed partial class MetricsTests
{
    [Fact]
    public async Task Durations_are_measured_by_name_and_by_how_it_ended()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        using var metrics = new MetricReader(engine.Engine.Metrics.Meter);

        await engine.RunAsync("Greets", "Ann");
        await engine.RunAsync("Breaks", "secret");

        Assert.Equal(
            ["durabletask.task.name=Greets durabletask.task.status=Completed", "durabletask.task.name=Breaks durabletask.task.status=Failed"],
            metrics.Of("durabletask.orchestration.duration").Select(measured => measured.Tags));
        Assert.Equal(
            ["durabletask.task.name=Hello", "durabletask.task.name=Break error.type=System.InvalidOperationException"],
            metrics.Of("durabletask.activity.duration").Select(measured => measured.Tags));
        Assert.Equal(["durabletask.task.name=Hello", "durabletask.task.name=Break"], metrics.Of("durabletask.activity.wait").Select(measured => measured.Tags));
        Assert.All(metrics.All.Where(measured => measured.Name.EndsWith("duration", StringComparison.Ordinal)), measured => Assert.InRange(measured.Value, 0, 60));
    }

    [Fact]
    public async Task Failures_are_counted_by_kind_name_and_type_of_error()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        using var metrics = new MetricReader(engine.Engine.Metrics.Meter);

        await engine.RunAsync("Greets", "Ann");
        await engine.RunAsync("Breaks", "secret");
        await engine.RunAsync("Retries", "secret");

        Assert.Equal(
            [
                "durabletask.task.name=Break durabletask.type=activity error.type=System.InvalidOperationException",
                "durabletask.task.name=Breaks durabletask.type=orchestration error.type=Microsoft.DurableTask.TaskFailedException",
                "durabletask.task.name=Break durabletask.type=activity error.type=System.InvalidOperationException",
                "durabletask.task.name=Break durabletask.type=activity error.type=System.InvalidOperationException",
            ],
            metrics.Of("durabletask.failures").Select(measured => measured.Tags));
    }

    [Fact]
    public async Task Activities_wait_and_run_as_the_levels_say()
    {
        var go = new TaskCompletionSource();
        await using var engine = await TestEngine.StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("Fans", context => Task.WhenAll(Enumerable.Range(0, 5).Select(_ => context.CallActivityAsync("Sleep"))))
                .AddActivityFunc("Sleep", _ => go.Task),
            worker: options => options.Concurrency.MaximumConcurrentActivityWorkItems = 2);
        using var metrics = new MetricReader(engine.Engine.Metrics.Meter);

        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Fans");
        await TestEngine.UntilAsync(() => Task.FromResult(metrics.Now("durabletask.activity.running") == 2));

        Assert.Equal(3, metrics.Now("durabletask.activity.waiting"));
        Assert.Equal(1, metrics.Now("durabletask.orchestration.live"));
        go.SetResult();
        await engine.EndAsync(id);
        await TestEngine.UntilAsync(() => Task.FromResult(metrics.Now("durabletask.activity.running") == 0 && metrics.Now("durabletask.orchestration.live") == 0));
        Assert.Equal(0, metrics.Now("durabletask.activity.waiting"));
    }

    [Fact]
    public async Task Commits_and_the_store_are_measured()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        using var metrics = new MetricReader(engine.Engine.Metrics.Meter);

        await engine.RunAsync("Greets", "Ann");

        var commits = metrics.Of("durabletask.store.commit.duration");
        Assert.True(commits.Count >= 2);
        Assert.Equal(commits.Count, metrics.Of("durabletask.store.commit.size").Count);
        Assert.Contains(metrics.Of("durabletask.store.commit.size"), measured => measured.Value >= 1);
        Assert.Equal(64, metrics.Now("durabletask.store.leases"));
        Assert.Equal(0, metrics.Now("durabletask.store.inbox"));
        Assert.Equal(0, metrics.Now("durabletask.store.waiting"));
        Assert.NotEmpty(metrics.Of("durabletask.serialization.time"));
    }

    [Fact]
    public async Task A_timer_that_fires_late_is_measured()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var engine = await TestEngine.StartAsync(Tasks, time: time);
        using var metrics = new MetricReader(engine.Engine.Metrics.Meter);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Sleeps");
        await TestEngine.UntilAsync(() => Task.FromResult(engine.Engine.Reader.Find(id) is { Record.Due: not null }));

        time.Advance(TimeSpan.FromSeconds(13));
        await engine.EndAsync(id);

        Assert.Equal(3, Assert.Single(metrics.Of("durabletask.timer.lateness")).Value, 3);
    }

    [Fact]
    public async Task Loading_and_replaying_is_measured_and_a_run_in_memory_is_not()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        using var metrics = new MetricReader(engine.Engine.Metrics.Meter);
        await engine.RunAsync("Greets", "Ann");
        Assert.Empty(metrics.Of("durabletask.replay.duration"));

        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Waits");
        await TestEngine.UntilAsync(() =>
        {
            engine.Engine.EvictIdle(TimeSpan.Zero);
            return Task.FromResult(engine.Engine.LiveCount == 0);
        });
        await engine.Client.RaiseEventAsync(id, "go");
        await engine.EndAsync(id);

        Assert.Single(metrics.Of("durabletask.replay.duration"));
    }

    [Fact]
    public async Task Nothing_measured_has_an_id_or_a_word_of_the_payload()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        using var metrics = new MetricReader(engine.Engine.Metrics.Meter);

        await engine.RunAsync("Greets", "secret", new StartOrchestrationOptions("secret-id"));
        await engine.RunAsync("Breaks", "secret");
        metrics.Now("durabletask.store.inbox");

        Assert.NotEmpty(metrics.All);
        Assert.All(metrics.All, measured => Assert.DoesNotContain("secret", measured.Tags, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Every_instrument_has_a_name_a_unit_and_a_description_as_the_conventions_ask()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        using var metrics = new MetricReader(engine.Engine.Metrics.Meter);

        Assert.Equal("RetailServerless.LocalHost.Durable", engine.Engine.Metrics.Meter.Name);
        Assert.Equal(15, metrics.Instruments.Count);
        Assert.All(metrics.Instruments.Values, instrument =>
        {
            Assert.Matches(InstrumentName(), instrument.Name);
            Assert.True(instrument.Unit == "s" || instrument.Unit!.StartsWith('{'), instrument.Name);
            Assert.EndsWith(".", instrument.Description);
            Assert.True(!instrument.Name.EndsWith("duration", StringComparison.Ordinal) || instrument is Histogram<double>, instrument.Name);
        });
    }

    [GeneratedRegex(@"^durabletask(\.[a-z]+){1,3}$")]
    private static partial Regex InstrumentName();

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string, string>("Greets", (context, name) => context.CallActivityAsync<string>("Hello", name))
        .AddOrchestratorFunc<string, string>("Breaks", (context, input) => context.CallActivityAsync<string>("Break", input))
        .AddOrchestratorFunc<string, string>("Retries", async (context, input) =>
        {
            try
            {
                return await context.CallActivityAsync<string>("Break", input, TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromMilliseconds(1))));
            }
            catch (TaskFailedException)
            {
                return "gave up";
            }
        })
        .AddOrchestratorFunc("Sleeps", context => context.CreateTimer(context.CurrentUtcDateTime.AddSeconds(10), CancellationToken.None))
        .AddOrchestratorFunc("Waits", context => context.WaitForExternalEvent<object>("go"))
        .AddActivityFunc<string, string>("Hello", (_, name) => $"Hello {name}!")
        .AddActivityFunc<string, string>("Break", (_, input) => input.Length > 0 ? throw new InvalidOperationException($"It broke on {input}.") : input);
}
