using System.Text.Json;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Storage.Documents;

/// <summary>
/// Documents in one SQLite file. Writes are on the disk when they are acknowledged and share their fsyncs; conditions are evaluated inside the transaction, so they hold between processes,
/// too. Reads run on the calling thread: a document costs some microseconds.
/// </summary>
public sealed class SqliteDocumentStore : IDocumentStore, IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly ContainerNames _containers;
    private readonly DeletionExpiry _expiry;
    private readonly DocumentReader _reader;
    private readonly TimeProvider _time;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="DataFolderException">It cannot be opened or written, is locked by another program, or is damaged.</exception>
    public SqliteDocumentStore(string path, TimeProvider time)
    {
        _time = time;
        _expiry = new DeletionExpiry(time);
        _database = new SqliteDatabase(path, Durability.PowerLoss, DocumentSchema.Sql);
        _containers = new ContainerNames(_database);
        _reader = new DocumentReader(_database, _containers);
    }

    /// <inheritdoc/>
    public Task<StoredDocument<T>?> GetAsync<T>(DocumentKey key, CancellationToken cancellationToken)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        DocumentKeys.Check(key);
        return Task.FromResult(_reader.Get<T>(key));
    }

    /// <inheritdoc/>
    public async Task<string?> UpsertAsync<T>(DocumentKey key, T value, WriteCondition condition, CancellationToken cancellationToken)
        where T : class
    {
        DocumentKeys.Check(key);
        var body = JsonSerializer.SerializeToUtf8Bytes(value, PlatformJson.Options);
        var container = await _containers.GetOrAddAsync(key.Container, cancellationToken);
        return await _database.WriteAsync(
            session => Allows(session, container, key, condition)
                ? DocumentKeys.ToETag(DocumentSql.Write(session, container, key.Partition, key.Id, body))
                : null,
            1,
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<BulkWriteResult> UpsertManyAsync<T>(string container, IReadOnlyList<DocumentWrite<T>> writes, CancellationToken cancellationToken)
        where T : class
    {
        var number = await _containers.GetOrAddAsync(container, cancellationToken);
        return await new BulkWriter(_database, number).WriteAsync(writes, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(DocumentKey key, string? etag, CancellationToken cancellationToken)
    {
        DocumentKeys.Check(key);
        if (_containers.Find(key.Container) is not { } container)
            return false;

        return await _database.WriteAsync(session => Delete(session, container, key, etag), 1, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredDocument<T>> QueryAsync<T>(string container, string partition, DocumentQuery query, CancellationToken cancellationToken)
        where T : class => _reader.Query<T>(container, partition, query, cancellationToken).ToAsyncEnumerable();

    /// <inheritdoc/>
    public IAsyncEnumerable<string> PartitionsAsync(string container, string? after, CancellationToken cancellationToken) =>
        _reader.Partitions(container, after, cancellationToken).ToAsyncEnumerable();

    /// <inheritdoc/>
    public async Task<int> DeletePartitionAsync(string container, string partition, CancellationToken cancellationToken)
    {
        DocumentKeys.CheckName(partition, nameof(partition));
        if (_containers.Find(container) is not { } number)
            return 0;

        return await new PartitionEraser(_database, _expiry, _time).EraseAsync(number, partition, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ChangePage<T>> ReadChangesAsync<T>(string container, string? continuation, int limit, CancellationToken cancellationToken)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_reader.Changes<T>(container, continuation, limit));
    }

    /// <summary>Takes away the marks of deletions in partitions, which would name them for a day. Readers of changes who have not seen them are told to read again.</summary>
    internal async Task ForgetDeletionsAsync(IReadOnlyCollection<string> partitions, CancellationToken cancellationToken)
    {
        foreach (var partition in partitions)
        {
            DocumentKeys.CheckName(partition, nameof(partitions));
            await _database.WriteAsync(session => DeletionExpiry.ForgetPartition(session, partition), 1_000, cancellationToken);
        }
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public void Dispose() => _database.Dispose();

    private static bool Allows(SqliteSession session, long container, DocumentKey key, WriteCondition condition)
    {
        if (condition == WriteCondition.Always)
            return true;

        var number = DocumentSql.FindNumber(session, container, key.Partition, key.Id);
        return condition.OnlyIfAbsent ? number is null : number is { } there && DocumentKeys.Matches(condition.ETag!, there);
    }

    private bool Delete(SqliteSession session, long container, DocumentKey key, string? etag)
    {
        if (DocumentSql.FindNumber(session, container, key.Partition, key.Id) is not { } number || (etag is not null && !DocumentKeys.Matches(etag, number)))
            return false;

        DocumentSql.Delete(session, container, key.Partition, key.Id, _time.GetUtcNow().ToUnixTimeMilliseconds());
        _expiry.ForgetSome(session);
        return true;
    }
}
