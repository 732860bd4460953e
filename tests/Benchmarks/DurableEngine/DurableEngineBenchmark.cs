using System.Diagnostics;
using System.Globalization;
using Microsoft.DurableTask.Client;

namespace RetailServerless.Benchmarks.DurableEngine;

/// <summary>
/// Speed of the local durable engine with every commit synced. A five-activity sequence counts as 11 work items (DESIGN section 8). The
/// optional argument is the number of sequences; the waiting and the finished instances scale with it (100,000 and 1,000,000 at the default).
/// </summary>
internal static class DurableEngineBenchmark
{
    private const int Sequences = 10_000;
    private const int WorkItems = 11;

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--waiting", var folder, var count])
        {
            return await WaitingInstances.RunAsync(folder, int.Parse(count, CultureInfo.InvariantCulture));
        }

        if (args is ["--finished", var finished])
        {
            return await FinishedInstances.MeasureAsync(int.Parse(finished, CultureInfo.InvariantCulture), Sequences);
        }

        var size = args is [var text] ? int.Parse(text, CultureInfo.InvariantCulture) : Sequences;
        Print("size", size, "sequences");
        await using (var bench = await EngineUnderTest.StartAsync())
        {
            await ThroughputAsync(bench, Math.Min(size, 2000), report: false);
            await ThroughputAsync(bench, size, report: true);
            await LatencyAsync(bench);
            await FanOutAsync(bench);
        }

        var code = await WaitingInstances.MeasureAsync((int)(100_000L * size / Sequences));
        return code != 0 ? code : await FinishedInstances.MeasureAsync((int)(1_000_000L * size / Sequences), size);
    }

    public static void Print(string metric, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{metric}: {value:0.###} {unit}"));

    /// <summary>Work items a second, with 256 sequences at a time.</summary>
    public static async Task<double> RateAsync(EngineUnderTest bench, int size)
    {
        var start = Stopwatch.GetTimestamp();
        var begun = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 256), new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (_, _) =>
        {
            while (Interlocked.Increment(ref begun) <= size)
            {
                await bench.SequenceAsync();
            }
        });
        return size * WorkItems / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Milliseconds of single sequences on the idle engine, sorted.</summary>
    public static async Task<List<double>> TimesAsync(EngineUnderTest bench)
    {
        var times = new List<double>();
        for (var i = 0; i < 300; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await bench.SequenceAsync();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await Task.Delay(2);
        }

        times.Sort();
        return times;
    }

    private static async Task ThroughputAsync(EngineUnderTest bench, int size, bool report)
    {
        var before = bench.Snapshot();
        var start = Stopwatch.GetTimestamp();
        var rate = await RateAsync(bench, size);
        if (report)
        {
            Print("work_items_per_s", rate, "items/s");
            bench.PrintShares(before, Stopwatch.GetElapsedTime(start));
        }
    }

    private static async Task LatencyAsync(EngineUnderTest bench)
    {
        var times = await TimesAsync(bench);
        Print("sequence_p50_ms", times[times.Count / 2], "ms");
        Print("sequence_p99_ms", times[times.Count * 99 / 100], "ms");
    }

    private static async Task FanOutAsync(EngineUnderTest bench)
    {
        var times = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var id = await bench.Client.ScheduleNewOrchestrationInstanceAsync("FanOut", 1000);
            var end = await bench.Client.WaitForInstanceCompletionAsync(id, true);
            if (end.ReadOutputAs<int>() != 1000)
            {
                throw new InvalidOperationException($"The fan-out ended as {end.RuntimeStatus}: {end.FailureDetails}");
            }

            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        times.Sort();
        Print("fanout_1000_s", times[times.Count / 2], "s");
    }
}
