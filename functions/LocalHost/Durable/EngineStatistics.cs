using System.Diagnostics;

namespace RetailServerless.LocalHost.Durable;

/// <summary>Where the time of the engine goes.</summary>
internal sealed class EngineStatistics
{
    private long _commits, _sync, _replays, _replay, _serialization;

    public long Commits => Interlocked.Read(ref _commits);

    public long Replays => Interlocked.Read(ref _replays);

    public TimeSpan Sync => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _sync));

    public TimeSpan Replay => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _replay));

    public TimeSpan Serialization => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _serialization));

    public void Synced(long ticks)
    {
        Interlocked.Increment(ref _commits);
        Interlocked.Add(ref _sync, ticks);
    }

    public void Replayed(long ticks)
    {
        Interlocked.Increment(ref _replays);
        Interlocked.Add(ref _replay, ticks);
    }

    public void Serialized(long ticks) => Interlocked.Add(ref _serialization, ticks);
}
