using Microsoft.Extensions.Logging;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>
/// Moves the write-ahead log into the main file in the background, so that no commit has to wait for it. The committer's own checkpoint is
/// left as a backstop for a log that grows faster.
/// </summary>
internal sealed partial class Checkpointer : IDisposable
{
    private const long Threshold = 4 << 20;

    private readonly string _path;
    private readonly Task _opened;
    private readonly JournalGuard _guard;
    private readonly ILogger _log;
    private readonly ManualResetEventSlim _stop = new(false);
    private readonly Thread _thread;

    public Checkpointer(string path, Task opened, JournalGuard guard, ILogger log)
    {
        (_path, _opened, _guard, _log) = (path, opened, guard, log);
        _thread = new Thread(Run) { IsBackground = true, Name = "durable checkpointer", Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        var wal = new FileInfo(_path + "-wal");
        var last = 0L;
        Sqlite? db = null;
        while (!_stop.Wait(TimeSpan.FromMilliseconds(500)))
        {
            try
            {
                wal.Refresh();
                var length = wal.Exists ? wal.Length : 0;
                if (_opened.IsCompletedSuccessfully && length > Threshold && wal.LastWriteTimeUtc.Ticks != last)
                {
                    last = wal.LastWriteTimeUtc.Ticks;
                    db ??= Open();
                    _guard.Check(db);
                    db.Prepare("PRAGMA wal_checkpoint(PASSIVE)").Run();
                }
            }
            catch (Exception e) when (e is SqliteStoreException or DurableStoreException)
            {
                Log.CannotCheckpoint(_log, e);
                db?.Dispose();
                db = null;
            }
        }

        db?.Dispose();
    }

    /// <summary>The committer closes the store last, and decides what becomes of the journal.</summary>
    private Sqlite Open()
    {
        var db = new Sqlite(_path, readOnly: false);
        db.KeepJournal(true);
        return db;
    }

    private static partial class Log
    {
        [LoggerMessage(7131, LogLevel.Warning, "The write-ahead log of the durable store could not be moved into its file; it will be tried again")]
        public static partial void CannotCheckpoint(ILogger logger, Exception exception);
    }
}
