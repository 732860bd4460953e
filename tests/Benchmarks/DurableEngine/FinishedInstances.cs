using System.Diagnostics;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.Benchmarks.DurableEngine;

/// <summary>
/// What a store full of finished instances costs new ones: throughput and latency of the five-activity sequence on it, beside the same on an empty
/// store in the same run, and the rate of the background purge with its effect on new work.
/// </summary>
internal static class FinishedInstances
{
    private const int Group = 2000;
    private const int Rounds = 3;

    public static async Task<int> MeasureAsync(int count, int size)
    {
        DurableEngineBenchmark.Print("finished_size", count, "instances");
        await using var empty = await EngineUnderTest.StartAsync();
        await using var full = await EngineUnderTest.StartAsync();
        await FillAsync(full, count);

        // Turn by turn, so that a change of the machine's speed meets both.
        var rates = new List<(double Empty, double Full)>();
        for (var i = 0; i <= Rounds; i++)
        {
            var pair = (await DurableEngineBenchmark.RateAsync(empty, size), await DurableEngineBenchmark.RateAsync(full, size));
            if (i > 0)
            {
                rates.Add(pair);
            }
        }

        var (e, f) = (Median(rates.Select(rate => rate.Empty)), Median(rates.Select(rate => rate.Full)));
        DurableEngineBenchmark.Print("finished_0_work_items_per_s", e, "items/s");
        DurableEngineBenchmark.Print("finished_1m_work_items_per_s", f, "items/s");
        DurableEngineBenchmark.Print("finished_1m_work_items_ratio", f / e, "of an empty store");
        DurableEngineBenchmark.Print("finished_0_sequence_p50_ms", Median(await DurableEngineBenchmark.TimesAsync(empty)), "ms");
        DurableEngineBenchmark.Print("finished_1m_sequence_p50_ms", Median(await DurableEngineBenchmark.TimesAsync(full)), "ms");
        await PurgeAsync(full, f, size);
        return 0;
    }

    private static async Task PurgeAsync(EngineUnderTest full, double before, int size)
    {
        var start = Stopwatch.GetTimestamp();
        var had = full.CountEnded();
        using var stop = new CancellationTokenSource();
        var purge = full.PurgeAsync(TimeSpan.FromDays(1), stop.Token);
        var during = await DurableEngineBenchmark.RateAsync(full, size);
        var times = await DurableEngineBenchmark.TimesAsync(full);
        await Task.WhenAny(purge, Task.Delay(TimeSpan.FromSeconds(5)));
        var left = full.CountEnded();
        var took = Stopwatch.GetElapsedTime(start);
        await stop.CancelAsync();
        var added = size + times.Count;
        DurableEngineBenchmark.Print("purge_instances_per_s", (had + added - left) / took.TotalSeconds, "instances/s");
        DurableEngineBenchmark.Print("purge_work_items_ratio", during / before, "of the same without it");
        DurableEngineBenchmark.Print("purge_sequence_p50_ms", Median(times), "ms");
    }

    /// <summary>Finished sequences as the engine stores them, written by its own writer.</summary>
    private static async Task FillAsync(EngineUnderTest bench, int count)
    {
        var start = Stopwatch.GetTimestamp();
        var ended = DateTime.UtcNow.AddDays(-2);
        for (var done = 0; done < count; done += Group)
        {
            var some = Math.Min(Group, count - done);
            await bench.WriteAsync(store =>
            {
                for (var i = 0; i < some; i++)
                {
                    Write(store, ended.AddMilliseconds(i));
                }
            });
            ended = ended.AddSeconds(2);
        }

        DurableEngineBenchmark.Print("finished_fill_s", Stopwatch.GetElapsedTime(start).TotalSeconds, "s");
    }

    private static void Write(StoreWriter store, DateTime at)
    {
        var record = new InstanceRecord(Guid.CreateVersion7(new DateTimeOffset(at)).ToString("N"), "Sequence", null, 0, at)
        {
            Status = OrchestrationRuntimeStatus.Completed,
            Active = false,
            Completed = at.AddMilliseconds(2),
            Output = "\"Hello, world!\"",
        };
        var key = store.Create(record, [], isFresh: true).Key!.Value;
        for (var step = 0; step <= 5; step++)
        {
            HistoryEvent came = step == 0 ? ExecutionStarted.Instance : new TaskCompleted(step - 1, "\"Hello, world!\"");
            HistoryEvent decided = step == 5
                ? new ExecutionCompleted(step, "\"Hello, world!\"")
                : new ActivityScheduled(step, "Hello", null, "\"world\"", null);
            store.Append(key, step, at.AddMilliseconds(step), HistoryWriter.Write([came, decided]));
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
