using RetailServerless.Core.Audit.Search;
using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Audit.Search;

/// <summary>
/// The search index as rows: for every term and every full block of leaves that has it, which of them. It says nothing that the leaves do not say and is made from them alone, so it can be thrown away.
/// </summary>
internal static class FacetTables
{
    public const string Sql = """
        CREATE TABLE IF NOT EXISTS facet_terms(
            id INTEGER PRIMARY KEY,
            facet INTEGER NOT NULL,
            value TEXT NOT NULL,
            UNIQUE(facet, value));
        CREATE TABLE IF NOT EXISTS facet_blocks(
            block INTEGER PRIMARY KEY,
            earliest INTEGER NOT NULL,
            latest INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS facet_hits(
            term INTEGER NOT NULL,
            block INTEGER NOT NULL,
            hits BLOB NOT NULL,
            PRIMARY KEY(term, block)) WITHOUT ROWID;
        """;

    /// <summary>How many blocks are indexed from the first on without a gap.</summary>
    public static long Indexed(SqliteSession session)
    {
        using var count = session.Prepare("SELECT count(*), coalesce(max(block) + 1, 0) FROM facet_blocks");
        count.Step();
        var (rows, end) = (count.Int64(0), count.Int64(1));
        if (rows == end)
            return end;

        using var gap = session.Prepare("SELECT block FROM facet_blocks ORDER BY block");
        var next = 0L;
        while (gap.Step() && gap.Int64(0) == next)
        {
            next++;
        }

        return next;
    }

    public static long? FindTerm(SqliteSession session, AuditTerm term)
    {
        using var select = session.Prepare("SELECT id FROM facet_terms WHERE facet = ?1 AND value = ?2").Bind(1, (long)term.Facet).Bind(2, term.Value);
        return select.Step() ? select.Int64(0) : null;
    }

    public static List<long> AllTerms(SqliteSession session)
    {
        var all = new List<long>();
        using var select = session.Prepare("SELECT id FROM facet_terms");
        while (select.Step())
        {
            all.Add(select.Int64(0));
        }

        return all;
    }

    /// <summary>What is stored of a term and a block; empty when nothing is.</summary>
    public static byte[] Stored(SqliteSession session, long term, long block)
    {
        using var select = session.Prepare("SELECT hits FROM facet_hits WHERE term = ?1 AND block = ?2").Bind(1, term).Bind(2, block);
        return select.Step() ? select.Bytes(0).ToArray() : [];
    }

    public static long AddTerm(SqliteSession session, AuditTerm term)
    {
        if (FindTerm(session, term) is { } id)
            return id;

        using var insert = session.Prepare("INSERT INTO facet_terms(facet, value) VALUES (?1, ?2)").Bind(1, (long)term.Facet).Bind(2, term.Value);
        insert.Run();
        return session.LastInsertedRow;
    }

    public static void Write(SqliteSession session, long term, long block, BlockHits hits)
    {
        using var insert = session.Prepare("INSERT OR REPLACE INTO facet_hits(term, block, hits) VALUES (?1, ?2, ?3)").Bind(1, term).Bind(2, block).BindBlob(3, hits.ToBytes());
        insert.Run();
    }

    public static void WriteBlock(SqliteSession session, long block, long earliest, long latest)
    {
        using var insert = session.Prepare("INSERT OR REPLACE INTO facet_blocks(block, earliest, latest) VALUES (?1, ?2, ?3)").Bind(1, block).Bind(2, earliest).Bind(3, latest);
        insert.Run();
    }
}
