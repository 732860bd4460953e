using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Storage.Documents;

/// <summary>Writes many documents: while one batch is on its way to the disk the next is turned into bytes.</summary>
internal sealed class BulkWriter(SqliteDatabase database, long container)
{
    public async Task<BulkWriteResult> WriteAsync<T>(IReadOnlyList<DocumentWrite<T>> writes, CancellationToken cancellationToken)
        where T : class
    {
        using var first = new DocumentBatch();
        using var second = new DocumentBatch();
        var (filling, written) = (first, second);
        var onItsWay = Task.FromResult(0);
        var changed = 0;
        try
        {
            for (var position = 0; position < writes.Count;)
            {
                position = filling.Fill(writes, position);
                changed += await onItsWay;
                (filling, written) = (written, filling);
                var batch = written;
                onItsWay = database.WriteAsync(session => Write(session, batch), batch.Count, cancellationToken);
            }

            changed += await onItsWay;
        }
        finally
        {
            // The writer may still read the buffers of a batch whose caller has failed meanwhile.
            await ((Task)onItsWay).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return new BulkWriteResult(changed, writes.Count - changed);
    }

    private int Write(SqliteSession session, DocumentBatch batch)
    {
        var changed = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            var (partition, id) = batch.KeyAt(i);
            if (!IsThere(session, partition, id, batch.BodyAt(i)))
            {
                DocumentSql.Write(session, container, partition, id, batch.BodyAt(i));
                changed++;
            }
        }

        return changed;
    }

    private bool IsThere(SqliteSession session, string partition, string id, ReadOnlySpan<byte> body)
    {
        using var found = DocumentSql.Find(session, container, partition, id);
        return found.Step() && found.Bytes(1).SequenceEqual(body);
    }
}
