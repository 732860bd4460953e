namespace RetailServerless.Embedded.Audit;

/// <summary>
/// Leaves take the next index and are never changed or removed: triggers refuse it to every program that opens the file as usual. Whoever takes the triggers away changes the tree, and that
/// is found by its proofs. Bodies lie apart and can be erased.
/// </summary>
internal static class AuditSchema
{
    public const string Sql = """
        CREATE TABLE IF NOT EXISTS leaves(
            number INTEGER PRIMARY KEY,
            entry BLOB NOT NULL UNIQUE,
            leaf BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS bodies(
            number INTEGER PRIMARY KEY,
            partition TEXT NOT NULL,
            sealed BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS bodies_partition ON bodies(partition, number);
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
}
