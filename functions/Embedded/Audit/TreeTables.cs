using RetailServerless.Core.Audit.Tree;
using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Audit;

/// <summary>Tiles and checkpoints as rows.</summary>
internal static class TreeTables
{
    private const int LevelShift = 56;

    public static byte[]? Tile(SqliteSession session, int level, long number)
    {
        using var select = session.Prepare("SELECT hashes FROM tiles WHERE id = ?1").Bind(1, Id(level, number));
        return select.Step() ? select.Bytes(0).ToArray() : null;
    }

    public static void Write(SqliteSession session, int level, long number, ReadOnlySpan<byte> hashes)
    {
        using var upsert = session
            .Prepare("INSERT INTO tiles(id, hashes) VALUES (?1, ?2) ON CONFLICT(id) DO UPDATE SET hashes = excluded.hashes")
            .Bind(1, Id(level, number)).BindBlob(2, hashes);
        upsert.Run();
    }

    /// <summary>The text of the newest note, whatever it says.</summary>
    public static (long Size, string Note)? LatestRow(SqliteSession session)
    {
        using var select = session.Prepare("SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1");
        return select.Step() ? (select.Int64(0), select.Text(1)) : null;
    }

    /// <summary>The newest checkpoint.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public static SignedCheckpoint? Latest(SqliteSession session) =>
        LatestRow(session) is { } row
            ? SignedNote.TextOf(row.Note) is { } text && Checkpoint.Parse(text) is { } checkpoint && checkpoint.Size == row.Size
                ? new SignedCheckpoint(checkpoint, row.Note)
                : throw new InvalidDataException("The newest checkpoint of the audit log is damaged. Restore audit.db from a backup.")
            : null;

    /// <summary>Adds a checkpoint. Of those of one tile's leaves only the last stays, so that many small appends do not leave one each.</summary>
    public static void Add(SqliteSession session, SignedCheckpoint checkpoint, long sizeBefore)
    {
        if (sizeBefore / Tiles.Width == checkpoint.Checkpoint.Size / Tiles.Width)
        {
            using var delete = session.Prepare("DELETE FROM checkpoints WHERE size = ?1").Bind(1, sizeBefore);
            delete.Run();
        }

        using var insert = session.Prepare("INSERT INTO checkpoints(size, note) VALUES (?1, ?2)").Bind(1, checkpoint.Checkpoint.Size).Bind(2, checkpoint.Note);
        insert.Run();
    }

    private static long Id(int level, long number) => ((long)level << LevelShift) | number;
}
