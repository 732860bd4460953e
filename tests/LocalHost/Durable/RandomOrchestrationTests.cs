using System.Text.Json.Serialization;
using CsCheck;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>Random orchestrations, thrown out of memory all the time, give what a plain calculation gives.</summary>
public sealed class RandomOrchestrationTests
{
    private static readonly Gen<Step> Leaf = Gen.OneOf<Step>(
        Gen.Int[1, 3].Select(n => (Step)new Chain(n)),
        Gen.Int[1, 6].Select(n => (Step)new Fan(n)),
        Gen.Int[0, 5].Select(n => (Step)new Sleep(n)),
        Gen.Int[1, 3].Select(n => (Step)new Events(n)),
        Gen.Int[1, 3].Select(n => (Step)new Flaky(n)),
        Gen.Int[0, 9].Select(n => (Step)new Race(n)));

    private static readonly Gen<Step[]> Programs = Gen.Select(Leaf.Array[1, 4], Leaf.Array[0, 3], (steps, inner) =>
        inner.Length == 0 ? steps : [.. steps, new Child(inner)]);

    [JsonDerivedType(typeof(Chain), "chain")]
    [JsonDerivedType(typeof(Fan), "fan")]
    [JsonDerivedType(typeof(Sleep), "sleep")]
    [JsonDerivedType(typeof(Events), "events")]
    [JsonDerivedType(typeof(Flaky), "flaky")]
    [JsonDerivedType(typeof(Race), "race")]
    [JsonDerivedType(typeof(Child), "child")]
    public abstract record Step;

    public sealed record Chain(int Count) : Step;

    public sealed record Fan(int Count) : Step;

    public sealed record Sleep(int Milliseconds) : Step;

    public sealed record Events(int Count) : Step;

    public sealed record Flaky(int Failures) : Step;

    public sealed record Race(int Value) : Step;

    public sealed record Child(Step[] Steps) : Step;

    [Fact]
    public async Task Any_orchestration_gives_the_same_whether_it_stays_in_memory_or_is_replayed()
    {
        await using var engine = await TestEngine.StartAsync(Tasks);
        var programs = new List<Step[]>();
        Programs.Sample(programs.Add, iter: 60, threads: 1);
        using var stop = new CancellationTokenSource();
        var evicting = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                engine.Engine.EvictIdle(TimeSpan.Zero);
                await Task.Delay(1);
            }
        });

        var ends = await Task.WhenAll(programs.Select(program => engine.RunAsync("Run", program)));
        stop.Cancel();
        await evicting;

        Assert.All(ends.Zip(programs), pair => Assert.Equal(Expected(pair.Second), pair.First.ReadOutputAs<int>()));
    }

    private static int Expected(Step[] steps) => steps.Aggregate(0, (sum, step) => sum + step switch
    {
        Chain e => e.Count,
        Fan e => e.Count,
        Sleep => 100,
        Events e => Enumerable.Range(0, e.Count).Sum() * 1000,
        Flaky e => e.Failures,
        Race e => e.Value,
        Child e => Expected(e.Steps),
        _ => throw new InvalidOperationException($"No result for {step}."),
    });

    private static void Tasks(DurableTaskRegistry tasks)
    {
        var failures = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        tasks
            .AddOrchestratorFunc<Step[], int>("Run", async (context, steps) =>
            {
                var sum = 0;
                foreach (var step in steps)
                {
                    sum += await RunAsync(context, step);
                }

                return sum;
            })
            .AddActivityFunc<int, int>("Give", (_, value) => value)
            .AddActivityFunc<(string Key, int Failures), int>("Fail", (_, input) =>
                failures.AddOrUpdate(input.Key, 1, (_, count) => count + 1) <= input.Failures
                    ? throw new TimeoutException("again")
                    : input.Failures);
    }

    private static async Task<int> RunAsync(TaskOrchestrationContext context, Step step)
    {
        switch (step)
        {
            case Chain e:
                var sum = 0;
                for (var i = 0; i < e.Count; i++)
                {
                    sum += await context.CallActivityAsync<int>("Give", 1);
                }

                return sum;
            case Fan e:
                return (await Task.WhenAll(Enumerable.Range(0, e.Count).Select(_ => context.CallActivityAsync<int>("Give", 1)))).Sum();
            case Sleep e:
                await context.CreateTimer(TimeSpan.FromMilliseconds(e.Milliseconds), CancellationToken.None);
                return 100;
            case Events e:
                var total = 0;
                for (var i = 0; i < e.Count; i++)
                {
                    context.SendEvent(context.InstanceId, "e", i);
                }

                for (var i = 0; i < e.Count; i++)
                {
                    total += await context.WaitForExternalEvent<int>("E") * 1000;
                }

                return total;
            case Flaky e:
                return await context.CallActivityAsync<int>(
                    "Fail", (context.NewGuid().ToString(), e.Failures), TaskOptions.FromRetryPolicy(new RetryPolicy(9, TimeSpan.FromMilliseconds(1))));
            case Race e:
                using (var stop = new CancellationTokenSource())
                {
                    var timer = context.CreateTimer(TimeSpan.FromHours(1), stop.Token);
                    var activity = context.CallActivityAsync<int>("Give", e.Value);
                    var first = await Task.WhenAny(timer, activity);
                    stop.Cancel();
                    return first == activity ? await activity : -1;
                }

            default:
                return await context.CallSubOrchestratorAsync<int>("Run", ((Child)step).Steps);
        }
    }
}
