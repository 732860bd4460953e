using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace RetailServerless.Embedded.Storage.Sqlite;

/// <summary>A connection with its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteSession(SqliteConnection connection, string path) : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);
    private readonly sqlite3 _handle = connection.Handle!;

    /// <summary>The key of the row that was inserted last.</summary>
    public long LastInsertedRow => raw.sqlite3_last_insert_rowid(_handle);

    /// <summary>How many rows the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>The prepared statement for constant SQL. Dispose it to make it ready for its next use.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out var statement))
            return statement;

        Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var prepared));
        return _statements[sql] = new SqliteStatement(this, prepared);
    }

    /// <summary>Runs SQL without parameters, several statements too.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    /// <summary>Does work in a transaction of its own.</summary>
    public void InTransaction(Action work)
    {
        Begin();
        try
        {
            work();
            Commit();
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    /// <summary>Reads several times what the database held at one instant.</summary>
    public T InSnapshot<T>(Func<T> read)
    {
        Execute("BEGIN");
        try
        {
            return read();
        }
        finally
        {
            Rollback();
        }
    }

    /// <summary>Begins a write transaction; waits for another process that has one.</summary>
    public void Begin() => Execute("BEGIN IMMEDIATE");

    public void Commit() => Execute("COMMIT");

    /// <summary>Rolls back, unless SQLite did so already.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(_handle) is 0)
        {
            Execute("ROLLBACK");
        }
    }

    /// <summary>Turns an error code into an exception that names the file and the cause.</summary>
    public void Check(int code)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)
            return;

        try
        {
            SqliteException.ThrowExceptionForRC(code, _handle);
        }
        catch (SqliteException error)
        {
            throw DataFolderException.From(error, path);
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Close();
        }

        connection.Dispose();
    }
}
