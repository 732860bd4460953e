using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Storage.Documents;

/// <summary>Forgets deletions after a day, and remembers how far it forgot, so that a reader of changes who comes too late is told so.</summary>
internal sealed class DeletionExpiry(TimeProvider time)
{
    private const int RowsAtOnce = 512;
    private static readonly TimeSpan Retention = TimeSpan.FromDays(1);

    /// <summary>Called with every deletion: forgets a few that are due, so that no call bears the whole work.</summary>
    public void ForgetSome(SqliteSession session)
    {
        var due = (time.GetUtcNow() - Retention).ToUnixTimeMilliseconds();
        using (var mark = session
            .Prepare("""
                UPDATE containers SET expired = gone.newest
                FROM (SELECT container, max(number) AS newest
                      FROM (SELECT container, number FROM documents WHERE deleted < ?1 ORDER BY deleted LIMIT ?2)
                      GROUP BY container) AS gone
                WHERE containers.container = gone.container AND containers.expired < gone.newest
                """)
            .Bind(1, due).Bind(2, RowsAtOnce))
        {
            mark.Run();
        }

        using var delete = session
            .Prepare("DELETE FROM documents WHERE number IN (SELECT number FROM documents WHERE deleted < ?1 ORDER BY deleted LIMIT ?2)")
            .Bind(1, due).Bind(2, RowsAtOnce);
        delete.Run();
    }

    /// <summary>Forgets every deletion in a partition now, whatever its age.</summary>
    /// <returns>How many.</returns>
    public static int ForgetPartition(SqliteSession session, string partition)
    {
        using (var mark = session
            .Prepare("""
                UPDATE containers SET expired = gone.newest
                FROM (SELECT container, max(number) AS newest FROM documents INDEXED BY documents_key
                      WHERE container IN (SELECT container FROM containers) AND partition = ?1 AND deleted IS NOT NULL GROUP BY container) AS gone
                WHERE containers.container = gone.container AND containers.expired < gone.newest
                """)
            .Bind(1, partition))
        {
            mark.Run();
        }

        using var delete = session
            .Prepare("DELETE FROM documents INDEXED BY documents_key WHERE container IN (SELECT container FROM containers) AND partition = ?1 AND deleted IS NOT NULL")
            .Bind(1, partition);
        delete.Run();
        return session.Changes;
    }

    /// <summary>The newest number of a container that may have been forgotten.</summary>
    public static long ForgottenUntil(SqliteSession session, long container)
    {
        using var select = session.Prepare("SELECT expired FROM containers WHERE container = ?1").Bind(1, container);
        return select.Step() ? select.Int64(0) : 0;
    }
}
