using CsCheck;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Tests.Durable.Entities;

/// <summary>Random orchestrations on shared accounts, with everything that can break between any two steps, end as a plain calculation says.</summary>
[Collection(nameof(Bank))]
public sealed class RandomEntityTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Random_orchestrations_end_right_while_all_leaves_memory_all_the_time()
    {
        await using var engine = await EntityEngine.StartAsync(Bank.Tasks, _folder.Path);
        using var stop = new CancellationTokenSource();
        var evicting = RepeatAsync(
            () =>
            {
                engine.Engine.EvictIdle(TimeSpan.Zero);
                engine.Engine.EvictIdleEntities(TimeSpan.Zero);
                return Task.CompletedTask;
            },
            stop.Token);

        await Task.WhenAll(Random(60).Select((program, i) => StartAsync(engine, $"w{i}", program)));

        await Bank.AssertRightAsync(engine);
        await stop.CancelAsync();
        await evicting;
    }

    [Fact]
    public async Task Random_orchestrations_end_right_while_memory_is_lost_between_any_two_steps()
    {
        await using var engine = await EntityEngine.StartAsync(Bank.Tasks, _folder.Path);
        using var stop = new CancellationTokenSource();
        var losing = RepeatAsync(
            async () =>
            {
                await LoseMemoryAsync(engine);
                await Task.Delay(20);
            },
            stop.Token);

        var programs = Random(40);
        await Task.WhenAll(programs.Select((program, i) => StartAsync(engine, $"w{i}", program)));
        await Task.Delay(1500);
        await stop.CancelAsync();
        await losing;

        await Bank.AssertRightAsync(engine);
    }

    [Fact]
    public async Task Random_orchestrations_end_right_over_restarts()
    {
        var programs = Random(40);
        for (var start = 0; start < 4; start++)
        {
            await using var engine = await EntityEngine.StartAsync(Bank.Tasks, _folder.Path);
            await Task.WhenAll(programs.Skip(start * 10).Take(10).Select((program, i) => StartAsync(engine, $"w{start}-{i}", program)));
            await Task.Delay(10 * start);
        }

        await using var last = await EntityEngine.StartAsync(Bank.Tasks, _folder.Path);

        await Bank.AssertRightAsync(last);
    }

    [Fact]
    public async Task Two_processes_share_the_entities_and_each_lives_in_one_at_a_time()
    {
        var overlaps = Bank.Overlaps;
        await using var a = await EntityEngine.StartAsync(Bank.Tasks, _folder.Path);
        var programs = Random(60);
        var first = Task.WhenAll(programs.Take(30).Select((program, i) => StartAsync(a, $"a{i}", program)));
        await using (var b = await EntityEngine.StartAsync(Bank.Tasks, _folder.Path))
        {
            await Task.WhenAll(programs.Skip(30).Select((program, i) => StartAsync(b, $"b{i}", program)));
            await first;
            await TestEngine.UntilAsync(() => Task.FromResult(Enumerable.Range(0, 64).Count(b.Engine.Leases.IsOwned) == 32));
        }

        await Bank.AssertRightAsync(a);
        Assert.Equal(overlaps, Bank.Overlaps);
    }

    /// <summary>Another process has everything for an instant and is gone: what is in memory is worth nothing any more.</summary>
    private static Task<bool> LoseMemoryAsync(TestEngine engine) => engine.Engine.DoAsync(
        store =>
        {
            store.Db.Execute("INSERT INTO processes(id, beat) VALUES (99, 0); UPDATE partitions SET owner=99; UPDATE lease SET version=version+1");
            return true;
        },
        CancellationToken.None);

    private static List<Bank.Step[]> Random(int count)
    {
        var programs = new List<Bank.Step[]>();
        Bank.Programs.Sample(programs.Add, iter: count, threads: 1);
        return programs;
    }

    private static Task<string> StartAsync(TestEngine engine, string id, Bank.Step[] program) =>
        engine.Client.ScheduleNewOrchestrationInstanceAsync("Work", program, new StartOrchestrationOptions(id));

    private static async Task RepeatAsync(Func<Task> action, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await action();
            await Task.Delay(1, CancellationToken.None);
        }
    }
}
