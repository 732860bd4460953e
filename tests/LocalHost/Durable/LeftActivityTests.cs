using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>Activities whose orchestration ends, or continues as new, without waiting for them run all the same.</summary>
public sealed class LeftActivityTests : IDisposable
{
    private readonly string _folder = TestEngine.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Ends", 1)]
    [InlineData("Ends", 300 * 1024)]
    [InlineData("Fails", 1)]
    [InlineData("Renews", 1)]
    [InlineData("Races", 1)]
    public async Task After_a_kill_an_activity_that_nobody_waits_for_is_run_by_the_next_process(string orchestrator, int size)
    {
        using (var child = new ChildProcess("left-worker", _folder, orchestrator, size.ToString(CultureInfo.InvariantCulture)))
        {
            await child.SaidAsync("ended");
            await child.KillAsync();
        }

        var ran = new TaskCompletionSource<string>();
        await using var engine = await TestEngine.StartAsync(
            tasks => LeftWorker.Tasks(tasks, input =>
            {
                ran.TrySetResult(input);
                return Task.CompletedTask;
            }),
            _folder);

        Assert.Equal(size, (await ran.Task.WaitAsync(TimeSpan.FromSeconds(30))).Length);
        await UntilNoneIsLeftAsync(engine);
    }

    [Fact]
    public async Task It_runs_also_when_its_orchestration_was_purged_and_the_id_used_again()
    {
        using (var child = new ChildProcess("left-worker", _folder, "Ends", "1"))
        {
            await child.SaidAsync("ended");
            await child.KillAsync();
        }

        await using (var client = await TestEngine.StartAsync(null, _folder))
        {
            Assert.Equal(1, (await client.Client.PurgeInstanceAsync("one")).PurgedInstanceCount);
            await client.Client.ScheduleNewOrchestrationInstanceAsync("Nothing", new StartOrchestrationOptions("one"));
        }

        var ran = new TaskCompletionSource();
        await using var engine = await TestEngine.StartAsync(
            tasks => LeftWorker.Tasks(tasks, _ =>
            {
                ran.TrySetResult();
                return Task.CompletedTask;
            }),
            _folder);

        await ran.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("nothing", (await engine.EndAsync("one")).ReadOutputAs<string>());
        await UntilNoneIsLeftAsync(engine);
    }

    [Fact]
    public async Task One_that_has_run_is_not_run_again_at_the_next_start()
    {
        var count = 0;
        var ends = new TaskCompletionSource();
        await using (var first = await TestEngine.StartAsync(tasks => LeftWorker.Tasks(tasks, Run), _folder))
        {
            await first.RunAsync("Ends", "x");
            await first.RunAsync("Races", "x");
            await first.RunAsync("Renews", "x");
            Assert.Equal(3, Left(first));
            ends.SetResult();
            await UntilNoneIsLeftAsync(first);
        }

        await using var engine = await TestEngine.StartAsync(tasks => LeftWorker.Tasks(tasks, Run), _folder);
        await engine.RunAsync("Nothing");

        Assert.Equal(3, count);

        Task Run(string input)
        {
            Interlocked.Increment(ref count);
            return ends.Task;
        }
    }

    private static Task UntilNoneIsLeftAsync(TestEngine engine) => TestEngine.UntilAsync(() => Task.FromResult(Left(engine) == 0));

    private static long Left(TestEngine engine) => engine.Engine.Reader.Use(db =>
    {
        var query = db.Prepare("SELECT count(*) FROM activities");
        query.Step();
        var count = query.Long(0);
        query.Reset();
        return count;
    });
}
