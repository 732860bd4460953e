using System.Globalization;
using Microsoft.DurableTask;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>
/// The orchestrations that live through the kills. Each goes on a round with every pulse it is given, so that it cannot end before the last one, and
/// says in its output which pulses it had and what its work gave.
/// </summary>
internal static class KillTasks
{
    public const int Rounds = 6;

    /// <summary>The kinds of work, in turn.</summary>
    public static readonly string[] Kinds = ["Chain", "Fan", "Timers", "Ping", "Pong", "Parent", "Flaky", "Eternal", "Held", "Ended"];

    public static string Kind(int n) => Kinds[n % Kinds.Length];

    public static string Id(int n) => $"k{n}";

    /// <summary>Whether the instance is moved on by pulses; the others are moved on by instances.</summary>
    public static bool HasPulses(int n) => Kind(n) != "Pong";

    public static string Expected(int n) => string.Join(' ', Enumerable.Range(0, Rounds).Select(round => $"{round}:{Work(n, round)}"));

    public static Action<DurableTaskRegistry> Tasks(string folder) => tasks =>
    {
        foreach (var kind in Kinds.Except(["Eternal", "Ended"]))
        {
            tasks.AddOrchestratorFunc<int, string>(kind, (context, n) => RunAsync(context, kind, n));
        }

        tasks
            .AddOrchestratorFunc<State, string>("Eternal", EternalAsync)
            .AddOrchestratorFunc<int, string>("Ended", EndedAsync)
            .AddOrchestratorFunc<int, int>("Sub", async (context, n) =>
            {
                if (n < 0)
                {
                    context.ContinueAsNew(-n);
                    return 0;
                }

                return await context.CallActivityAsync<int>("Add", n);
            })
            .AddOrchestratorFunc<string>("Waiter", context => context.WaitForExternalEvent<string>("never"))
            .AddOrchestratorFunc<List<int>>("Collect", CollectAsync)
            .AddOrchestratorFunc<int, int>("Short", (context, n) => context.CallActivityAsync<int>("Add", n))
            .AddActivityFunc<int, int>("Add", (_, value) => value + 1)
            .AddActivityFunc<string, int>("FailFirst", (_, key) => FailFirst(Path.Combine(folder, "attempts"), key));
    };

    private static int Work(int n, int round) => Kind(n) switch
    {
        "Chain" => n + round + 3,
        "Fan" => (4 * (n + round)) + 6 + 4,
        "Timers" => n + round + 1,
        "Ping" => n + round + 1,
        "Pong" => n - 1 + round,
        "Parent" => n + round + 1,
        "Flaky" => 7,
        _ => n + round + 1,
    };

    private static async Task<string> RunAsync(TaskOrchestrationContext context, string kind, int n)
    {
        var parts = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            var pulse = kind == "Pong" ? round : await context.WaitForExternalEvent<int>("pulse");
            parts.Add($"{pulse}:{await WorkAsync(context, kind, n, round)}");
        }

        return string.Join(' ', parts);
    }

    private static async Task<int> WorkAsync(TaskOrchestrationContext context, string kind, int n, int round)
    {
        var value = n + round;
        switch (kind)
        {
            case "Chain":
                value = await context.CallActivityAsync<int>("Add", value);
                value = await context.CallActivityAsync<int>("Add", value);
                return await context.CallActivityAsync<int>("Add", value);
            case "Fan":
                return (await Task.WhenAll(Enumerable.Range(0, 4).Select(i => context.CallActivityAsync<int>("Add", value + i)))).Sum();
            case "Timers":
                using (var stop = new CancellationTokenSource())
                {
                    await context.CreateTimer(TimeSpan.FromMilliseconds(n % 30), CancellationToken.None);
                    var activity = context.CallActivityAsync<int>("Add", value);
                    var timer = context.CreateTimer(TimeSpan.FromHours(1), stop.Token);
                    var first = await Task.WhenAny(activity, timer);
                    stop.Cancel();
                    return first == activity ? await activity : -1;
                }

            case "Ping":
                context.SendEvent(Id(n + 1), "ping", value);
                return await context.WaitForExternalEvent<int>("pong");
            case "Pong":
                var ping = await context.WaitForExternalEvent<int>("ping");
                context.SendEvent(Id(n - 1), "pong", await context.CallActivityAsync<int>("Add", ping));
                return ping;
            case "Parent":
                return await context.CallSubOrchestratorAsync<int>("Sub", -value);
            case "Flaky":
                return await context.CallActivityAsync<int>(
                    "FailFirst", $"{n}-{round}-{1 + (value % 2)}", TaskOptions.FromRetryPolicy(new RetryPolicy(20, TimeSpan.FromMilliseconds(1))));
            default:
                return await context.CallActivityAsync<int>("Add", value);
        }
    }

    private static async Task<string> EternalAsync(TaskOrchestrationContext context, State state)
    {
        if (state.Parts.Count == Rounds)
        {
            return string.Join(' ', state.Parts);
        }

        var pulse = await context.WaitForExternalEvent<int>("pulse");
        var value = await context.CallActivityAsync<int>("Add", state.Number + state.Parts.Count);
        context.ContinueAsNew(state with { Parts = [.. state.Parts, $"{pulse}:{value}"] });
        return string.Empty;
    }

    /// <summary>Has two children that wait for good, and works until it is terminated with them.</summary>
    private static async Task<string> EndedAsync(TaskOrchestrationContext context, int n)
    {
        var children = ((string[])["a", "b"]).Select(name => context.CallSubOrchestratorAsync<string>(
            "Waiter", new SubOrchestrationOptions(instanceId: $"{context.InstanceId}:{name}"))).ToArray();
        context.SetCustomStatus(await RunAsync(context, "Ended", n));
        return string.Join(' ', await Task.WhenAll(children));
    }

    private static async Task<List<int>> CollectAsync(TaskOrchestrationContext context)
    {
        var taken = new List<int>();
        while (true)
        {
            var mark = await context.WaitForExternalEvent<int>("mark");
            if (mark < 0)
            {
                return taken;
            }

            taken.Add(mark);
        }
    }

    /// <summary>Fails its first attempts, as the last number of the key says, counted in a file that outlives the process.</summary>
    private static int FailFirst(string folder, string key)
    {
        Directory.CreateDirectory(folder);
        using var attempts = new FileStream(Path.Combine(folder, key), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        attempts.WriteByte(1);
        attempts.Flush();
        return attempts.Length <= int.Parse(key[(key.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture)
            ? throw new TimeoutException("not yet")
            : 7;
    }

    public sealed record State(int Number, List<string> Parts);
}
