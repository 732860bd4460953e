using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class SharedStoreTests : IDisposable
{
    private readonly string _folder = TestEngine.NewFolder();
    private readonly ConcurrentDictionary<string, ConcurrentBag<string>> _runs = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Action<DurableTaskRegistry> Tasks(string process) => tasks => tasks
        .AddOrchestratorFunc<int, int>("Sum", async (context, count) =>
        {
            var sum = 0;
            for (var i = 0; i < count; i++)
            {
                sum += await context.CallActivityAsync<int>("One", $"{context.InstanceId}/{i}");
            }

            return sum;
        })
        .AddOrchestratorFunc<string>("Wait", context => context.WaitForExternalEvent<string>("go"))
        .AddActivityFunc<string, int>("One", async (_, step) =>
        {
            _runs.GetOrAdd(step, _ => []).Add(process);
            await Task.Delay(5);
            return 1;
        });

    [Fact]
    public async Task Two_processes_share_the_work_and_no_result_is_taken_twice()
    {
        await using var a = await TestEngine.StartAsync(Tasks("a"), _folder, worker: options => options.Concurrency.MaximumConcurrentActivityWorkItems = 4);
        await using var b = await TestEngine.StartAsync(Tasks("b"), _folder, worker: options => options.Concurrency.MaximumConcurrentActivityWorkItems = 4);
        await TestEngine.UntilAsync(() => Task.FromResult(Enumerable.Range(0, 64).Count(b.Engine.Leases.IsOwned) == 32));

        var ids = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => a.Client.ScheduleNewOrchestrationInstanceAsync("Sum", 5)));
        var ends = await Task.WhenAll(ids.Select(a.EndAsync));

        Assert.All(ends, end => Assert.Equal(5, end.ReadOutputAs<int>()));
        Assert.Equal(1000, _runs.Count);
        Assert.Contains(_runs.Values, run => run.Contains("a"));
        Assert.Contains(_runs.Values, run => run.Contains("b"));
    }

    [Fact]
    public async Task An_event_reaches_an_instance_of_another_process_and_its_end_is_seen_here()
    {
        await using var owner = await TestEngine.StartAsync(Tasks("a"), _folder);
        await using var client = await TestEngine.StartAsync(null, _folder);
        var id = await client.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await client.Client.WaitForInstanceStartAsync(id);

        await client.Client.RaiseEventAsync(id, "go", "across");

        Assert.Equal("across", (await client.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task What_a_process_leaves_behind_is_taken_over()
    {
        var first = await TestEngine.StartAsync(Tasks("a"), _folder);
        await using var second = await TestEngine.StartAsync(Tasks("b"), _folder);
        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => first.Client.ScheduleNewOrchestrationInstanceAsync("Sum", 20)));

        await first.DisposeAsync();
        var ends = await Task.WhenAll(ids.Select(second.EndAsync));

        Assert.All(ends, end => Assert.Equal(20, end.ReadOutputAs<int>()));
    }

    [Fact]
    public async Task A_process_that_lost_its_lease_cannot_write_any_more()
    {
        await using var engine = await TestEngine.StartAsync(Tasks("a"), _folder);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        var before = engine.Engine.Reader.Load(id)!.Value;
        using var other = await ForeignProcess.TakeAllAsync(engine, _folder);

        await engine.Client.RaiseEventAsync(id, "go", "late");

        var after = engine.Engine.Reader.Load(id)!.Value;
        Assert.Equal(before.Steps.Count, after.Steps.Count);
        Assert.Equal(OrchestrationRuntimeStatus.Running, after.Record.Status);

        other.Dispose();
        Assert.Equal("late", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_lock_file_that_cannot_be_made_is_reported_and_nothing_is_lost_when_it_can()
    {
        await using var engine = await TestEngine.StartAsync(Tasks("a"), _folder);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        var obstacle = Directory.CreateDirectory(Path.Combine(_folder, "durable.db.process-2.lock"));
        using (var db = new Sqlite(Path.Combine(_folder, "durable.db"), readOnly: false))
        {
            db.Execute("BEGIN IMMEDIATE; UPDATE partitions SET owner=NULL; DELETE FROM processes; UPDATE lease SET version=version+1; COMMIT");
        }

        var raised = engine.Client.RaiseEventAsync(id, "go", "kept");
        await TestEngine.UntilAsync(() => Task.FromResult(engine.Engine.Trouble is not null));
        var trouble = engine.Engine.Trouble!.Message;
        obstacle.Delete();
        await raised;

        Assert.Contains("lock file", trouble, StringComparison.Ordinal);
        Assert.Equal("kept", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }
}
