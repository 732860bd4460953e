using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class KillTests : IDisposable
{
    private const int Kills = 200;
    private const int Instances = 2000;

    private readonly string _folder = TestEngine.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private enum Instant
    {
        StartUp,
        Recovery,
        Work,
        Checkpoint,
    }

    /// <summary>
    /// Two processes share the store and are killed in turn, 200 times, while 2,000 orchestrations run in them. None of these can end before the last
    /// kill, because the pulses that move them on are spread over all of them.
    /// </summary>
    [Fact]
    public async Task Of_2000_orchestrations_all_end_right_after_200_kills_at_random_instants()
    {
        var random = new Random(2000);
        await using var sender = await TestEngine.StartAsync(null, _folder);
        await StartAllAsync(sender.Client);
        var pulses = Pulses(random).Chunk((Instances * KillTasks.Rounds / Kills) + 1).ToList();
        var said = new List<string>();
        var children = new (ChildProcess Process, Instant Instant)[2];
        for (var i = 0; i < children.Length; i++)
        {
            children[i] = NewChild(random, i);
        }

        for (var kill = 0; kill < Kills; kill++)
        {
            var (process, instant) = children[kill % 2];
            var sent = Task.WhenAll((kill < pulses.Count ? pulses[kill] : []).Select(pulse => PulseAsync(sender.Client, pulse.Number, pulse.Round)));
            await ReachedAsync(process, instant, random, sender);
            said.AddRange(await process.KillAsync());
            process.Dispose();
            children[kill % 2] = NewChild(random, kill + 2);
            await sent;
        }

        foreach (var (process, _) in children)
        {
            said.AddRange(await process.KillAsync());
            process.Dispose();
        }

        var steps = Count(sender, "history");
        await using var last = await TestEngine.StartAsync(KillTasks.Tasks(_folder), _folder);
        await AssertAllEndRightAsync(last);
        var all = Count(last, "history");
        Assert.True(steps > all / 4, $"Of {all} steps only {steps} were done between the kills.");
        await AssertAcknowledgedCallsHadTheirEffectAsync(last, said);
    }

    private static long Count(TestEngine engine, string table) => engine.Engine.Reader.Use(db =>
    {
        var query = db.Prepare($"SELECT count(*) FROM {table}");
        query.Step();
        var count = query.Long(0);
        query.Reset();
        return count;
    });

    private static async Task StartAllAsync(DurableTaskClient client)
    {
        var collectors = Enumerable.Range(0, KillWorker.Collectors).Select(i =>
            client.ScheduleNewOrchestrationInstanceAsync("Collect", new StartOrchestrationOptions($"c{i}")));
        var instances = Enumerable.Range(0, Instances).Select(n => client.ScheduleNewOrchestrationInstanceAsync(
            KillTasks.Kind(n),
            KillTasks.Kind(n) == "Eternal" ? new KillTasks.State(n, []) : (object)n,
            new StartOrchestrationOptions(KillTasks.Id(n))));
        await Task.WhenAll(collectors.Concat(instances));
    }

    /// <summary>All pulses, round by round, in random order within a round.</summary>
    private static IEnumerable<(int Number, int Round)> Pulses(Random random)
    {
        for (var round = 0; round < KillTasks.Rounds; round++)
        {
            var numbers = Enumerable.Range(0, Instances).Where(KillTasks.HasPulses).ToArray();
            random.Shuffle(numbers);
            foreach (var number in numbers)
            {
                yield return (number, round);
            }
        }
    }

    private static async Task PulseAsync(DurableTaskClient client, int number, int round)
    {
        var id = KillTasks.Id(number);
        if (KillTasks.Kind(number) == "Held")
        {
            await client.SuspendInstanceAsync(id);
            await client.RaiseEventAsync(id, "pulse", round);
            await client.ResumeInstanceAsync(id);
            return;
        }

        await client.RaiseEventAsync(id, "pulse", round);
    }

    private static async Task ReachedAsync(ChildProcess child, Instant instant, Random random, TestEngine store)
    {
        var wait = random.NextDouble();
        switch (instant)
        {
            case Instant.StartUp:
                await Task.Delay((int)(wait * 60));
                break;
            case Instant.Recovery:
                await child.SaidAsync("opening");
                await Task.Delay((int)(wait * 60));
                break;
            case Instant.Work:
                // Not before most of what was sent is being worked on: on a slow machine the kills would outrun the work.
                await child.SaidAsync("ready");
                await TestEngine.UntilAsync(() => Task.FromResult(Count(store, "inbox") < 200));
                await Task.Delay((int)(wait * 40));
                break;
            case Instant.Checkpoint:
                await child.SaidAsync("checkpoint");
                await Task.Delay((int)(wait * 20));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(instant));
        }
    }

    private static async Task AssertAllEndRightAsync(TestEngine engine)
    {
        for (var n = 0; n < Instances; n++)
        {
            var id = KillTasks.Id(n);
            if (KillTasks.Kind(n) != "Ended")
            {
                Assert.Equal((id, KillTasks.Expected(n)), (id, (await engine.EndAsync(id)).ReadOutputAs<string>()));
                continue;
            }

            await TestEngine.UntilAsync(async () => (await engine.Client.GetInstanceAsync(id, true))!.SerializedCustomStatus is not null);
            Assert.Equal(KillTasks.Expected(n), (await engine.Client.GetInstanceAsync(id, true))!.ReadCustomStatusAs<string>());
            await engine.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions($"ended {n}", Recursive: true));
            Assert.Equal($"ended {n}", (await engine.EndAsync(id)).ReadOutputAs<string>());
            foreach (var child in (string[])["a", "b"])
            {
                Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await engine.EndAsync($"{id}:{child}")).RuntimeStatus);
            }
        }
    }

    private static async Task AssertAcknowledgedCallsHadTheirEffectAsync(TestEngine engine, List<string> said)
    {
        var calls = said.Select(line => line.Split(' ')).Where(words => words.Length == 2).ToLookup(
            words => words[0], words => int.Parse(words[1], CultureInfo.InvariantCulture));
        Assert.All((string[])["mark", "start", "end"], kind => Assert.NotEmpty(calls[kind]));
        var taken = new List<int>();
        for (var i = 0; i < KillWorker.Collectors; i++)
        {
            await engine.Client.RaiseEventAsync($"c{i}", "mark", -1);
            taken.AddRange((await engine.EndAsync($"c{i}")).ReadOutputAs<List<int>>()!);
        }

        Assert.Equal(taken.Count, taken.Distinct().Count());
        Assert.Empty(calls["mark"].Except(taken));
        foreach (var call in calls["start"].Where(call => call % 2 == 0))
        {
            Assert.Equal(call + 1, (await engine.EndAsync($"life{call}")).ReadOutputAs<int>());
        }

        foreach (var call in calls["end"])
        {
            var end = await engine.EndAsync($"life{call}");
            Assert.Equal((OrchestrationRuntimeStatus.Terminated, call), (end.RuntimeStatus, end.ReadOutputAs<int>()));
        }
    }

    /// <summary>Starts the next child; at which instant it will be killed is drawn now, because one that is to die in a checkpoint makes them.</summary>
    private (ChildProcess Process, Instant Instant) NewChild(Random random, int life)
    {
        var instant = random.Next(10) switch
        {
            < 2 => Instant.StartUp,
            < 5 => Instant.Recovery,
            < 9 => Instant.Work,
            _ => Instant.Checkpoint,
        };
        return (new ChildProcess("kill-worker", _folder, $"{life}", $"{instant == Instant.Checkpoint}"), instant);
    }
}
