using System.Diagnostics.Metrics;

namespace RetailServerless.Benchmarks.DurableEngine;

/// <summary>Where the time of one engine goes, summed from what it measures.</summary>
internal sealed class EngineTimes : IDisposable
{
    private readonly Lock _gate = new();
    private readonly MeterListener _listener = new();
    private double _sync, _replay, _serialization;
    private long _commits;

    public EngineTimes(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == meter && instrument.Name is "durabletask.store.commit.duration" or "durabletask.replay.duration" or "durabletask.serialization.time")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument.Name, value));
        _listener.Start();
    }

    public TimeSpan Sync => TimeSpan.FromSeconds(Volatile.Read(ref _sync));

    public TimeSpan Replay => TimeSpan.FromSeconds(Volatile.Read(ref _replay));

    public TimeSpan Serialization => TimeSpan.FromSeconds(Volatile.Read(ref _serialization));

    public long Commits => Interlocked.Read(ref _commits);

    public void Dispose() => _listener.Dispose();

    private void Add(string name, double seconds)
    {
        lock (_gate)
        {
            switch (name)
            {
                case "durabletask.store.commit.duration":
                    _sync += seconds;
                    _commits++;
                    break;
                case "durabletask.replay.duration":
                    _replay += seconds;
                    break;
                default:
                    _serialization += seconds;
                    break;
            }
        }
    }
}
