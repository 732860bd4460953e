using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class RecoveryTests : IDisposable
{
    private readonly string _folder = TestEngine.NewFolder();

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string, string>("Two", async (context, text) =>
        {
            text = await context.CallActivityAsync<string>("Mark", text);
            text += await context.WaitForExternalEvent<string>("go");
            return await context.CallActivityAsync<string>("Mark", text);
        })
        .AddActivityFunc<string, string>("Mark", (_, text) => text + "!");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task After_a_restart_an_instance_goes_on_where_it_was()
    {
        string id;
        await using (var engine = await TestEngine.StartAsync(Tasks, _folder))
        {
            id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Two", "a");
            await TestEngine.UntilAsync(() => Task.FromResult(engine.Engine.Reader.Load(id)?.Steps.Count == 2));
        }

        await using var again = await TestEngine.StartAsync(Tasks, _folder);
        await again.Client.RaiseEventAsync(id, "go", "b");

        Assert.Equal("a!b!", (await again.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Instances_that_left_memory_come_back_when_something_comes_for_them()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, _folder, options: options => options.MaximumIdleInstances = 10);
        var ids = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => engine.Client.ScheduleNewOrchestrationInstanceAsync("Two", $"{i}")));
        await TestEngine.UntilAsync(() =>
        {
            engine.Engine.EvictIdle(TimeSpan.Zero);
            return Task.FromResult(engine.Engine.LiveCount == 0);
        });

        await Task.WhenAll(ids.Select(id => engine.Client.RaiseEventAsync(id, "go", "b")));
        var ends = await Task.WhenAll(ids.Select(engine.EndAsync));

        Assert.All(ends.Select((end, i) => (end, i)), pair => Assert.Equal($"{pair.i}!b!", pair.end.ReadOutputAs<string>()));
    }

    [Fact]
    public async Task Suspension_and_kept_events_outlive_a_restart()
    {
        string id;
        await using (var engine = await TestEngine.StartAsync(Tasks, _folder))
        {
            id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Two", "a");
            await TestEngine.UntilAsync(() => Task.FromResult(engine.Engine.Reader.Load(id)?.Steps.Count == 2));
            await engine.Client.SuspendInstanceAsync(id);
            await engine.Client.RaiseEventAsync(id, "go", "b");
        }

        await using var again = await TestEngine.StartAsync(Tasks, _folder);
        var before = await again.Client.GetInstanceAsync(id);
        await again.Client.ResumeInstanceAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Suspended, before!.RuntimeStatus);
        Assert.Equal("a!b!", (await again.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_store_locked_by_another_program_is_reported_and_nothing_is_lost_when_it_is_free_again()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Two", "a");
        using var other = new Sqlite(Path.Combine(_folder, "durable.db"), readOnly: false);
        other.Execute("BEGIN IMMEDIATE");
        var raised = engine.Client.RaiseEventAsync(id, "go", "b");
        await TestEngine.UntilAsync(() => Task.FromResult(engine.Engine.Trouble is not null));

        var refused = await Assert.ThrowsAsync<IOException>(() => engine.Client.ScheduleNewOrchestrationInstanceAsync("Two", "x"));
        other.Execute("COMMIT");
        await raised;

        Assert.Contains("locked", refused.Message, StringComparison.Ordinal);
        Assert.Equal("a!b!", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_file_that_is_no_store_is_refused_at_the_start_with_its_cause()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "durable.db"), new string('x', 8192));

        var refused = await Assert.ThrowsAnyAsync<IOException>(() => TestEngine.StartAsync(Tasks, _folder));

        Assert.Contains("not a database", refused.Message, StringComparison.Ordinal);
    }
}
