using RetailServerless.Embedded.Audit.Search;
using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Audit;

/// <summary>
/// Leaves take the next index and are never changed or removed: triggers refuse it to every program that opens the file as usual. Whoever takes the triggers away changes the tree, and that
/// is found by its proofs. Bodies lie apart and can be erased, and by what they are found goes with them.
/// </summary>
internal static class AuditSchema
{
    public const string Sql = Tables + FacetTables.Sql;

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS leaves(
            number INTEGER PRIMARY KEY,
            entry BLOB NOT NULL UNIQUE,
            leaf BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS bodies(
            number INTEGER PRIMARY KEY,
            partition TEXT NOT NULL,
            sealed BLOB NOT NULL,
            decision BLOB,
            actor BLOB);
        CREATE INDEX IF NOT EXISTS bodies_partition ON bodies(partition, number);
        CREATE TABLE IF NOT EXISTS retired(
            number INTEGER PRIMARY KEY);
        CREATE TABLE IF NOT EXISTS tiles(
            id INTEGER PRIMARY KEY,
            hashes BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS checkpoints(
            size INTEGER PRIMARY KEY,
            note TEXT NOT NULL);
        CREATE TRIGGER IF NOT EXISTS leaves_are_dense BEFORE INSERT ON leaves
            WHEN NEW.number <> (SELECT coalesce(max(number) + 1, 0) FROM leaves)
            BEGIN SELECT RAISE(ABORT, 'a leaf takes the next index'); END;
        CREATE TRIGGER IF NOT EXISTS leaves_are_not_replaced BEFORE INSERT ON leaves
            WHEN EXISTS (SELECT 1 FROM leaves WHERE entry = NEW.entry)
            BEGIN SELECT RAISE(ABORT, 'a leaf is never replaced'); END;
        CREATE TRIGGER IF NOT EXISTS leaves_are_not_changed BEFORE UPDATE ON leaves
            BEGIN SELECT RAISE(ABORT, 'a leaf is never changed'); END;
        CREATE TRIGGER IF NOT EXISTS leaves_are_not_removed BEFORE DELETE ON leaves
            BEGIN SELECT RAISE(ABORT, 'a leaf is never removed'); END;
        CREATE TRIGGER IF NOT EXISTS bodies_are_not_changed BEFORE UPDATE ON bodies
            BEGIN SELECT RAISE(ABORT, 'a body is erased or stays'); END;
        CREATE TRIGGER IF NOT EXISTS tiles_only_grow BEFORE UPDATE ON tiles
            WHEN NEW.id <> OLD.id OR substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes
            BEGIN SELECT RAISE(ABORT, 'a tile only grows'); END;
        CREATE TRIGGER IF NOT EXISTS tiles_are_not_removed BEFORE DELETE ON tiles
            BEGIN SELECT RAISE(ABORT, 'a tile is never removed'); END;

        """;

    private const string Marks = """
        CREATE INDEX IF NOT EXISTS bodies_decision ON bodies(decision, number) WHERE decision IS NOT NULL;
        CREATE INDEX IF NOT EXISTS bodies_actor ON bodies(actor, number) WHERE actor IS NOT NULL;
        """;

    /// <summary>Adds what a file of an older version lacks.</summary>
    /// <returns>Always <see langword="true"/>.</returns>
    public static bool Upgrade(SqliteSession session)
    {
        foreach (var column in new[] { "decision", "actor" })
        {
            if (!HasColumn(session, column))
            {
                session.Execute($"ALTER TABLE bodies ADD COLUMN {column} BLOB");
            }
        }

        session.Execute(Marks);
        return true;
    }

    private static bool HasColumn(SqliteSession session, string column)
    {
        using var select = session.Prepare("SELECT 1 FROM pragma_table_info('bodies') WHERE name = ?1").Bind(1, column);
        return select.Step();
    }
}
