using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.LocalHost.Timers;

namespace RetailServerless.LocalHost.Tests.Timers;

public sealed class TimerTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 8, 30, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Start);
    private readonly TestFolder _folder = new();
    private readonly Runs _runs = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_timer_runs_at_its_time_and_learns_the_next()
    {
        await using var host = await StartAsync<Hourly>();

        await AdvanceUntilAsync(TimeSpan.FromMinutes(1), () => _runs.Count == 2);

        Assert.All(_runs.All, r => Assert.Equal(0, r.At.Minute));
        Assert.False(_runs.All[0].Info.IsPastDue);
        Assert.Equal(new DateTime(2026, 11, 24, 10, 0, 0, DateTimeKind.Utc), _runs.All[0].Info.ScheduleStatus!.Next);
        Assert.Equal(new DateTime(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc), _runs.All[1].Info.ScheduleStatus!.Last);
    }

    [Fact]
    public async Task Runs_missed_while_the_host_was_down_are_made_up_for_once()
    {
        await using (await StartAsync<Hourly>(keep: true))
        {
            await RowAsync("Hourly");
        }

        _clock.Advance(TimeSpan.FromHours(10));
        await using var host = await StartAsync<Hourly>();
        await UntilAsync(() => _runs.Count == 1);
        await AdvanceUntilAsync(TimeSpan.FromMinutes(1), () => _runs.Count == 2);

        Assert.True(_runs.All[0].Info.IsPastDue);
        Assert.Equal(Start.AddHours(10), _runs.All[0].At);
        Assert.False(_runs.All[1].Info.IsPastDue);
        Assert.Equal(Start.AddHours(10.5), _runs.All[1].At);
    }

    [Fact]
    public async Task A_timer_that_is_not_monitored_makes_up_for_nothing()
    {
        await using (await StartAsync<NotMonitored>(keep: true))
        {
            await RowAsync("NotMonitored");
        }

        _clock.Advance(TimeSpan.FromHours(10));
        await using var host = await StartAsync<NotMonitored>();
        await AdvanceUntilAsync(TimeSpan.FromMinutes(1), () => _runs.Count == 1);

        Assert.Equal(Start.AddHours(10.5), _runs.All[0].At);
        Assert.Null(_runs.All[0].Info.ScheduleStatus);
    }

    [Fact]
    public async Task A_timer_may_run_when_the_host_starts()
    {
        await using var host = await StartAsync<OnStartup>();

        await UntilAsync(() => _runs.Count == 1);

        Assert.Equal(Start, _runs.All[0].At);
    }

    [Fact]
    public async Task A_timer_that_fails_is_logged_and_runs_again_at_its_next_time()
    {
        var logs = new RecordingLogs();
        await using var host = await TestHost.StartInAsync(
            _folder.Path,
            b =>
            {
                b.Services.AddSingleton<TimeProvider>(_clock).AddSingleton(_runs).AddLogs(logs);
            },
            typeof(Failing));

        await AdvanceUntilAsync(TimeSpan.FromMinutes(1), () => _runs.Count == 2);

        Assert.Contains(logs.Entries, e => e.Category == "Function.Failing" && e.Exception is InvalidOperationException);
    }

    [Fact]
    public async Task Two_processes_run_a_timer_once_each_time()
    {
        await using var one = await StartAsync<Hourly>(keep: true);
        await using var two = await StartAsync<Hourly>();

        await AdvanceUntilAsync(TimeSpan.FromMinutes(1), () => _clock.GetUtcNow() >= Start.AddHours(6));
        await UntilAsync(() => _runs.Count >= 6);

        Assert.Equal(6, _runs.Count);
        Assert.Equal(6, _runs.All.Select(r => r.At.Hour).Distinct().Count());
    }

    [Fact]
    public async Task A_schedule_may_come_from_a_setting()
    {
        await using var host = await TestHost.StartInAsync(
            _folder.Path,
            b =>
            {
                b.Configuration["Nightly"] = "0 0 2 * * *";
                b.Services.AddSingleton<TimeProvider>(_clock).AddSingleton(_runs);
            },
            typeof(FromSetting));

        var row = await RowAsync("FromSetting");

        Assert.Equal(new DateTimeOffset(2026, 11, 25, 2, 0, 0, TimeSpan.Zero), row.Next);
    }

    [Fact]
    public void A_lease_keeps_others_away_until_it_ends()
    {
        var store = new TimerStore(Path.Combine(_folder.Path, "timers.db"));
        store.Add("t", "s", Start, Start);

        var first = store.TryLease("t", "a", Start, Start.AddSeconds(30), Start);
        var second = store.TryLease("t", "b", Start, Start.AddSeconds(40), Start.AddSeconds(10));
        var third = store.TryLease("t", "b", Start, Start.AddSeconds(70), Start.AddSeconds(40));
        store.Complete("t", "a", Start, Start.AddHours(1), Start.AddSeconds(41));

        Assert.True(first);
        Assert.False(second);
        Assert.True(third);
        Assert.Equal(Start, store.Read("t")!.Next);
    }

    private Task<TestHost> StartAsync<T>(bool keep = false) => TestHost.StartInAsync(
        _folder.Path,
        b => b.Services.AddSingleton<TimeProvider>(_clock).AddSingleton(_runs),
        keep,
        typeof(T));

    private async Task<TimerState> RowAsync(string name)
    {
        TimerState? row = null;
        await UntilAsync(() => (row = TryRead(name)) is not null);
        return row!;
    }

    private TimerState? TryRead(string name)
    {
        var path = Path.Combine(_folder.Path, "data", "timers.db");
        return File.Exists(path) ? new TimerStore(path).Read(name) : null;
    }

    private Task AdvanceUntilAsync(TimeSpan step, Func<bool> condition) => UntilAsync(condition, () => _clock.Advance(step));

    private static async Task UntilAsync(Func<bool> condition, Action? between = null)
    {
        var limit = TimeSpan.FromSeconds(30);
        for (var waited = TimeSpan.Zero; !condition(); waited += TimeSpan.FromMilliseconds(5))
        {
            Assert.True(waited < limit, "It has not happened.");
            await Task.Delay(5);
            between?.Invoke();
        }
    }

    public sealed record Run(DateTimeOffset At, TimerInfo Info);

    public sealed class Runs
    {
        private readonly List<Run> _all = [];

        public int Count
        {
            get
            {
                lock (_all)
                {
                    return _all.Count;
                }
            }
        }

        public IReadOnlyList<Run> All => _all;

        public void Add(Run run)
        {
            lock (_all)
            {
                _all.Add(run);
            }
        }
    }

    public sealed class Hourly(Runs runs, TimeProvider clock)
    {
        [Function("Hourly")]
        public void Tick([TimerTrigger("0 0 * * * *")] TimerInfo timer) => runs.Add(new Run(clock.GetUtcNow(), timer));
    }

    public sealed class NotMonitored(Runs runs, TimeProvider clock)
    {
        [Function("NotMonitored")]
        public void Tick([TimerTrigger("0 0 * * * *", UseMonitor = false)] TimerInfo timer) => runs.Add(new Run(clock.GetUtcNow(), timer));
    }

    public sealed class OnStartup(Runs runs, TimeProvider clock)
    {
        [Function("OnStartup")]
        public Task Tick([TimerTrigger("0 0 3 * * *", RunOnStartup = true)] TimerInfo timer, CancellationToken cancellation)
        {
            runs.Add(new Run(clock.GetUtcNow(), timer));
            return Task.Delay(1, cancellation);
        }
    }

    public sealed class Failing(Runs runs, TimeProvider clock)
    {
        [Function("Failing")]
        public void Tick([TimerTrigger("00:10:00")] TimerInfo timer)
        {
            runs.Add(new Run(clock.GetUtcNow(), timer));
            throw new InvalidOperationException("It does not work.");
        }
    }

    public sealed class FromSetting(Runs runs, TimeProvider clock)
    {
        [Function("FromSetting")]
        public void Tick([TimerTrigger("%Nightly%")] TimerInfo timer) => runs.Add(new Run(clock.GetUtcNow(), timer));
    }
}
