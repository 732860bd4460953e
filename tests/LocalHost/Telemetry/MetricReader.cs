using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace RetailServerless.LocalHost.Tests.Telemetry;

/// <summary>One measurement, its attributes as text in the order of their names.</summary>
internal sealed record Measured(string Name, double Value, string Tags);

/// <summary>What one meter measures, from its start on.</summary>
internal sealed class MetricReader : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Measured> _measured = new();
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new();

    public MetricReader(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == meter)
            {
                _instruments[instrument.Name] = instrument;
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>(Add);
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, state) => Add(instrument, value, tags, state));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, state) => Add(instrument, value, tags, state));
        _listener.Start();
    }

    public IReadOnlyDictionary<string, Instrument> Instruments => _instruments;

    public IReadOnlyList<Measured> All => [.. _measured];

    public IReadOnlyList<Measured> Of(string name) => [.. _measured.Where(measured => measured.Name == name)];

    /// <summary>The level of an observed instrument now; null when it gives none.</summary>
    public double? Now(string name)
    {
        var before = Of(name).Count;
        _listener.RecordObservableInstruments();
        return Of(name).Skip(before).Select(measured => (double?)measured.Value).SingleOrDefault();
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        _measured.Enqueue(new(instrument.Name, value, string.Join(' ', tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"))));
}
