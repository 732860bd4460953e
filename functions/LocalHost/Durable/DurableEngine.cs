using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RetailServerless.LocalHost.Durable.Entities;
using RetailServerless.LocalHost.Durable.Execution;
using RetailServerless.LocalHost.Durable.Payloads;
using RetailServerless.LocalHost.Durable.Store;
using RetailServerless.LocalHost.Durable.Telemetry;

namespace RetailServerless.LocalHost.Durable;

/// <summary>
/// The local durable engine: an event-sourced store in one SQLite file, and the live instances of this process. What an orchestrator decides is
/// stored before anything acts on it, and many decisions share one sync of the disk.
/// </summary>
internal sealed partial class DurableEngine : ILeaseListener, IDurableStoreHealth, IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly DurableEngineOptions _options;
    private readonly TimeProvider _time;
    private readonly IServiceScopeFactory _scopes;
    private readonly ILogger _log;
    private readonly ActivityDispatcher[] _dispatchers;
    private readonly ConcurrentDictionary<string, OrchestrationInstance> _live = new(StringComparer.Ordinal);
    private readonly Lock _openGate = new();
    private Committer? _committer;
    private StoreReader? _reader;
    private TimerQueue? _timers;
    private Timer? _sweep;
    private Checkpointer? _checkpointer;
    private Task? _stop;
    private volatile bool _stopping;

    public DurableEngine(
        IOptions<DurableEngineOptions> options,
        IServiceProvider services,
        IEnumerable<WorkerRegistration> workers,
        TimeProvider time,
        ILogger<DurableEngine> log)
    {
        (_options, _time, _log) = (options.Value, time, log);
        _scopes = services.GetRequiredService<IServiceScopeFactory>();
        Metrics = new EngineMetrics(services.GetRequiredService<IMeterFactory>());
        var registries = services.GetRequiredService<IOptionsMonitor<DurableTaskRegistry>>();
        var settings = services.GetRequiredService<IOptionsMonitor<DurableTaskWorkerOptions>>();
        var filters = services.GetRequiredService<IOptionsMonitor<DurableTaskWorkerWorkItemFilters>>();
        _dispatchers = [.. workers.Where(worker => worker.Builder.BuildTarget is null).Select(worker => worker.Builder.Name).Select(name => new ActivityDispatcher(
            new WorkerRuntime(name, registries.Get(name), settings.Get(name), filters.Get(name), services, Metrics), _scopes))];
#pragma warning disable CS0618 // The filter is marked as in the original.
        Workers = new WorkerChooser([.. _dispatchers.Select(dispatcher => dispatcher.Worker)], services.GetService<IOrchestrationFilter>());
#pragma warning restore CS0618
        _entityWorkers = [.. _dispatchers.Select(dispatcher => new EntityWorker(dispatcher.Worker, _scopes))];
        Payloads = new LargePayloads(
            services.GetService<IPayloadStore>() ?? new FilePayloadStore(Path.GetFullPath(_options.DatabasePath) + "-payloads"), time, log);
        Leases = new PartitionLeases(_options.LeaseDuration, this, log);
        Metrics.Observe(this);
    }

    /// <summary>What it measures.</summary>
    public EngineMetrics Metrics { get; }

    public WorkerChooser Workers { get; }

    public PartitionLeases Leases { get; }

    /// <summary>What is too large for the store.</summary>
    public LargePayloads Payloads { get; }

    public DateTime UtcNow => _time.GetUtcNow().UtcDateTime;

    public StoreReader Reader => _reader ?? throw new InvalidOperationException("The store is not open.");

    /// <summary>Why nothing can be written at present; null when all is well.</summary>
    public Exception? Trouble => _committer?.Trouble ?? Payloads.Trouble;

    /// <summary>What deletes ended instances; null until the store is open.</summary>
    public Retention? Retention { get; private set; }

    /// <summary>How many instances are in memory.</summary>
    public int LiveCount => _live.Count;

    /// <summary>How many timers are in memory.</summary>
    public int QueuedTimers => _timers?.Count ?? 0;

    /// <summary>Opens the store and runs what is in it.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await OpenAsync().WaitAsync(cancellationToken);
        if (_dispatchers.Length > 0)
        {
            Leases.TakesPart = true;
            await Leases.Joined.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Stops: running activities may end until the token is cancelled, at most five seconds; everything else goes on at the next start.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_openGate)
        {
            return _stop ??= StopCoreAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    public void Dispose() => StopAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Opens the store, once.</summary>
    public Task OpenAsync()
    {
        lock (_openGate)
        {
            ObjectDisposedException.ThrowIf(_stop is not null, this);
            if (_committer is null)
            {
                var path = Path.GetFullPath(_options.DatabasePath);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                _reader = new StoreReader(path, Payloads);
                _timers = new TimerQueue(_time, id => Post(id, Message.Wake), DueInstances, jump => Log.ClockJumped(_log, jump));
                _entityTimers = new TimerQueue(_time, id => PostToEntity(id, Message.Wake), DueSignals);
                _sweep = new Timer(_ => Sweep(), null, _options.IdleTimeout / 4, _options.IdleTimeout / 4);
                _look = new Timer(_ => LookAtRefused(), null, LookEvery, LookEvery);
                _committer = new Committer(path, Leases, _options.PollInterval, Metrics, Payloads.Delete, _log);
                _checkpointer = new Checkpointer(path, _committer.Opened, _committer.Guard, _log);
                Retention = new Retention(this, _options, _time, _log);
            }

            return _committer.Opened;
        }
    }

    private async Task StopCoreAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        var running = Task.WhenAll(
            [.. _dispatchers.Select(dispatcher => dispatcher.StopAsync()), .. _entityWorkers.Select(worker => worker.StopAsync())]);
        await Task.WhenAny(running, Task.Delay(Patience, cancellationToken));
        await UntilAsync(() => !_live.Values.Any(instance => instance.HasResult));
        _stopping = true;
        _timers?.Dispose();
        _entityTimers?.Dispose();
        _sweep?.Dispose();
        _look?.Dispose();
        Retention?.Dispose();
        await RestAsync();
        Payloads.Dispose();
        _checkpointer?.Dispose();
        _committer?.Dispose();
        _reader?.Dispose();
        EndWaiting();
        foreach (var entity in _entities.Values)
        {
            entity.Lose();
        }
    }

    /// <summary>
    /// Lets no instance begin another turn and waits for those in one: when the leases are given back, another process goes on with them at once.
    /// Code that does not come back from its turn is not waited for longer than an activity.
    /// </summary>
    private async Task RestAsync()
    {
        foreach (var instance in _live.Values)
        {
            instance.Retire();
        }

        await UntilAsync(() => !_live.Values.Any(instance => instance.IsInTurn));
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        var start = Environment.TickCount64;
        while (!isSo() && Environment.TickCount64 - start < Patience.TotalMilliseconds)
        {
            await Task.Delay(1);
        }
    }

    private void Sweep()
    {
        EvictIdle(_options.IdleTimeout);
        EvictIdleEntities(_options.IdleTimeout);
    }

    private static partial class Log
    {
        [LoggerMessage(7124, LogLevel.Warning, "The clock was set by {Jump}; timers go by the new time")]
        public static partial void ClockJumped(ILogger logger, TimeSpan jump);

        [LoggerMessage(7121, LogLevel.Error, "Orchestration {Instance} cannot be loaded now and will be tried again")]
        public static partial void CannotLoad(ILogger logger, string instance, Exception exception);

        [LoggerMessage(7122, LogLevel.Error, "A step of orchestration {Instance} broke; it will be loaded anew")]
        public static partial void Broke(ILogger logger, string instance, Exception exception);

        [LoggerMessage(7127, LogLevel.Error, "A listener to the engine's spans failed")]
        public static partial void CannotTrace(ILogger logger, Exception exception);

        [LoggerMessage(7125, LogLevel.Warning, "Orchestration {Instance} ({Name}) failed with {ErrorType}")]
        public static partial void Failed(ILogger logger, string instance, string name, string errorType);

        [LoggerMessage(7123, LogLevel.Debug, "A message for orchestration {Instance}, which does not exist or has ended, was dropped")]
        public static partial void Dropped(ILogger logger, string instance);
    }
}
