using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RetailServerless.LocalHost.Tests.Telemetry;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class DeterminismTests : IDisposable
{
    private readonly string _folder = TestEngine.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Code_that_decides_otherwise_on_replay_fails_with_the_step_that_differs()
    {
        string id;
        await using (var before = await TestEngine.StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("Work", async context =>
                {
                    await context.CallActivityAsync("Look");
                    await context.CallActivityAsync("Prepare");
                    await context.WaitForExternalEvent<string>("go");
                })
                .AddActivityFunc("Look", _ => { })
                .AddActivityFunc("Prepare", _ => { }),
            _folder))
        {
            id = await before.Client.ScheduleNewOrchestrationInstanceAsync("Work");
            await TestEngine.UntilAsync(() => Task.FromResult(before.Engine.Reader.Load(id)?.Steps.Count == 3));
        }

        await using var after = await TestEngine.StartAsync(
            tasks => tasks
                .AddOrchestratorFunc("Work", async context =>
                {
                    await context.CallActivityAsync("Look");
                    await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                })
                .AddActivityFunc("Look", _ => { }),
            _folder);
        await after.Client.RaiseEventAsync(id, "go");
        var end = await after.EndAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("history says #1 activity 'Prepare' scheduled, the code did #1 timer created", end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    public static TheoryData<string> Foreign => ["Delay", "Run", "Http", "Api"];

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task Awaiting_a_task_that_is_not_durable_fails_the_orchestration_and_says_why(string kind)
    {
        await using var engine = await TestEngine.StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Foreign", async (context, how) =>
            {
                switch (how)
                {
                    case "Delay":
                        await Task.Delay(20);
                        break;
                    case "Run":
                        await Task.Run(() => Thread.Sleep(20));
                        break;
                    case "Http":
                        _ = context.WaitForExternalEvent<string>("never");
                        await Task.Delay(20);
                        break;
                    default:
                        _ = context.WaitForExternalEvent<string>("never");
                        await Task.Delay(20).ConfigureAwait(false);
                        await context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);
                        break;
                }
            }));

        var end = await engine.RunAsync("Foreign", kind);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("not durable", end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_and_times_are_the_same_on_replay_and_logs_are_written_once()
    {
        var logs = new RecordingLogs();
        await using var engine = await TestEngine.StartAsync(
            tasks => tasks
                .AddOrchestratorFunc<bool>("Same", async context =>
                {
                    var (id, other, now) = (context.NewGuid(), context.NewGuid(), context.CurrentUtcDateTime);
                    context.CreateReplaySafeLogger("orders").LogWarning("once");
                    var first = await context.CallActivityAsync<string>("Echo", $"{id}{other}{now:O}");
                    await context.WaitForExternalEvent<string>("go");
                    return first == $"{id}{other}{now:O}" && id != other && id.Version == 5;
                })
                .AddActivityFunc<string, string>("Echo", (_, text) => text),
            services: services => services.AddLogs(logs));
        using var metrics = new MetricReader(engine.Engine.Metrics.Meter);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Same");
        await TestEngine.UntilAsync(() => Task.FromResult(engine.Engine.Reader.Load(id)?.Steps.Count == 2));
        await TestEngine.UntilAsync(() =>
        {
            engine.Engine.EvictIdle(TimeSpan.Zero);
            return Task.FromResult(engine.Engine.LiveCount == 0);
        });

        await engine.Client.RaiseEventAsync(id, "go");
        var end = await engine.EndAsync(id);

        Assert.True(end.ReadOutputAs<bool>());
        Assert.NotEmpty(metrics.Of("durabletask.replay.duration"));
        Assert.Single(logs.Entries, entry => entry.Message == "once");
    }
}
