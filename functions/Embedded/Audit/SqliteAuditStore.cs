using RetailServerless.Core.Audit;
using RetailServerless.Embedded.Storage;
using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Audit;

/// <summary>
/// The audit log's leaves and bodies in one SQLite file. An append is on the disk when it is acknowledged; appends of many callers share a transaction and its fsync. Indexes
/// are given inside the transaction, so they are dense from 0, also with several processes and after a crash.
/// </summary>
public sealed class SqliteAuditStore : IAuditStore, IDisposable
{
    private const int BodiesAtOnce = 1_000;

    private readonly SqliteDatabase _database;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="DataFolderException">It cannot be opened or written, is locked by another program, or is damaged.</exception>
    public SqliteAuditStore(string path) => _database = new SqliteDatabase(path, Durability.PowerLoss, AuditSchema.Sql);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<long>> AppendAsync(IReadOnlyList<SealedEntry> entries, CancellationToken cancellationToken)
    {
        var ids = entries.Select(e => AuditEntryIds.ToBytes(e.EntryId)).ToArray();
        return entries.Count is 0
            ? []
            : await _database.WriteAsync(session => Append(session, entries, ids), entries.Count, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEntry>> ReadAsync(long fromIndex, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return Task.FromResult(_database.Read<IReadOnlyList<StoredEntry>>(session =>
        {
            using var select = session
                .Prepare("""
                    SELECT l.number, l.entry, l.leaf, b.partition, b.sealed FROM leaves AS l LEFT JOIN bodies AS b ON b.number = l.number
                    WHERE l.number >= ?1 ORDER BY l.number LIMIT ?2
                    """)
                .Bind(1, fromIndex).Bind(2, limit);
            return ReadAll(select);
        }));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEntry>> ReadPartitionAsync(string partition, long afterIndex, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return Task.FromResult(_database.Read<IReadOnlyList<StoredEntry>>(session =>
        {
            using var select = session
                .Prepare("""
                    SELECT l.number, l.entry, l.leaf, b.partition, b.sealed FROM bodies AS b INDEXED BY bodies_partition JOIN leaves AS l ON l.number = b.number
                    WHERE b.partition = ?1 AND b.number > ?2 ORDER BY b.number LIMIT ?3
                    """)
                .Bind(1, partition).Bind(2, afterIndex).Bind(3, limit);
            return ReadAll(select);
        }));
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_database.Read(NextIndex));
    }

    /// <inheritdoc/>
    public async Task<int> EraseBodiesAsync(string partition, CancellationToken cancellationToken)
    {
        var total = 0;
        int erased;
        do
        {
            erased = await _database.WriteAsync(session => EraseSome(session, partition), BodiesAtOnce, cancellationToken);
            total += erased;
        }
        while (erased is BodiesAtOnce);

        return total;
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public void Dispose() => _database.Dispose();

    private static long[] Append(SqliteSession session, IReadOnlyList<SealedEntry> entries, byte[][] ids)
    {
        var next = NextIndex(session);
        var indexes = new long[entries.Count];
        for (var i = 0; i < entries.Count; i++)
        {
            if (Find(session, ids[i]) is { } there)
            {
                indexes[i] = there;
                continue;
            }

            Insert(session, next, ids[i], entries[i]);
            indexes[i] = next++;
        }

        return indexes;
    }

    private static void Insert(SqliteSession session, long index, byte[] id, SealedEntry entry)
    {
        using var leaf = session.Prepare("INSERT INTO leaves(number, entry, leaf) VALUES (?1, ?2, ?3)").Bind(1, index).BindBlob(2, id).BindBlob(3, entry.Leaf);
        leaf.Run();
        using var body = session.Prepare("INSERT INTO bodies(number, partition, sealed) VALUES (?1, ?2, ?3)").Bind(1, index).Bind(2, entry.Partition).BindBlob(3, entry.SealedBody);
        body.Run();
    }

    private static long? Find(SqliteSession session, byte[] id)
    {
        using var select = session.Prepare("SELECT number FROM leaves WHERE entry = ?1").BindBlob(1, id);
        return select.Step() ? select.Int64(0) : null;
    }

    private static long NextIndex(SqliteSession session)
    {
        using var select = session.Prepare("SELECT coalesce(max(number) + 1, 0) FROM leaves");
        return select.Step() ? select.Int64(0) : 0;
    }

    private static int EraseSome(SqliteSession session, string partition)
    {
        using var delete = session
            .Prepare("DELETE FROM bodies WHERE number IN (SELECT number FROM bodies WHERE partition = ?1 LIMIT ?2)")
            .Bind(1, partition).Bind(2, BodiesAtOnce);
        delete.Run();
        return session.Changes;
    }

    private static List<StoredEntry> ReadAll(SqliteStatement select)
    {
        var entries = new List<StoredEntry>();
        while (select.Step())
        {
            var erased = select.IsNull(3);
            entries.Add(new StoredEntry(
                select.Int64(0),
                Convert.ToHexStringLower(select.Bytes(1)),
                select.Bytes(2).ToArray(),
                erased ? "" : select.Text(3),
                erased ? null : select.Bytes(4).ToArray()));
        }

        return entries;
    }
}
