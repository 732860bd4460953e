using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Storage.Documents;

/// <summary>Deletes the documents of a partition in transactions of bounded length; what is written after it began stays.</summary>
internal sealed class PartitionEraser(SqliteDatabase database, DeletionExpiry expiry, TimeProvider time)
{
    private const int RowsAtOnce = 1_000;

    public async Task<int> EraseAsync(long container, string partition, CancellationToken cancellationToken)
    {
        var newest = database.Read(DocumentSql.NewestNumber);
        var total = 0;
        int erased;
        do
        {
            erased = await database.WriteAsync(session => EraseSome(session, container, partition, newest), RowsAtOnce, cancellationToken);
            total += erased;
        }
        while (erased is RowsAtOnce);

        return total;
    }

    private int EraseSome(SqliteSession session, long container, string partition, long newest)
    {
        var ids = new List<string>();
        using (var select = session
            .Prepare("""
                SELECT id FROM documents INDEXED BY documents_key
                WHERE container = ?1 AND partition = ?2 AND number <= ?3 AND body IS NOT NULL LIMIT ?4
                """)
            .Bind(1, container).Bind(2, partition).Bind(3, newest).Bind(4, RowsAtOnce))
        {
            while (select.Step())
            {
                ids.Add(select.Text(0));
            }
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var id in ids)
        {
            DocumentSql.Delete(session, container, partition, id, now);
        }

        if (ids.Count > 0)
        {
            expiry.ForgetSome(session);
        }

        return ids.Count;
    }
}
