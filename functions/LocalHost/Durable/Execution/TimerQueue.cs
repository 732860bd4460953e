namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>
/// Wakes instances when a timer of theirs is due. Only the timers of the next minute are in memory; the store is looked through for the
/// rest, so that a hundred thousand long timers cost nothing.
/// </summary>
internal sealed class TimerQueue : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SmallestJump = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly Action<string> _wake;
    private readonly Func<DateTime, IEnumerable<(string Id, DateTime Due)>?> _scan;
    private readonly Lock _gate = new();
    private readonly SortedSet<(DateTime Due, string Id)> _queue = new(Comparer<(DateTime Due, string Id)>.Create(
        static (a, b) => a.Due == b.Due ? string.CompareOrdinal(a.Id, b.Id) : a.Due.CompareTo(b.Due)));
    private readonly ITimer _timer;
    private readonly Timer _watch;
    private readonly Action<TimeSpan>? _jumped;
    private DateTimeOffset _lastTime;
    private long _lastStamp;
    private DateTime _windowEnd = DateTime.MinValue;
    private DateTime _armedFor = DateTime.MaxValue;
    private bool _disposed;

    /// <param name="time">The clock.</param>
    /// <param name="wake">Wakes an instance.</param>
    /// <param name="scan">Gives the timers up to a time; null when the store cannot be read now.</param>
    /// <param name="jumped">Told when the clock was set, with by how much.</param>
    public TimerQueue(TimeProvider time, Action<string> wake, Func<DateTime, IEnumerable<(string Id, DateTime Due)>?> scan, Action<TimeSpan>? jumped = null)
    {
        (_time, _wake, _scan, _jumped) = (time, wake, scan, jumped);
        (_lastTime, _lastStamp) = (time.GetUtcNow(), time.GetTimestamp());
        _timer = time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watch = new Timer(_ => Watch(), null, WatchEvery, WatchEvery);
    }

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    /// <summary>How many timers are in memory.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _queue.Count;
            }
        }
    }

    public void Add(string id, DateTime due)
    {
        lock (_gate)
        {
            if (due <= _windowEnd)
            {
                _queue.Add((due, id));
                Arm();
            }
        }
    }

    /// <summary>Takes out a timer that is not waited for any more.</summary>
    public void Remove(string id, DateTime due)
    {
        lock (_gate)
        {
            _queue.Remove((due, id));
        }
    }

    /// <summary>Looks through the store for timers of the coming minute. The window moves first, so that none falls between.</summary>
    public void Scan()
    {
        DateTime end;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            end = _windowEnd = Now + Window;
        }

        if (_scan(end) is not { } found)
        {
            lock (_gate)
            {
                _windowEnd = DateTime.MinValue;
                ArmFor(Now + TimeSpan.FromSeconds(1));
            }

            return;
        }

        lock (_gate)
        {
            foreach (var (id, due) in found)
            {
                _queue.Add((due, id));
            }

            Arm();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _timer.Dispose();
        _watch.Dispose();
    }

    /// <summary>
    /// Compares the clock with the time that passed. A clock that was set makes the timer, which runs by the time that passes, fire too late or too
    /// early: it is set anew. Timers are due by the clock: one set back delays them by as much, and never more.
    /// </summary>
    private void Watch()
    {
        TimeSpan jump;
        lock (_gate)
        {
            var before = _time.GetTimestamp();
            var now = _time.GetUtcNow();
            var stamp = _time.GetTimestamp();
            if (_disposed || _time.GetElapsedTime(before, stamp) >= SmallestJump)
            {
                return;
            }

            jump = now - _lastTime - _time.GetElapsedTime(_lastStamp, stamp);
            (_lastTime, _lastStamp) = (now, stamp);
        }

        if (jump.Duration() >= SmallestJump)
        {
            _jumped?.Invoke(jump);
            Tick();
        }
    }

    private void Tick()
    {
        var due = new List<string>();
        bool isStale;
        lock (_gate)
        {
            _armedFor = DateTime.MaxValue;
            var now = Now;
            while (_queue.Count > 0 && _queue.Min is var first && first.Due <= now)
            {
                _queue.Remove(first);
                due.Add(first.Id);
            }

            isStale = _windowEnd == DateTime.MinValue || now >= _windowEnd - (Window / 2);
        }

        due.ForEach(_wake);
        if (isStale)
        {
            Scan();
            return;
        }

        lock (_gate)
        {
            Arm();
        }
    }

    private void Arm()
    {
        var next = _windowEnd == DateTime.MinValue ? DateTime.MaxValue : _windowEnd - (Window / 2);
        if (_queue.Count > 0 && _queue.Min.Due < next)
        {
            next = _queue.Min.Due;
        }

        ArmFor(next);
    }

    private void ArmFor(DateTime next)
    {
        if (!_disposed && next < _armedFor)
        {
            _armedFor = next;
            var wait = next - Now;
            _timer.Change(wait > TimeSpan.Zero ? wait + TimeSpan.FromTicks(TimeSpan.TicksPerMillisecond - 1) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
