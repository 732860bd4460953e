namespace RetailServerless.Core.Storage;

/// <summary>
/// Documents of JSON, in partitions. What is acknowledged is durable. Embedded: SQLite; Azure: Cosmos DB.
/// Raw access: code that reads about a person goes through a store that asks for a <see cref="Consent.Grant"/>.
/// </summary>
public interface IDocumentStore
{
    /// <summary>Reads one document; <see langword="null"/> when there is none.</summary>
    Task<StoredDocument<T>?> GetAsync<T>(DocumentKey key, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Writes one document.</summary>
    /// <returns>The new ETag; <see langword="null"/> when the condition did not hold, and then nothing was written.</returns>
    Task<string?> UpsertAsync<T>(DocumentKey key, T value, WriteCondition condition, CancellationToken cancellationToken)
        where T : class;

    /// <summary>
    /// Writes many documents of one container, over any partitions, each whole, in no common transaction. The write is idempotent: a document
    /// whose content is already there, byte for byte, is counted as unchanged and keeps its ETag.
    /// </summary>
    Task<BulkWriteResult> UpsertManyAsync<T>(string container, IReadOnlyList<DocumentWrite<T>> writes, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Deletes one document.</summary>
    /// <param name="key">Which.</param>
    /// <param name="etag">Only this version; <see langword="null"/>: any.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether one was deleted.</returns>
    Task<bool> DeleteAsync(DocumentKey key, string? etag, CancellationToken cancellationToken);

    /// <summary>Documents of one partition in ordinal order of their ids. Never crosses a partition.</summary>
    IAsyncEnumerable<StoredDocument<T>> QueryAsync<T>(string container, string partition, DocumentQuery query, CancellationToken cancellationToken)
        where T : class;

    /// <summary>The partitions of a container in ordinal order, after the given one. For maintenance and erasure checks.</summary>
    IAsyncEnumerable<string> PartitionsAsync(string container, string? after, CancellationToken cancellationToken);

    /// <summary>Deletes every document of a partition.</summary>
    /// <returns>How many there were.</returns>
    Task<int> DeletePartitionAsync(string container, string partition, CancellationToken cancellationToken);

    /// <summary>
    /// The changes of a container in the order in which they were made, each document at its newest version; a deletion is a change without a value and is kept for a day.
    /// </summary>
    /// <param name="container">The container.</param>
    /// <param name="continuation">Where the last reading ended; <see langword="null"/>: from the beginning.</param>
    /// <param name="limit">At most so many, 1 to 10,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChangesExpiredException">The continuation is older than the deletions that are kept.</exception>
    Task<ChangePage<T>> ReadChangesAsync<T>(string container, string? continuation, int limit, CancellationToken cancellationToken)
        where T : class;
}

/// <summary>One document of a bulk write.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Id">Its id.</param>
/// <param name="Value">Its content.</param>
public readonly record struct DocumentWrite<T>(string Partition, string Id, T Value);

/// <summary>What a bulk write did.</summary>
/// <param name="Changed">Documents created or replaced.</param>
/// <param name="Unchanged">Documents that were already there with the same content.</param>
public readonly record struct BulkWriteResult(int Changed, int Unchanged);

/// <summary>Which documents of a partition a query gives.</summary>
/// <param name="IdPrefix">Only ids that begin so; <see langword="null"/>: all.</param>
/// <param name="After">Only ids after this one in the order asked; <see langword="null"/>: from the first.</param>
/// <param name="Limit">At most so many; <see langword="null"/>: all.</param>
/// <param name="Descending">Last id first.</param>
public sealed record DocumentQuery(string? IdPrefix = null, string? After = null, int? Limit = null, bool Descending = false)
{
    /// <summary>The whole partition.</summary>
    public static DocumentQuery All { get; } = new();
}

/// <summary>One change.</summary>
/// <param name="Key">Which document.</param>
/// <param name="Value">Its newest content; <see langword="null"/> when it was deleted.</param>
public sealed record DocumentChange<T>(DocumentKey Key, T? Value)
    where T : class;

/// <summary>A page of changes.</summary>
/// <param name="Changes">The changes, oldest first.</param>
/// <param name="Continuation">Where to go on.</param>
public sealed record ChangePage<T>(IReadOnlyList<DocumentChange<T>> Changes, string Continuation)
    where T : class;
