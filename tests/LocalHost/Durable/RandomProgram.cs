using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>
/// An orchestration as data: what it does, and what it must give. Every race in it is one whose winner is fixed, or whose winner does not matter, so
/// that there is one right result however often it is interrupted.
/// </summary>
internal sealed record RandomProgram(RandomProgram.Step[] Steps, int From = 0, int Sum = 0, bool IsRenewed = false)
{
    [JsonDerivedType(typeof(Chain), "chain")]
    [JsonDerivedType(typeof(Fan), "fan")]
    [JsonDerivedType(typeof(Sleep), "sleep")]
    [JsonDerivedType(typeof(Cancelled), "cancelled")]
    [JsonDerivedType(typeof(Events), "events")]
    [JsonDerivedType(typeof(Names), "names")]
    [JsonDerivedType(typeof(Flaky), "flaky")]
    [JsonDerivedType(typeof(Race), "race")]
    [JsonDerivedType(typeof(Twins), "twins")]
    [JsonDerivedType(typeof(Status), "status")]
    [JsonDerivedType(typeof(Same), "same")]
    [JsonDerivedType(typeof(Ask), "ask")]
    [JsonDerivedType(typeof(Caught), "caught")]
    [JsonDerivedType(typeof(Again), "again")]
    [JsonDerivedType(typeof(Child), "child")]
    [JsonDerivedType(typeof(Branches), "branches")]
    public abstract record Step;

    /// <summary>Activities one after the other.</summary>
    public sealed record Chain(int Count) : Step;

    /// <summary>Activities side by side.</summary>
    public sealed record Fan(int Count) : Step;

    public sealed record Sleep(int Milliseconds) : Step;

    /// <summary>A timer that is given up for one that fires.</summary>
    public sealed record Cancelled(int Milliseconds) : Step;

    /// <summary>Events of one name that are all there before the first is waited for.</summary>
    public sealed record Events(int Count) : Step;

    /// <summary>Events of several names, waited for in the opposite order.</summary>
    public sealed record Names(int Count) : Step;

    /// <summary>An activity that fails so many times at first.</summary>
    public sealed record Flaky(int Failures) : Step;

    /// <summary>An activity or an event against a timer of an hour.</summary>
    public sealed record Race(int Value, bool IsEvent) : Step;

    /// <summary>Two activities that give the same: whichever is first.</summary>
    public sealed record Twins(int Value) : Step;

    public sealed record Status(int Value) : Step;

    /// <summary>A GUID and the time, which an activity gives back as they were.</summary>
    public sealed record Same : Step;

    /// <summary>A sub-orchestration that is asked by an event and answers by one.</summary>
    public sealed record Ask(int Value) : Step;

    /// <summary>A sub-orchestration that fails.</summary>
    public sealed record Caught(int Value) : Step;

    /// <summary>Goes on as new, with an event that is not taken before.</summary>
    public sealed record Again(int Value) : Step;

    public sealed record Child(Step[] Steps) : Step;

    /// <summary>Programs side by side.</summary>
    public sealed record Branches(Step[][] Each) : Step;

    public static RandomProgram Create(Random random) => new(Sequence(random, depth: 0, canRenew: true));

    public int Expected() => Expected(Steps);

    public override string ToString() => JsonSerializer.Serialize(this);

    /// <summary>The program with something left out, the largest parts first.</summary>
    public IEnumerable<RandomProgram> Smaller() => Smaller(Steps).Where(steps => steps.Length > 0).Select(steps => new RandomProgram(steps));

    /// <summary>The smallest program that can be had by leaving out parts while it still fails.</summary>
    public static async Task<RandomProgram> ShrinkAsync(RandomProgram failing, Func<RandomProgram, Task<bool>> failsAsync)
    {
        while (true)
        {
            RandomProgram? smaller = null;
            foreach (var candidate in failing.Smaller())
            {
                if (await failsAsync(candidate))
                {
                    smaller = candidate;
                    break;
                }
            }

            if (smaller is null)
            {
                return failing;
            }

            failing = smaller;
        }
    }

    private static Step[] Sequence(Random random, int depth, bool canRenew) =>
        [.. Enumerable.Range(0, random.Next(1, depth == 0 ? 6 : 4)).Select(_ => One(random, depth, canRenew))];

    private static Step One(Random random, int depth, bool canRenew) => random.Next(depth < 2 ? 17 : 13) switch
    {
        0 => new Chain(random.Next(1, 4)),
        1 => new Fan(random.Next(1, 7)),
        2 => new Sleep(random.Next(6)),
        3 => new Cancelled(random.Next(6)),
        4 => new Events(random.Next(1, 4)),
        5 => new Names(random.Next(1, 4)),
        6 => new Flaky(random.Next(1, 4)),
        7 => new Race(random.Next(10), random.Next(2) == 0),
        8 => new Twins(random.Next(10)),
        9 => new Status(random.Next(10)),
        10 => new Same(),
        11 => new Ask(random.Next(10)),
        12 => canRenew ? new Again(random.Next(10)) : new Caught(random.Next(10)),
        13 => new Caught(random.Next(10)),
        14 or 15 => new Child(Sequence(random, depth + 1, canRenew: true)),
        _ => new Branches([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Sequence(random, depth + 1, canRenew: false))]),
    };

    private static int Expected(Step[] steps) => steps.Sum(step => step switch
    {
        Chain e => e.Count,
        Fan e => e.Count,
        Sleep => 100,
        Cancelled => 200,
        Events e => Enumerable.Range(0, e.Count).Sum(i => i * i * 1000),
        Names e => Enumerable.Range(0, e.Count).Sum(i => i * 10_000),
        Flaky e => e.Failures,
        Race e => e.Value,
        Twins e => e.Value,
        Status e => e.Value,
        Same => 1,
        Ask e => e.Value * 2,
        Caught e => e.Value,
        Again e => e.Value,
        Child e => Expected(e.Steps),
        Branches e => e.Each.Sum(Expected),
        _ => throw new InvalidOperationException($"No result for {step}."),
    });

    private static IEnumerable<Step[]> Smaller(Step[] steps)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            yield return [.. steps[..i], .. steps[(i + 1)..]];
        }

        for (var i = 0; i < steps.Length; i++)
        {
            var inner = steps[i] switch
            {
                Child e => Smaller(e.Steps).Where(some => some.Length > 0).Select(some => (Step[])[new Child(some)]).Prepend(e.Steps),
                Branches e => e.Each.Concat(e.Each.SelectMany((each, at) =>
                    Smaller(each).Where(some => some.Length > 0).Select(some => (Step[])[new Branches([.. e.Each[..at], some, .. e.Each[(at + 1)..]])]))),
                _ => [],
            };
            foreach (var some in inner)
            {
                yield return [.. steps[..i], .. some, .. steps[(i + 1)..]];
            }
        }
    }
}
