namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>
/// Wakes instances when a timer of theirs is due. Only the timers of the next minute are in memory; the store is looked through for the
/// rest, so that a hundred thousand long timers cost nothing.
/// </summary>
internal sealed class TimerQueue : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly Action<string> _wake;
    private readonly Func<DateTime, IEnumerable<(string Id, DateTime Due)>?> _scan;
    private readonly Lock _gate = new();
    private readonly PriorityQueue<string, DateTime> _queue = new();
    private readonly ITimer _timer;
    private DateTime _windowEnd = DateTime.MinValue;
    private DateTime _armedFor = DateTime.MaxValue;
    private bool _disposed;

    /// <param name="time">The clock.</param>
    /// <param name="wake">Wakes an instance.</param>
    /// <param name="scan">Gives the timers up to a time; null when the store cannot be read now.</param>
    public TimerQueue(TimeProvider time, Action<string> wake, Func<DateTime, IEnumerable<(string Id, DateTime Due)>?> scan)
    {
        (_time, _wake, _scan) = (time, wake, scan);
        _timer = time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    public void Add(string id, DateTime due)
    {
        lock (_gate)
        {
            if (due <= _windowEnd)
            {
                _queue.Enqueue(id, due);
                Arm();
            }
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
                _queue.Enqueue(id, due);
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
    }

    private void Tick()
    {
        var due = new List<string>();
        bool isStale;
        lock (_gate)
        {
            _armedFor = DateTime.MaxValue;
            var now = Now;
            while (_queue.TryPeek(out var id, out var at) && at <= now)
            {
                _queue.Dequeue();
                due.Add(id);
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
        if (_queue.TryPeek(out _, out var first) && first < next)
        {
            next = first;
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
