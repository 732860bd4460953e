using System.Diagnostics;
using System.Globalization;

namespace RetailServerless.Benchmarks.DurableEngine;

/// <summary>Memory and start-up with many instances that wait for an event, each in a process of its own.</summary>
internal static class WaitingInstances
{
    public static async Task<int> MeasureAsync(int count)
    {
        var folder = Directory.CreateTempSubdirectory("durable-bench-").FullName;
        try
        {
            DurableEngineBenchmark.Print("waiting_size", count, "instances");
            var code = await ChildAsync(folder, count);
            return code != 0 ? code : await ChildAsync(folder, 0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>In the child: makes the instances and prints its memory; without any to make, starts on the store and prints the time.</summary>
    public static async Task<int> RunAsync(string folder, int count)
    {
        var start = Stopwatch.GetTimestamp();
        await using var engine = await EngineUnderTest.StartAsync(folder);
        if (count == 0)
        {
            await engine.SequenceAsync();
            DurableEngineBenchmark.Print("startup_100k_s", Stopwatch.GetElapsedTime(start).TotalSeconds, "s");
            return 0;
        }

        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = 512 },
            async (_, cancellation) => await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", cancellation));
        await Task.Delay(TimeSpan.FromSeconds(1));
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        DurableEngineBenchmark.Print("waiting_100k_mib", Process.GetCurrentProcess().WorkingSet64 / 1024.0 / 1024.0, "MiB");
        return 0;
    }

    private static async Task<int> ChildAsync(string folder, int count)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            info.ArgumentList.Add(typeof(WaitingInstances).Assembly.Location);
        }

        foreach (var argument in (string[])["durable-engine", "--waiting", folder, count.ToString(CultureInfo.InvariantCulture)])
        {
            info.ArgumentList.Add(argument);
        }

        using var child = Process.Start(info)!;
        await child.WaitForExitAsync();
        return child.ExitCode;
    }
}
