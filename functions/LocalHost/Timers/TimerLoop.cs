using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using RetailServerless.LocalHost.Invocation;

namespace RetailServerless.LocalHost.Timers;

/// <summary>Runs one timer: waits for its time, takes its lease, calls the function, writes down that it ran.</summary>
internal sealed partial class TimerLoop(TimerFunction timer, TimerStore store, TimeProvider clock, ILogger log)
{
    /// <summary>A run that starts later than this is past due.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private readonly string _owner = Guid.CreateVersion7().ToString();
    private bool _startupRunDue = timer.RunsOnStartup;

    public async Task RunAsync(CancellationToken stopping)
    {
        var started = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!started)
                {
                    Start();
                    started = true;
                }

                await Task.Delay(await StepAsync(stopping), clock, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem)
            {
                Log.StoreFailed(log, problem, timer.Name);
                await Task.Delay(LookAgain, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>A new timer waits for its first time; so does one whose schedule changed, and one that is not monitored and missed its time.</summary>
    private void Start()
    {
        var now = clock.GetUtcNow();
        store.Add(timer.Name, timer.Schedule.Text, NextAfter(now), now);
        var state = store.Read(timer.Name)!;
        if (state.Schedule != timer.Schedule.Text || (!timer.IsMonitored && state.Next <= now))
        {
            store.Move(timer.Name, state.Next, timer.Schedule.Text, NextAfter(now), now);
        }
    }

    /// <returns>How long to wait before looking again.</returns>
    private async Task<TimeSpan> StepAsync(CancellationToken stopping)
    {
        var state = store.Read(timer.Name)!;
        var now = clock.GetUtcNow();
        if (!_startupRunDue && state.Next > now)
        {
            return Shorter(state.Next - now, LongestWait);
        }

        if (!store.TryLease(timer.Name, _owner, state.Next, now + Lease, now))
        {
            return state.LeasedUntil is { } until && until > now ? Shorter(until - now, LookAgain) : TimeSpan.FromMilliseconds(100);
        }

        await RunLeasedAsync(state, now, stopping);
        return TimeSpan.Zero;
    }

    private async Task RunLeasedAsync(TimerState state, DateTimeOffset now, CancellationToken stopping)
    {
        var isDue = state.Next <= now;
        var info = new TimerInfo { IsPastDue = timer.IsMonitored && isDue && now - state.Next > Tolerance };
        if (timer.IsMonitored)
        {
            info.ScheduleStatus = new ScheduleStatus { Last = state.Last?.UtcDateTime ?? default, Next = NextAfter(now).UtcDateTime, LastUpdated = state.Updated.UtcDateTime };
        }

        await using (clock.CreateTimer(_ => Renew(), null, Lease / 3, Lease / 3))
        {
            if (!await CallAsync(info, stopping))
            {
                store.Release(timer.Name, _owner);
                return;
            }
        }

        _startupRunDue = false;
        var ended = clock.GetUtcNow();
        store.Complete(timer.Name, _owner, isDue ? state.Next : now, NextAfter(ended), ended);
    }

    /// <returns>False when the host stops and the function gave up for that reason.</returns>
    private async Task<bool> CallAsync(TimerInfo info, CancellationToken stopping)
    {
        try
        {
            await using var invocation = new LocalFunctionContext(timer.Function, timer.Function.Scopes, stopping) { TriggerValue = info };
            await timer.Function.RunAsync(invocation);
            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception problem)
        {
            Log.Failed(log, problem, timer.Name);
            return true;
        }
    }

    private void Renew()
    {
        try
        {
            store.Renew(timer.Name, _owner, clock.GetUtcNow() + Lease);
        }
        catch (Exception problem)
        {
            Log.StoreFailed(log, problem, timer.Name);
        }
    }

    private DateTimeOffset NextAfter(DateTimeOffset time) => timer.Schedule.Next(time) ?? DateTimeOffset.MaxValue;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Error, "The timer function {Function} failed; it runs again at its next time.")]
        public static partial void Failed(ILogger logger, Exception exception, string function);

        [LoggerMessage(1102, LogLevel.Error, "The state of the timer {Function} cannot be read or written; trying again.")]
        public static partial void StoreFailed(ILogger logger, Exception exception, string function);
    }
}
