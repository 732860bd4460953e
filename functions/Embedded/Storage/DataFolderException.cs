using Microsoft.Data.Sqlite;

namespace RetailServerless.Embedded.Storage;

/// <summary>The data folder, or a file in it, cannot be used; the message names the path, the cause and what to do.</summary>
public sealed class DataFolderException(string message, Exception? innerException = null) : IOException(message, innerException)
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>Says in words what SQLite reports as a number.</summary>
    internal static DataFolderException From(SqliteException error, string path) => new(
        error.SqliteErrorCode switch
        {
            Busy or Locked => $"The database {path} is locked by another program. Close that program (a database browser, a backup) and start again.",
            ReadOnly => $"The database {path} cannot be written. Check the permissions of the file and of its folder.",
            CannotOpen => $"The database {path} cannot be opened. Check that its folder exists and can be written.",
            Corrupt or NotADatabase => $"The file {path} is damaged or is no SQLite database. Restore it from a backup.",
            Full => $"The disk that holds {path} is full.",
            _ => $"The database {path} reports an error: {error.Message}",
        },
        error);
}
