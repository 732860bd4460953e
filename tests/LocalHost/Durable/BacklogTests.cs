using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>Much at once, and what is left of it afterwards.</summary>
public sealed class BacklogTests : IDisposable
{
    private readonly string _folder = TestEngine.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<int, int>("Short", async (context, n) =>
        {
            using var stop = new CancellationTokenSource();
            var work = context.CallActivityAsync<int>("Give", n);
            var patience = context.CreateTimer(TimeSpan.FromSeconds(20), stop.Token);
            await Task.WhenAny(work, patience);
            stop.Cancel();
            return await work;
        })
        .AddOrchestratorFunc<int, int>("Count", async (context, count) =>
        {
            var sum = 0;
            for (var i = 0; i < count; i++)
            {
                sum += await context.WaitForExternalEvent<int>("e");
            }

            return sum;
        })
        .AddActivityFunc<int, int>("Give", (_, n) => n);

    [Fact]
    public async Task After_20000_short_instances_nothing_of_them_is_left_in_memory()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);
        await RunShortAsync(engine, 500);
        var threads = Process.GetCurrentProcess().Threads.Count;

        for (var i = 0; i < 20; i++)
        {
            await RunShortAsync(engine, 1000);
        }

        await TestEngine.UntilAsync(() => Task.FromResult(engine.Engine.LiveCount == 0));
        Assert.Equal(0, engine.Engine.WatchedCount);
        Assert.Equal(0, engine.Engine.QueuedTimers);
        Assert.InRange(Process.GetCurrentProcess().Threads.Count, 1, threads + 50);
    }

    [Fact]
    public async Task A_start_with_a_huge_inbox_takes_every_message_once_and_in_order()
    {
        const int instances = 50, each = 400;
        await using (var engine = await TestEngine.StartAsync(Tasks, _folder))
        {
            await Task.WhenAll(Enumerable.Range(0, instances).Select(i =>
                engine.Client.ScheduleNewOrchestrationInstanceAsync("Count", each, new StartOrchestrationOptions($"c{i}"))));
        }

        await using (var client = await TestEngine.StartAsync(null, _folder))
        {
            await Task.WhenAll(Enumerable.Range(0, instances).Select(async i =>
            {
                for (var n = 0; n < each; n++)
                {
                    await client.Client.RaiseEventAsync($"c{i}", "e", n);
                }
            }));
        }

        await using var again = await TestEngine.StartAsync(Tasks, _folder);
        for (var i = 0; i < instances; i++)
        {
            Assert.Equal(Enumerable.Range(0, each).Sum(), (await again.EndAsync($"c{i}")).ReadOutputAs<int>());
            var raised = again.Engine.Reader.History($"c{i}")!.Value.Steps.SelectMany(step => step.Events).OfType<EventRaised>();
            Assert.Equal(Enumerable.Range(0, each).Select(n => $"{n}"), raised.Select(entry => entry.Payload!));
        }
    }

    private static async Task RunShortAsync(TestEngine engine, int count)
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, count).Select(n => engine.Client.ScheduleNewOrchestrationInstanceAsync("Short", n)));
        var ends = await Task.WhenAll(ids.Select(engine.EndAsync));
        Assert.All(ends.Select((end, n) => (end, n)), pair => Assert.Equal(pair.n, pair.end.ReadOutputAs<int>()));
    }
}
