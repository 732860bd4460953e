using SQLitePCL;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>A prepared statement. Binding is by position, from 1, in the order of the calls.</summary>
internal sealed class SqliteStatement(Sqlite db, sqlite3_stmt handle, string sql) : IDisposable
{
    private int _position;

    public SqliteStatement Reset()
    {
        _ = raw.sqlite3_reset(handle);
        _position = 0;
        return this;
    }

    public SqliteStatement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(handle, ++_position, value));
        return this;
    }

    public SqliteStatement Bind(long? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_int64(handle, ++_position, number) : raw.sqlite3_bind_null(handle, ++_position));
        return this;
    }

    public SqliteStatement Bind(string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(handle, ++_position) : raw.sqlite3_bind_text(handle, ++_position, value));
        return this;
    }

    public SqliteStatement Bind(byte[]? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(handle, ++_position) : raw.sqlite3_bind_blob(handle, ++_position, value));
        return this;
    }

    /// <summary>Goes to the next row; false after the last.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        _ = raw.sqlite3_reset(handle);
        return code == raw.SQLITE_DONE ? false : throw db.Failure(code, sql);
    }

    public void Run()
    {
        while (Step())
        {
            // Rows of a statement that is run for its effect are not read.
        }
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(handle, column);

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public string Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string();

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    public void Dispose() => handle.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw db.Failure(code, sql);
        }
    }
}
