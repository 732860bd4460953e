using System.Diagnostics;
using Microsoft.Extensions.Logging;
using RetailServerless.LocalHost.Durable.Telemetry;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>
/// The one writer of this process. It takes all that waits, writes it in one transaction with one sync, and only then tells anyone. When the
/// cause of a failure lies outside, it says so and tries the same again until the cause is gone; nothing is dropped.
/// </summary>
internal sealed partial class Committer : IDisposable
{
    private const int MaximumGroup = 4096;

    private readonly string _path;
    private readonly TimeSpan _poll;
    private readonly EngineMetrics _metrics;
    private readonly Action<string[]> _dropPayloads;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private readonly AutoResetEvent _wake = new(false);
    private readonly ManualResetEventSlim _pause = new(false);
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AcknowledgedCommits? _acknowledged;
    private List<WriteItem> _waiting = [];
    private List<WriteItem> _group = [];
    private bool _sleeping;
    private volatile bool _stopping;

    public Committer(string path, PartitionLeases leases, TimeSpan poll, EngineMetrics metrics, Action<string[]> dropPayloads, ILogger log)
    {
        (_path, Leases, _poll, _metrics, _dropPayloads, _log) = (path, leases, poll, metrics, dropPayloads, log);
        Guard = new JournalGuard(path);
        _thread = new Thread(Run) { IsBackground = true, Name = "durable committer" };
        _thread.Start();
    }

    /// <summary>Completes when the store is open; fails with the reason when it cannot be opened.</summary>
    public Task Opened => _opened.Task;

    public PartitionLeases Leases { get; }

    /// <summary>What looks after the journal.</summary>
    public JournalGuard Guard { get; }

    /// <summary>Why nothing can be written at present; null when all is well.</summary>
    public Exception? Trouble { get; private set; }

    /// <summary>How many changes wait for the next commit.</summary>
    public int WaitingCount
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    public void Add(WriteItem item)
    {
        bool wake;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            _waiting.Add(item);
            wake = _sleeping;
            _sleeping = false;
        }

