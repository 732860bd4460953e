using SQLitePCL;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>One connection to the store, used by one thread at a time. Statements are prepared once and kept.</summary>
internal sealed class Sqlite : IDisposable
{
    private readonly sqlite3 _db;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    static Sqlite() => Batteries_V2.Init();

    public Sqlite(string path, bool readOnly)
    {
        var flags = readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE;
        var code = raw.sqlite3_open_v2(path, out _db, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK)
        {
            var failure = Failure(code, $"open {path}");
            _db?.Dispose();
            throw failure;
        }

        raw.sqlite3_extended_result_codes(_db, 1);
        raw.sqlite3_busy_timeout(_db, 5000);
    }

    public long LastInsertRowId => raw.sqlite3_last_insert_rowid(_db);

    public int Changes => raw.sqlite3_changes(_db);

    /// <summary>How many rows were changed since the connection was opened.</summary>
    public long TotalChanges => raw.sqlite3_total_changes(_db);

    public bool InTransaction => raw.sqlite3_get_autocommit(_db) == 0;

    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(_db, sql);
        if (code != raw.SQLITE_OK)
        {
            throw Failure(code, sql);
        }
    }

    /// <summary>The statement of a text, ready to bind; prepared at its first use.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            var code = raw.sqlite3_prepare_v3(_db, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle);
            if (code != raw.SQLITE_OK)
            {
                throw Failure(code, sql);
            }

            statement = new SqliteStatement(this, handle, sql);
            _statements.Add(sql, statement);
        }

        return statement.Reset();
    }

    /// <summary>How many frames of the journal hold commits, whoever wrote them. Changes nothing; outside of a transaction only.</summary>
    public int FramesInJournal()
    {
        // SQLITE_CHECKPOINT_NOOP, which the library does not name.
        var code = raw.sqlite3_wal_checkpoint_v2(_db, "main", -1, out var frames, out _);
        return code == raw.SQLITE_OK ? frames : throw Failure(code, "look at the journal");
    }

    /// <summary>Whether the journal stays as it is when the last connection is closed.</summary>
    public void KeepJournal(bool keep)
    {
        // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE.
        var code = raw.sqlite3_db_config(_db, 1006, keep ? 1 : 0, out _);
        if (code != raw.SQLITE_OK)
        {
            throw Failure(code, "keep the journal");
        }
    }

    public SqliteStoreException Failure(int code, string doing) =>
        new(code, $"SQLite: {raw.sqlite3_errmsg(_db).utf8_to_string()} ({raw.sqlite3_errstr(code & 0xFF).utf8_to_string()}, code {code}) at: {doing}");

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _db.Dispose();
    }
}
