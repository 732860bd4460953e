using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>An engine that is stopped in the middle of everything: whoever waits is told, and what was acknowledged is there at the next start.</summary>
public sealed class StoppingTests : IDisposable
{
    private readonly string _folder = TestEngine.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<List<int>>("Collect", async context =>
        {
            var taken = new List<int>();
            while (true)
            {
                var n = await context.WaitForExternalEvent<int>("e");
                if (n < 0)
                {
                    return taken;
                }

                taken.Add(n);
                await context.CallActivityAsync("Nothing");
            }
        })
        .AddOrchestratorFunc<int, int>("Quick", (_, n) => n)
        .AddActivityFunc("Nothing", _ => { });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_is_sent_while_the_engine_stops_is_either_refused_or_kept(int seed)
    {
        var (raised, started) = (new ConcurrentDictionary<int, string>(), new ConcurrentBag<int>());
        var random = new Random(seed);
        var engine = await TestEngine.StartAsync(Tasks, _folder);
        var client = engine.Client;
        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            client.ScheduleNewOrchestrationInstanceAsync("Collect", new StartOrchestrationOptions($"c{i}"))));
        var next = 0;
        var senders = Enumerable.Range(0, 16).Select(worker => UntilStoppedAsync(async () =>
        {
            var n = Interlocked.Increment(ref next);
            if (worker % 4 == 0)
            {
                await client.ScheduleNewOrchestrationInstanceAsync("Quick", n, new StartOrchestrationOptions($"q{n}"));
                started.Add(n);
            }
            else
            {
                var id = ids[n % ids.Length];
                await client.RaiseEventAsync(id, "e", n);
                raised[n] = id;
            }
        })).ToArray();
        var waiter = UntilStoppedAsync(() => client.WaitForInstanceCompletionAsync(ids[0]));
        await TestEngine.UntilAsync(() => Task.FromResult(Volatile.Read(ref next) > 200 + random.Next(400)));

        await engine.DisposeAsync();
        await Task.WhenAll(senders.Append(waiter)).WaitAsync(TimeSpan.FromSeconds(30));

        await using var again = await TestEngine.StartAsync(Tasks, _folder);
        foreach (var n in started)
        {
            Assert.Equal(n, (await again.EndAsync($"q{n}")).ReadOutputAs<int>());
        }

        foreach (var id in ids)
        {
            await again.Client.RaiseEventAsync(id, "e", -1);
            var taken = (await again.EndAsync(id)).ReadOutputAs<List<int>>()!;
            Assert.Equal(taken.Distinct(), taken);
            Assert.Subset(taken.ToHashSet(), raised.Where(pair => pair.Value == id).Select(pair => pair.Key).ToHashSet());
        }
    }

    [Fact]
    public async Task A_stopped_engine_leaves_no_code_of_an_orchestrator_running()
    {
        var inside = 0;
        void Slow(DurableTaskRegistry tasks) => tasks.AddOrchestratorFunc("Slow", async context =>
        {
            while (true)
            {
                Interlocked.Increment(ref inside);
                Thread.SpinWait(2_000_000);
                Interlocked.Decrement(ref inside);
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
            }
        });
        var engine = await TestEngine.StartAsync(Slow, _folder);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => engine.Client.ScheduleNewOrchestrationInstanceAsync("Slow")));
        await TestEngine.UntilAsync(() => Task.FromResult(Volatile.Read(ref inside) > 0));

        await engine.DisposeAsync();

        Assert.Equal(0, Volatile.Read(ref inside));
    }

    private static async Task UntilStoppedAsync(Func<Task> send)
    {
        try
        {
            while (true)
            {
                await send();
            }
        }
        catch (ObjectDisposedException)
        {
            // The engine stopped.
        }
    }
}
