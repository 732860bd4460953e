using System.Collections.Concurrent;
using System.Diagnostics;

namespace RetailServerless.Benchmarks.Search;

/// <summary>Clients that each send the next request when the one before is answered.</summary>
internal static class ClosedLoop
{
    /// <summary>Runs every request once.</summary>
    /// <returns>Milliseconds of each, ascending, and requests per second over all clients.</returns>
    public static async Task<(double[] Milliseconds, double PerSecond)> RunAsync<T>(IReadOnlyCollection<T> requests, int clients, Func<T, Task> run)
    {
        var queue = new ConcurrentQueue<T>(requests);
        var times = new ConcurrentBag<double>();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (queue.TryDequeue(out var request))
            {
                var at = Stopwatch.GetTimestamp();
                await run(request);
                times.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
            }
        })));
        return ([.. times.Order()], requests.Count / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>The value below which a share of ascending values lies.</summary>
    public static double Percentile(double[] ascending, double share) => ascending[Math.Min(ascending.Length - 1, (int)Math.Ceiling(ascending.Length * share) - 1)];
}
