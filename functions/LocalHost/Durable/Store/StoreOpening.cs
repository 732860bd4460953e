using SQLitePCL;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>Opens the store for writing, and refuses one that is damaged or has lost what was acknowledged; such a one is left as it is.</summary>
internal static class StoreOpening
{
    /// <summary>A store up to this size is looked through at the start; of a larger one, what the start needs.</summary>
    private const long CheckedWhole = 16 << 20;

    /// <param name="path">The database.</param>
    /// <param name="acknowledged">The last commit that was acknowledged; 0 when nothing is known.</param>
    /// <exception cref="DurableStoreException">The store cannot be used; the message says why and what to do.</exception>
    /// <exception cref="SqliteStoreException">The store cannot be opened now.</exception>
    public static Sqlite Open(string path, long acknowledged)
    {
        if (acknowledged > 0 && !File.Exists(path))
        {
            throw new DurableStoreException($"The durable store '{path}' is gone. {HowToAccept(path, acknowledged)}");
        }

        Sqlite? db = null;
        try
        {
            db = new Sqlite(path, readOnly: false);
            db.KeepJournal(true);
            Schema.Prepare(db, path);
            CheckPages(db, path);
            CheckCommits(db, path, acknowledged);
            db.KeepJournal(false);
            return db;
        }
        catch (Exception e)
        {
            db?.Dispose();
            throw e is SqliteStoreException { Code: var code } ? Explain(path, code & 0xFF, e) : e;
        }
    }

    private static Exception Explain(string path, int code, Exception e) => code switch
    {
        raw.SQLITE_NOTADB => new DurableStoreException(
            $"'{path}' is not a database. Restore a backup of it, or move it away to begin with an empty store. ({e.Message})", e),
        raw.SQLITE_CORRUPT => Damaged(path, e.Message, e),
        raw.SQLITE_FULL => new DurableStoreException($"The durable store '{path}' cannot be opened: the disk is full. Make room and start again. ({e.Message})", e),
        raw.SQLITE_BUSY => new DurableStoreException($"The durable store '{path}' cannot be opened: another program keeps it locked. ({e.Message})", e),
        _ => e,
    };

    private static DurableStoreException Damaged(string path, string what, Exception? inner) => new(
        $"The durable store '{path}' is damaged: {what}. Restore a backup of it with its '-wal' file, or save what can be read with the sqlite3 command '.recover'.", inner);

    private static void CheckPages(Sqlite db, string path)
    {
        if (new FileInfo(path).Length <= CheckedWhole)
        {
            var check = db.Prepare("PRAGMA quick_check(1)");
            check.Step();
            var found = check.Text(0);
            check.Reset();
            if (found != "ok")
            {
                throw Damaged(path, found, null);
            }

            return;
        }

        foreach (var table in (string[])["instances", "history", "inbox", "processes", "partitions", "lease", "payloads"])
        {
            db.Prepare($"SELECT * FROM {table} LIMIT 1").Run();
        }
    }

    private static void CheckCommits(Sqlite db, string path, long acknowledged)
    {
        var query = db.Prepare("SELECT commits FROM lease");
        query.Step();
        var last = query.Long(0);
        query.Reset();
        if (last < acknowledged)
        {
            throw new DurableStoreException(
                $"The durable store '{path}' has lost work that was acknowledged: its last commit is {last}. The end of its journal '{path}-wal' is missing, "
                + $"or an older copy was put in its place. {HowToAccept(path, acknowledged)}");
        }
    }

    private static string HowToAccept(string path, long acknowledged) =>
        $"Commit {acknowledged} was acknowledged. Put the files back as they were; or, to accept the loss, delete '{AcknowledgedCommits.PathOf(path)}' and start again.";
}