        if (wake)
        {
            _wake.Set();
        }
    }

    /// <summary>Writes what waits and ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
        }

        _pause.Set();
        _wake.Set();
        _thread.Join();
        _wake.Dispose();
        _pause.Dispose();
        _acknowledged?.Dispose();
        Leases.Dispose();
    }

    private void Run()
    {
        Sqlite db;
        try
        {
            var last = AcknowledgedCommits.Last(_path);
            _acknowledged = new AcknowledgedCommits(_path);
            db = StoreOpening.Open(_path, last);
            Guard.Remember();
            Leases.Open(_path);
            _opened.SetResult();
        }
        catch (Exception e)
        {
            _opened.SetException(e);
            return;
        }

        using (db)
        {
            var store = new StoreWriter(db);
            var seen = DataVersion(db);
            while (true)
            {
                Take();
                try
                {
                    var version = DataVersion(db);
                    if (_group.Count == 0 && version == seen && !Leases.IsDue && (Trouble is null || _stopping))
                    {
                        if (_stopping)
                        {
                            break;
                        }

                        continue;
                    }

                    Commit(store, isChanged: version != seen);
                    seen = version;
                    Trouble = null;
                }
                catch (IOException e) when (IsEnvironment(e))
                {
                    if (e.Message != Trouble?.Message)
                    {
                        Log.CannotWrite(_log, _group.Count, e);
                    }

                    Trouble = e;
                    Undo(store);
                    PutBack();
                    if (_stopping)
                    {
                        Refuse(e);
                        break;
                    }

                    _pause.Wait(TimeSpan.FromMilliseconds(250));
                }
                catch (Exception e)
                {
                    Undo(store);
                    Separate(store, e);
                }
            }

            try
            {
                Guard.Check(db);
                Leases.Close(store);
            }
            catch (Exception e) when (e is SqliteStoreException or DurableStoreException)
            {
                Log.CannotRelease(_log, e);
                SaveJournal(db);
            }
        }
    }

    private void Take()
    {
        _group.Clear();
        lock (_gate)
        {
            if (_waiting.Count == 0 && !_stopping)
            {
                _sleeping = true;
            }
        }

        if (_sleeping)
        {
            _wake.WaitOne(_poll);
        }

        lock (_gate)
        {
            _sleeping = false;
            if (_waiting.Count <= MaximumGroup)
            {
                (_group, _waiting) = (_waiting, _group);
            }
            else
            {
                _group.AddRange(_waiting.GetRange(0, MaximumGroup));
                _waiting.RemoveRange(0, MaximumGroup);
            }
        }
    }

    private void PutBack()
    {
        lock (_gate)
        {
            _waiting.InsertRange(0, _group);
        }
    }

    /// <summary>The engine stops and the store cannot be written: whoever waits is told.</summary>
    private void Refuse(Exception reason)
    {
        lock (_gate)
        {
            _waiting.ForEach(item => Tell(() => item.Failed(reason)));
            _waiting.Clear();
        }
    }

    /// <summary>
    /// The store is closed without the journal in its place. What is left of one that was shortened must not reach the database; one that was moved or
    /// deleted is still open here and whole, and is saved into it.
    /// </summary>
    private void SaveJournal(Sqlite db)
    {
        if (Guard.IsShort)
        {
            db.KeepJournal(true);
            return;
        }

        try
        {
            db.Prepare("PRAGMA wal_checkpoint(PASSIVE)").Run();
        }
        catch (SqliteStoreException e)
        {
            Log.CannotRelease(_log, e);
        }
    }

    private static bool IsEnvironment(Exception e) => e is SqliteStoreException { IsEnvironment: true } or DurableStoreException;

    private void Commit(StoreWriter store, bool isChanged)
    {
        Guard.Check(store.Db);
        store.Begin();
        Leases.Check(store, isChanged);
        foreach (var item in _group)
        {
            item.Write(store, Leases);
        }

        Leases.Written(store);
        var number = store.Count();
        var start = Stopwatch.GetTimestamp();
        store.Db.Execute("COMMIT");
        _metrics.Committed(Stopwatch.GetElapsedTime(start), _group.Count);
        if (number is { } commit)
        {
            Tell(() => _acknowledged!.Note(commit));
        }

        if (store.Dropped.Count > 0)
        {
            _dropPayloads([.. store.Dropped]);
        }

        Tell(Leases.Committed);
        foreach (var item in _group)
        {
            Tell(item.Committed);
        }
    }

    /// <summary>What was committed stays so, whatever those who are told do.</summary>
    private void Tell(Action committed)
    {
        try
        {
            committed();
        }
        catch (Exception e)
        {
            Log.CannotTell(_log, e);
        }
    }

    /// <summary>One item of the group is bad: write them one by one, so that only that one fails.</summary>
    private void Separate(StoreWriter store, Exception reason)
    {
        if (_group.Count == 0)
        {
            Log.CannotLease(_log, reason);
            _pause.Wait(TimeSpan.FromMilliseconds(250));
            return;
        }

        if (_group.Count == 1)
        {
            Log.CannotWriteItem(_log, _group[0].GetType().Name, reason);
            _group[0].Failed(reason);
            return;
        }

        Log.Separating(_log, _group.Count, reason);
        var all = _group.ToArray();
        for (var i = 0; i < all.Length; i++)
        {
            _group = [all[i]];
            try
            {
                Commit(store, isChanged: false);
            }
            catch (IOException e) when (IsEnvironment(e))
            {
                Undo(store);
                _group = [.. all[i..]];
                PutBack();
                return;
            }
            catch (Exception e)
            {
                Undo(store);
                Log.CannotWriteItem(_log, all[i].GetType().Name, e);
                all[i].Failed(e);
            }
        }
    }

    private void Undo(StoreWriter store)
    {
        Leases.RolledBack();
        if (store.Db.InTransaction)
        {
            store.Db.Execute("ROLLBACK");
        }
    }

    private static long DataVersion(Sqlite db)
    {
        var query = db.Prepare("PRAGMA data_version");
        query.Step();
        var version = query.Long(0);
        query.Reset();
        return version;
    }

    private static partial class Log
    {
        [LoggerMessage(7105, LogLevel.Error, "The leases of the durable store cannot be kept; it will be tried again")]
        public static partial void CannotLease(ILogger logger, Exception exception);

        [LoggerMessage(7106, LogLevel.Error, "A change was stored, and acting on it failed")]
        public static partial void CannotTell(ILogger logger, Exception exception);

        [LoggerMessage(7101, LogLevel.Error, "The durable store cannot be written; {Count} changes wait and will be tried again")]
        public static partial void CannotWrite(ILogger logger, int count, Exception exception);

        [LoggerMessage(7102, LogLevel.Error, "A change of kind {Kind} cannot be written and was refused")]
        public static partial void CannotWriteItem(ILogger logger, string kind, Exception exception);

        [LoggerMessage(7103, LogLevel.Warning, "A group of {Count} changes failed and is written one by one")]
        public static partial void Separating(ILogger logger, int count, Exception exception);

        [LoggerMessage(7104, LogLevel.Warning, "The leases could not be given back; other processes take them over")]
        public static partial void CannotRelease(ILogger logger, Exception exception);
    }
}
