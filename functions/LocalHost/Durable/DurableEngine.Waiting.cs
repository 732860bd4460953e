using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable;

internal sealed partial class DurableEngine
{
    private const int NotLooking = 0;
    private const int Looking = 1;
    private const int LookAgain = 2;

    private readonly Lock _watchGate = new();
    private readonly Dictionary<string, List<Watcher>> _watchers = new(StringComparer.Ordinal);
    private int _looking;

    /// <summary>Waits until an instance has reached a state: told by its steps here, or seen in the store when another process runs it.</summary>
    /// <returns>The row (with references where contents are elsewhere) and the time of its last step; null when there is no such instance.</returns>
    public async Task<(InstanceRecord Record, DateTime Updated)?> WaitAsync(
        string id, Func<InstanceRecord, bool> isReached, CancellationToken cancellation)
    {
        var watcher = new Watcher(isReached);
        lock (_watchGate)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            if (!_watchers.TryGetValue(id, out var list))
            {
                _watchers.Add(id, list = []);
            }

            list.Add(watcher);
        }

        try
        {
            if (_live.TryGetValue(id, out var live) && live.Record is { } record && !isReached(record))
            {
                return await watcher.Reached.Task.WaitAsync(cancellation);
            }

            if (Reader.FindRow(id) is not { } found)
            {
                return live is null ? null : await watcher.Reached.Task.WaitAsync(cancellation);
            }

            return isReached(found.Record)
                ? (found.Record, found.Updated)
                : await watcher.Reached.Task.WaitAsync(cancellation);
        }
        finally
        {
            lock (_watchGate)
            {
                if (_watchers.TryGetValue(id, out var list) && list.Remove(watcher) && list.Count == 0)
                {
                    _watchers.Remove(id);
                }
            }
        }
    }

    /// <summary>How many instances are waited for.</summary>
    public int WatchedCount
    {
        get
        {
            lock (_watchGate)
            {
                return _watchers.Count;
            }
        }
    }

    private void Notify(InstanceRecord record, DateTime at)
    {
        lock (_watchGate)
        {
            if (_watchers.TryGetValue(record.Id, out var list))
            {
                foreach (var watcher in list.Where(watcher => watcher.IsReached(record)))
                {
                    watcher.Reached.TrySetResult((record, at));
                }
            }
        }
    }

    void ILeaseListener.ForeignChange()
    {
        if (Watched().Length > 0 && Interlocked.Exchange(ref _looking, LookAgain) == NotLooking)
        {
            ThreadPool.QueueUserWorkItem(_ => Look());
        }
    }

    /// <summary>Looks for what is watched, and once more when something was written meanwhile: it may have come too late for the first look.</summary>
    private void Look()
    {
        do
        {
            Volatile.Write(ref _looking, Looking);
            LookFor(Watched());
        }
        while (Interlocked.CompareExchange(ref _looking, NotLooking, Looking) != Looking);
    }

    private string[] Watched()
    {
        lock (_watchGate)
        {
            return [.. _watchers.Keys];
        }
    }

    private void LookFor(string[] ids)
    {
        try
        {
            foreach (var id in ids)
            {
                if (!_live.ContainsKey(id) && Reader.FindRow(id) is { } found)
                {
                    Notify(found.Record, found.Updated);
                }
            }
        }
        catch (SqliteStoreException e)
        {
            Log.CannotLoad(_log, "(watched)", e);
        }
    }

    /// <summary>The engine has stopped: nobody would tell those who wait.</summary>
    private void EndWaiting()
    {
        lock (_watchGate)
        {
            foreach (var watcher in _watchers.Values.SelectMany(list => list))
            {
                watcher.Reached.TrySetException(new ObjectDisposedException(nameof(DurableEngine)));
            }
        }
    }

    private sealed class Watcher(Func<InstanceRecord, bool> isReached)
    {
        public Func<InstanceRecord, bool> IsReached { get; } = isReached;

        public TaskCompletionSource<(InstanceRecord Record, DateTime Updated)> Reached { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
