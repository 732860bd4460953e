using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Storage.Documents;

/// <summary>What is done to one document, inside a transaction.</summary>
internal static class DocumentSql
{
    /// <summary>The statement that finds a live document: its number and its body.</summary>
    public static SqliteStatement Find(SqliteSession session, long container, string partition, string id) => session
        .Prepare("SELECT number, body FROM documents INDEXED BY documents_key WHERE container = ?1 AND partition = ?2 AND id = ?3 AND body IS NOT NULL")
        .Bind(1, container).Bind(2, partition).Bind(3, id);

    /// <summary>The number of a live document; <see langword="null"/> when there is none.</summary>
    public static long? FindNumber(SqliteSession session, long container, string partition, string id)
    {
        using var found = Find(session, container, partition, id);
        return found.Step() ? found.Int64(0) : null;
    }

    /// <summary>Writes a document, over what is there.</summary>
    /// <returns>Its number.</returns>
    public static long Write(SqliteSession session, long container, string partition, string id, ReadOnlySpan<byte> body)
    {
        using var write = session
            .Prepare("INSERT OR REPLACE INTO documents(container, partition, id, body) VALUES (?1, ?2, ?3, ?4)")
            .Bind(1, container).Bind(2, partition).Bind(3, id).BindText(4, body);
        write.Run();
        return session.LastInsertedRow;
    }

    /// <summary>Leaves the mark of a deletion in place of a document.</summary>
    public static void Delete(SqliteSession session, long container, string partition, string id, long at)
    {
        using var delete = session
            .Prepare("INSERT OR REPLACE INTO documents(container, partition, id, deleted) VALUES (?1, ?2, ?3, ?4)")
            .Bind(1, container).Bind(2, partition).Bind(3, id).Bind(4, at);
        delete.Run();
    }

    /// <summary>The newest number of the file.</summary>
    public static long NewestNumber(SqliteSession session)
    {
        using var newest = session.Prepare("SELECT max(number) FROM documents");
        return newest.Step() ? newest.Int64(0) : 0;
    }
}
