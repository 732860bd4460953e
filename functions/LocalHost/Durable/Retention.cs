using System.Diagnostics;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable;

/// <summary>
/// Deletes ended instances after their retention, and payload objects that nothing names. It looks every minute, and of several processes on one store the one that has the first partition
/// does it. A transaction takes about a millisecond, and between two of them it rests four times as long as the last one took.
/// </summary>
internal sealed partial class Retention : IDisposable
{
    private const int Partition = 0;
    private const int RestFactor = 4;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan SweptAge = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(5);

    private readonly DurableEngine _engine;
    private readonly DurableEngineOptions _options;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private int _busy;
    private DateTime _troubled;
    private DateTime _nextSweep;

    public Retention(DurableEngine engine, DurableEngineOptions options, TimeProvider time, ILogger log)
    {
        (_engine, _options, _log) = (engine, options, log);
        _timer = time.CreateTimer(_ => Look(), null, Period, Period);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _stop.Cancel();
    }

    /// <summary>Deletes all whose retention is over.</summary>
    public async Task PurgeAsync()
    {
        foreach (var status in InstanceStatus.Ended(null))
        {
            var retention = _options.RetentionByStatus.TryGetValue(status, out var own) ? own : _options.Retention;
            if (retention is { } kept && _engine.Leases.IsOwned(Partition))
            {
                await PurgeAsync(status, Before(kept));
            }
        }
    }

    /// <summary>
    /// Deletes payload objects that no row names: what a crash left between the object and its commit. Only those of yesterday and before, and not soon
    /// after the store was in trouble: a commit that waits may name them yet.
    /// </summary>
    public async Task SweepAsync()
    {
        var now = _engine.UtcNow;
        if (_engine.Trouble is not null)
        {
            _troubled = now;
        }

        if (now >= _nextSweep && now - _troubled >= SweepEvery && _engine.Leases.IsOwned(Partition))
        {
            _nextSweep = now + SweepEvery;
            await _engine.Payloads.SweepAsync(_engine.Reader, SweptAge, _stop.Token);
        }
    }

    private void Look()
    {
        if (Interlocked.Exchange(ref _busy, 1) == 0)
        {
            _ = Task.Run(LookAsync);
        }
    }

    private async Task LookAsync()
    {
        try
        {
            await PurgeAsync();
            await SweepAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The store is closing, or cannot be written and says so itself; the next look goes on.
            Log.Interrupted(_log, e);
        }
        catch (Exception e)
        {
            Log.Failed(_log, e);
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    private DateTime Before(TimeSpan kept)
    {
        var now = _engine.UtcNow;
        return kept < now - DateTime.MinValue ? now - kept : DateTime.MinValue;
    }

    private async Task PurgeAsync(OrchestrationRuntimeStatus status, DateTime until)
    {
        if (!_engine.Reader.Use(db => RetentionPurge.IsAnyOlder(db, status, until)))
        {
            return;
        }

        PurgePosition? last = null;
        var total = 0;
        do
        {
            var after = last;
            var took = TimeSpan.Zero;
            (var count, last) = await _engine.DoAsync(
                store =>
                {
                    var start = Stopwatch.GetTimestamp();
                    var done = _engine.Leases.Owns(Partition) ? RetentionPurge.PurgeSome(store, status, until, after) : default;
                    took = Stopwatch.GetElapsedTime(start);
                    return done;
                },
                _stop.Token);
            total += count;
            var rest = took * RestFactor;
            await Task.Delay(rest > ShortestRest ? rest : ShortestRest, _stop.Token);
        }
        while (last is not null);

        if (total > 0)
        {
            Log.Purged(_log, total, status);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7141, LogLevel.Information, "{Count} instances of status {Status} were deleted after their retention")]
        public static partial void Purged(ILogger logger, int count, OrchestrationRuntimeStatus status);

        [LoggerMessage(7142, LogLevel.Debug, "The deletion of ended instances was interrupted; it goes on within a minute")]
        public static partial void Interrupted(ILogger logger, Exception exception);

        [LoggerMessage(7143, LogLevel.Error, "The deletion of ended instances failed; it will be tried again in a minute")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
