using RetailServerless.Core.Audit;
using RetailServerless.Core.Audit.Search;
using RetailServerless.Core.Audit.Tree;
using RetailServerless.Embedded.Audit.Search;
using RetailServerless.Embedded.Storage;
using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Audit;

/// <summary>
/// The audit log's leaves and bodies in one SQLite file. An append is on the disk when it is acknowledged; appends of many callers share a transaction and its fsync. Indexes
/// are given inside the transaction, so they are dense from 0, also with several processes and after a crash. The tree grows in the same transaction, which ends with a signed checkpoint: what
/// is acknowledged is integrated.
/// </summary>
public sealed class SqliteAuditStore : IAuditStore, IAuditTree, IAuditCheck, IAuditIndex, IDisposable
{
    private const int BodiesAtOnce = 1_000;
    private const int BlocksAtOnce = 8;
    private const int WeightOfBlock = 64;
    private const string Columns = "l.number, l.entry, l.leaf, b.partition, b.sealed, r.number";
    private const string Entries = "leaves AS l LEFT JOIN bodies AS b ON b.number = l.number LEFT JOIN retired AS r ON r.number = l.number";

    private readonly SqliteDatabase _database;
    private readonly ITreeKeys _keys;
    private readonly TreeGrower _grower = new();
    private readonly HighWaterMark _mark;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="DataFolderException">It cannot be opened or written, is locked by another program, or is damaged.</exception>
    /// <param name="path">The file; the signed high-water mark lies beside it.</param>
    /// <param name="keys">The keys that sign checkpoints.</param>
    public SqliteAuditStore(string path, ITreeKeys keys)
    {
        _database = new SqliteDatabase(path, Durability.PowerLoss, AuditSchema.Sql);
        try
        {
            _database.WriteAsync(AuditSchema.Upgrade, 1, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch
        {
            _database.Dispose();
            throw;
        }

        _keys = keys;
        _mark = new HighWaterMark(path + ".checkpoint");
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<long>> AppendAsync(IReadOnlyList<SealedEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count is 0)
            return [];

        var sealedEntries = entries.Select(e => new Prepared(e, AuditEntryIds.ToBytes(e.EntryId), MerkleHash.Leaf(e.Leaf))).ToArray();
        var signer = await _keys.SignerAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        _mark.Begin(signer, () => _database.Read(TreeTables.LatestRow) is null);
        var (indexes, checkpoint) = await _database.WriteAsync(session => Append(session, sealedEntries, signer), entries.Count, cancellationToken);
        if (checkpoint is not null)
        {
            _mark.Raise(checkpoint);
        }

        return indexes;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEntry>> ReadAsync(long fromIndex, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return Task.FromResult(_database.Read<IReadOnlyList<StoredEntry>>(session =>
        {
            using var select = session
                .Prepare($"""
                    SELECT {Columns} FROM {Entries}
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
                .Prepare($"""
                    SELECT {Columns} FROM bodies AS b INDEXED BY bodies_partition JOIN leaves AS l ON l.number = b.number LEFT JOIN retired AS r ON r.number = l.number
                    WHERE b.partition = ?1 AND b.number > ?2 ORDER BY b.number LIMIT ?3
                    """)
                .Bind(1, partition).Bind(2, afterIndex).Bind(3, limit);
            return ReadAll(select);
        }));
    }

    /// <inheritdoc/>
    public Task<StoredEntry?> FindAsync(string entryId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var id = AuditEntryIds.ToBytes(entryId);
        return Task.FromResult(_database.Read(session => Find(session, id) is { } number ? ReadOne(session, number) : null));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEntry>> SearchAsync(StoredSearch search, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(search);
        return Task.Run(
            () => _database.Read<IReadOnlyList<StoredEntry>>(session => session.InSnapshot(() =>
                new AuditIndexSearch(session, search, NextIndex(session), cancellationToken).Run().Select(number => ReadOne(session, number)!).ToList())),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredBody>> FindBodiesAsync(StoredSearch search, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(search);
        return Task.Run(
            () => _database.Read<IReadOnlyList<StoredBody>>(session => session.InSnapshot(() =>
                new AuditIndexSearch(session, search, NextIndex(session), cancellationToken).Run().Select(number => new StoredBody(number, PartitionOf(session, number))).ToList())),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> RetireBodiesAsync(IReadOnlyList<long> indexes, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => indexes.Sum(index => Retire(session, index)), indexes.Count, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> CatchUpAsync(CancellationToken cancellationToken) =>
        await _database.WriteAsync(session => FacetBuilder.Build(session, NextIndex(session), BlocksAtOnce), BlocksAtOnce * WeightOfBlock, cancellationToken) is BlocksAtOnce;

    /// <inheritdoc/>
    public async Task<bool?> RepairAsync(long part, CancellationToken cancellationToken)
    {
        var right = await Task.Run(
            () => _database.Read(session => session.InSnapshot(() => part < FacetTables.Indexed(session) ? FacetBuilder.IsRight(session, part) : (bool?)null)), cancellationToken);
        return right is false
            ? await _database.WriteAsync(session => Rebuild(session, part), WeightOfBlock, cancellationToken)
            : right;
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

    /// <inheritdoc/>
    public Task<SignedCheckpoint?> LatestAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_database.Read(TreeTables.Latest));
    }

    /// <inheritdoc/>
    public ValueTask<byte[]?> ReadTileAsync(int level, long number, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_database.Read(session => TreeTables.Tile(session, level, number)));
    }

    /// <inheritdoc/>
    public Task<AuditFault?> CheckAsync(CancellationToken cancellationToken) =>
        CheckAsync((session, keys) => TreeCheck.Look(session, _mark.Read(), keys, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<AuditFault?> CheckQuicklyAsync(long newest, CancellationToken cancellationToken) =>
        CheckAsync((session, keys) => TreeCheck.LookQuickly(session, _mark.Read(), keys, newest, cancellationToken), cancellationToken);

    /// <summary>Writes what waits and closes the file.</summary>
    public void Dispose() => _database.Dispose();

    private async Task<AuditFault?> CheckAsync(Func<SqliteSession, IReadOnlyList<NoteVerifier>, AuditFault?> look, CancellationToken cancellationToken)
    {
        var keys = await _keys.VerifiersAsync(cancellationToken);
        while (true)
        {
            var fault = await Task.Run(() => _database.Read(session => look(session, keys)), cancellationToken);
            var now = await _keys.VerifiersAsync(cancellationToken);
            if (fault is not { Code: AuditFault.CheckpointReplaced or AuditFault.MarkReplaced } || now.Count == keys.Count)
                return fault;

            // A key that was made meanwhile may have signed what was looked at.
            keys = now;
        }
    }

    private (long[] Indexes, SignedCheckpoint? Checkpoint) Append(SqliteSession session, Prepared[] entries, NoteSigner signer)
    {
        var first = NextIndex(session);
        var added = new List<byte[]>(entries.Length);
        var indexes = new long[entries.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            if (Find(session, entries[i].Id) is { } there)
            {
                indexes[i] = there;
                continue;
            }

            indexes[i] = first + added.Count;
            Insert(session, indexes[i], entries[i].Id, entries[i].Entry);
            added.Add(entries[i].LeafHash);
        }

        if (BlockHits.BlockOf(first) != BlockHits.BlockOf(first + added.Count))
        {
            FacetBuilder.Build(session, first + added.Count, BlocksAtOnce);
        }

        return (indexes, added.Count is 0 ? null : _grower.Grow(session, first, added, signer));
    }

    private static bool? Rebuild(SqliteSession session, long block)
    {
        FacetBuilder.Rebuild(session, block);
        return false;
    }

    private static void Insert(SqliteSession session, long index, byte[] id, SealedEntry entry)
    {
        using var leaf = session.Prepare("INSERT INTO leaves(number, entry, leaf) VALUES (?1, ?2, ?3)").Bind(1, index).BindBlob(2, id).BindBlob(3, entry.Leaf);
        leaf.Run();
        using var body = session
            .Prepare("INSERT INTO bodies(number, partition, sealed, decision, actor) VALUES (?1, ?2, ?3, ?4, ?5)")
            .Bind(1, index).Bind(2, entry.Partition).BindBlob(3, entry.SealedBody);
        if (entry.Decision is { } decision)
        {
            body.BindBlob(4, decision);
        }

        if (entry.Actor is { } actor)
        {
            body.BindBlob(5, actor);
        }

        body.Run();
    }

    private static long? Find(SqliteSession session, byte[] id)
    {
        using var select = session.Prepare("SELECT number FROM leaves WHERE entry = ?1").BindBlob(1, id);
        return select.Step() ? select.Int64(0) : null;
    }

    private static StoredEntry? ReadOne(SqliteSession session, long number)
    {
        using var select = session.Prepare($"SELECT {Columns} FROM {Entries} WHERE l.number = ?1").Bind(1, number);
        return ReadAll(select).FirstOrDefault();
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

    private static int Retire(SqliteSession session, long index)
    {
        using var delete = session.Prepare("DELETE FROM bodies WHERE number = ?1").Bind(1, index);
        delete.Run();
        if (session.Changes is 0)
            return 0;

        using var insert = session.Prepare("INSERT OR IGNORE INTO retired(number) VALUES (?1)").Bind(1, index);
        insert.Run();
        return 1;
    }

    private static string PartitionOf(SqliteSession session, long index)
    {
        using var select = session.Prepare("SELECT partition FROM bodies WHERE number = ?1").Bind(1, index);
        return select.Step() ? select.Text(0) : "";
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
                erased ? null : select.Bytes(4).ToArray())
            { IsRetired = !select.IsNull(5) });
        }

        return entries;
    }

    private sealed record Prepared(SealedEntry Entry, byte[] Id, byte[] LeafHash);
}
