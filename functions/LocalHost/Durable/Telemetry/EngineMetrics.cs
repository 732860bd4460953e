using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Telemetry;

/// <summary>
/// What the engine measures: how much waits, how long things take, what fails. Attributes are names of tasks, statuses and types of errors, never ids or
/// payloads. Nothing is measured that nobody listens to. Names and units follow the OpenTelemetry semantic conventions
/// (https://opentelemetry.io/docs/specs/semconv/general/metrics/): seconds, annotated counts; durations are histograms.
/// </summary>
internal sealed class EngineMetrics
{
    /// <summary>The name to listen to.</summary>
    public const string MeterName = "RetailServerless.LocalHost.Durable";

    private const string TaskName = "durabletask.task.name";
    private const string ErrorType = "error.type";

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600],
    };

    private readonly Histogram<double> _orchestrationDuration, _activityDuration, _activityWait, _timerLateness, _replayDuration, _commitDuration;
    private readonly Histogram<int> _commitSize;
    private readonly Counter<double> _serialization;
    private readonly Counter<long> _failures;

    /// <param name="meters">Makes the meter, and ends it with the application.</param>
    public EngineMetrics(IMeterFactory meters)
    {
        Meter = meters.Create(MeterName);
        _orchestrationDuration = InSeconds("durabletask.orchestration.duration", "From the creation of an orchestration to its end, by name and status.");
        _activityDuration = InSeconds("durabletask.activity.duration", "One run of an activity, by name, and by type of error when it failed.");
        _activityWait = InSeconds("durabletask.activity.wait", "From the moment an activity is stored until it runs, by name.");
        _timerLateness = InSeconds("durabletask.timer.lateness", "How long after its time a timer fired.");
        _replayDuration = InSeconds("durabletask.replay.duration", "Loading an orchestration that was not in memory and running its code through its history.");
        _commitDuration = InSeconds("durabletask.store.commit.duration", "One commit of the store with its sync.");
        _commitSize = Meter.CreateHistogram(
            "durabletask.store.commit.size", "{change}", "How many changes shared one commit.", null, new InstrumentAdvice<int> { HistogramBucketBoundaries = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096] });
        _serialization = Meter.CreateCounter<double>("durabletask.serialization.time", "s", "Time in which inputs and outputs were written as text.");
        _failures = Meter.CreateCounter<long>("durabletask.failures", "{failure}", "Activities that failed, each run, and orchestrations that ended so, by kind, name and type of error.");
    }

    /// <summary>The meter of this engine.</summary>
    public Meter Meter { get; }

    /// <summary>Observes how much waits and works in an engine.</summary>
    public void Observe(DurableEngine engine)
    {
        Level("durabletask.orchestration.live", "{orchestration}", "Orchestrations in the memory of this process.", () => engine.LiveCount);
        Level("durabletask.activity.waiting", "{activity}", "Activities that wait because as many run as may.", () => engine.WaitingActivities);
        Level("durabletask.activity.running", "{activity}", "Activities that run.", () => engine.RunningActivities);
        Level("durabletask.store.waiting", "{change}", "Changes that wait to be stored.", () => engine.WaitingChanges);
        Level("durabletask.store.leases", "{partition}", "Partitions of the store, of 64, that this process has.", () => engine.Leases.OwnedCount);
        Meter.CreateObservableUpDownCounter(
            "durabletask.store.inbox", () => Inbox(engine), "{message}", "Messages in the store that their receivers have not taken, of all processes.");
    }

    /// <summary>The time now, when one of the measures that need it is listened to; else 0.</summary>
    public long Start() => _activityDuration.Enabled || _activityWait.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>An orchestration ended.</summary>
    public void Ended(InstanceRecord record)
    {
        if (_orchestrationDuration.Enabled)
        {
            var duration = (record.Completed ?? record.Created) - record.Created;
            _orchestrationDuration.Record(duration.TotalSeconds, new(TaskName, record.Name), new("durabletask.task.status", record.Status.ToString()));
        }

        if (record.Status == OrchestrationRuntimeStatus.Failed)
        {
            Failed("orchestration", record.Name, record.Failure?.ErrorType);
        }
    }

    /// <summary>An activity runs after it waited.</summary>
    public void ActivityStarted(string name, long since)
    {
        if (since != 0)
        {
            _activityWait.Record(Stopwatch.GetElapsedTime(since).TotalSeconds, new KeyValuePair<string, object?>(TaskName, name));
        }
    }

    /// <summary>An activity gave its result, or failed.</summary>
    public void ActivityEnded(string name, long since, string? errorType)
    {
        if (since != 0)
        {
            var tags = errorType is null ? new TagList { { TaskName, name } } : new TagList { { TaskName, name }, { ErrorType, errorType } };
            _activityDuration.Record(Stopwatch.GetElapsedTime(since).TotalSeconds, tags);
        }

        if (errorType is not null)
        {
            Failed("activity", name, errorType);
        }
    }

    /// <summary>A timer fired.</summary>
    public void TimerFired(TimeSpan late) => _timerLateness.Record(late.TotalSeconds);

    /// <summary>The store was committed.</summary>
    public void Committed(TimeSpan took, int changes)
    {
        _commitDuration.Record(took.TotalSeconds);
        _commitSize.Record(changes);
    }

    /// <summary>An instance was loaded and replayed.</summary>
    public void Replayed(TimeSpan took) => _replayDuration.Record(took.TotalSeconds);

    /// <summary>Writes a value as text, and measures how long that takes when somebody listens.</summary>
    public string? Serialize(Microsoft.DurableTask.DataConverter converter, object? value)
    {
        if (!_serialization.Enabled)
        {
            return converter.Serialize(value);
        }

        var start = Stopwatch.GetTimestamp();
        var data = converter.Serialize(value);
        _serialization.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        return data;
    }

    private static IEnumerable<Measurement<long>> Inbox(DurableEngine engine)
    {
        try
        {
            return engine.CountInbox() is { } count ? [new(count)] : [];
        }
        catch (Exception e) when (e is SqliteStoreException or ObjectDisposedException)
        {
            // What cannot be read now is not measured now.
            return [];
        }
    }

    private void Failed(string type, string name, string? errorType) =>
        _failures.Add(1, new("durabletask.type", type), new(TaskName, name), new(ErrorType, errorType));

    private Histogram<double> InSeconds(string name, string description) => Meter.CreateHistogram(name, "s", description, null, Seconds);

    private void Level(string name, string unit, string description, Func<int> read) => Meter.CreateObservableUpDownCounter(name, read, unit, description);
}
