using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RetailServerless.LocalHost.Timers;

/// <summary>Runs all timers from when the application has started until it stops; a run in progress may end.</summary>
internal sealed class TimerService(IReadOnlyList<TimerFunction> timers, string databasePath, TimeProvider clock, IHostApplicationLifetime lifetime, ILoggerFactory logs) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var onStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stoppingToken.IsCancellationRequested)
        {
            return;
        }

        var store = new TimerStore(databasePath);
        await Task.WhenAll(timers.Select(t => Task.Run(() => new TimerLoop(t, store, clock, logs.CreateLogger("Function." + t.Name)).RunAsync(stoppingToken), CancellationToken.None)));
    }
}
