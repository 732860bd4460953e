using SQLitePCL;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>The store refused an operation.</summary>
internal sealed class SqliteStoreException(int code, string message) : IOException(message)
{
    /// <summary>The extended result code.</summary>
    public int Code { get; } = code;

    /// <summary>Whether the cause lies outside (lock, disk, permissions), so that the same operation may succeed later.</summary>
    public bool IsEnvironment => (Code & 0xFF) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL or raw.SQLITE_IOERR
        or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_NOMEM or raw.SQLITE_CORRUPT
        or raw.SQLITE_NOTADB or raw.SQLITE_PROTOCOL or raw.SQLITE_INTERRUPT;
}
