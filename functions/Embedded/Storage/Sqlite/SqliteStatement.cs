using System.Text;
using SQLitePCL;

namespace RetailServerless.Embedded.Storage.Sqlite;

/// <summary>
/// A prepared statement. Parameters count from 1, columns from 0. Speaks to SQLite without the layer of commands and parameters above it, which costs more than a
/// small write itself.
/// </summary>
internal sealed class SqliteStatement(SqliteSession session, sqlite3_stmt handle) : IDisposable
{
    private const int StackBytes = 512;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public SqliteStatement Bind(int parameter, long value)
    {
        session.Check(raw.sqlite3_bind_int64(handle, parameter, value));
        return this;
    }

    /// <exception cref="ArgumentException">The text is no valid Unicode.</exception>
    public SqliteStatement Bind(int parameter, string value)
    {
        var maximum = StrictUtf8.GetMaxByteCount(value.Length);
        var buffer = maximum <= StackBytes ? stackalloc byte[StackBytes] : new byte[maximum];
        return BindText(parameter, buffer[..StrictUtf8.GetBytes(value, buffer)]);
    }

    public SqliteStatement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        // An empty span would be bound as NULL.
        session.Check(utf8.IsEmpty ? raw.sqlite3_bind_text(handle, parameter, "") : raw.sqlite3_bind_text(handle, parameter, utf8));
        return this;
    }

    public SqliteStatement BindBlob(int parameter, ReadOnlySpan<byte> value)
    {
        session.Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(handle, parameter, 0) : raw.sqlite3_bind_blob(handle, parameter, value));
        return this;
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        session.Check(code);
        return code is raw.SQLITE_ROW;
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    public void Run()
    {
        while (Step())
        {
            // Rows of a RETURNING clause are not wanted here.
        }
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) is raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(handle, column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    /// <summary>The bytes of a blob, or of text as UTF-8; valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(handle, column);

    /// <summary>Makes the statement ready for its next use.</summary>
    public void Dispose()
    {
        raw.sqlite3_reset(handle);
        raw.sqlite3_clear_bindings(handle);
    }

    /// <summary>Frees the statement.</summary>
    public void Close() => handle.Dispose();
}
