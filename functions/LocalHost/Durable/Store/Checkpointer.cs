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
    private readonly ILogger _log;
    private readonly ManualResetEventSlim _stop = new(false);
    private readonly Thread _thread;

    public Checkpointer(string path, ILogger log)
    {
        (_path, _log) = (path, log);
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
                if (length > Threshold && wal.LastWriteTimeUtc.Ticks != last)
                {
                    last = wal.LastWriteTimeUtc.Ticks;
                    db ??= new Sqlite(_path, readOnly: false);
                    db.Prepare("PRAGMA wal_checkpoint(PASSIVE)").Run();
                }
            }
            catch (SqliteStoreException e)
            {
                Log.CannotCheckpoint(_log, e);
                db?.Dispose();
                db = null;
            }
        }

        db?.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(7131, LogLevel.Warning, "The write-ahead log of the durable store could not be moved into its file; it will be tried again")]
        public static partial void CannotCheckpoint(ILogger logger, Exception exception);
    }
}
