namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>
/// Looks before every write and every checkpoint whether the journal (the write-ahead log) is still the file that was opened, and as long as the
/// commits in it need. SQLite keeps the file open and does not notice; a write after the end of a shortened journal would leave a hole, and a
/// checkpoint would carry it into the database.
/// </summary>
internal sealed class JournalGuard(string databasePath)
{
    // Format of the file: a header of 32 bytes; a frame has one of 24 (https://sqlite.org/fileformat2.html#walformat).
    private const int HeaderSize = 32;
    private const int FrameSize = 24 + Schema.PageSize;

    private readonly string _journal = databasePath + "-wal";
    private readonly string _index = databasePath + "-shm";
    private FileIdentity? _knownJournal;
    private FileIdentity? _knownIndex;

    /// <summary>Whether the journal was too short when last looked at: what it lacks can be neither written over nor read.</summary>
    public bool IsShort { get; private set; }

    /// <summary>The files as they are now, after the store was opened, are the right ones.</summary>
    public void Remember() => (_knownJournal, _knownIndex) = (FileIdentity.Of(_journal), FileIdentity.Of(_index));

    /// <summary>Called outside of a transaction.</summary>
    /// <exception cref="DurableStoreException">The journal is not whole.</exception>
    public void Check(Sqlite db)
    {
        CheckFile(_journal, _knownJournal, out var length);
        CheckFile(_index, _knownIndex, out _);
        var needed = db.FramesInJournal() is var frames and > 0 ? HeaderSize + ((long)frames * FrameSize) : 0;
        IsShort = length < needed;
        if (IsShort)
        {
            throw new DurableStoreException(
                $"The journal '{_journal}' is {length} bytes long and was {needed} or more: something shortened it, and commits that were acknowledged are missing. "
                + "Nothing is written until they are back: restore the file's content in place, or stop the process and restore a backup.");
        }
    }

    private static void CheckFile(string path, FileIdentity? known, out long length)
    {
        length = long.MaxValue;
        if (known is not { } right)
        {
            return;
        }

        if (FileIdentity.Of(path) is not { } present)
        {
            throw new DurableStoreException(
                $"'{path}' was deleted or moved while the durable store is open. Nothing is written until the same file is back; move it back, "
                + "or stop the process, which saves what it holds.");
        }

        if (!present.IsSameFile(right))
        {
            throw new DurableStoreException(
                $"'{path}' was replaced by another file while the durable store is open. Nothing is written until the original is back (the file itself, not a copy); "
                + "move it back, or stop the process, which saves what it holds.");
        }

        length = present.Length;
    }
}
