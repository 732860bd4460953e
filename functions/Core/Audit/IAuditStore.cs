using RetailServerless.Core.Audit.Search;

namespace RetailServerless.Core.Audit;

/// <summary>
/// The append-only list of leaves and, beside it, the sealed bodies. A leaf is never changed or removed; a body is removed when its person is erased.
/// </summary>
public interface IAuditStore
{
    /// <summary>
    /// Appends entries in order. When it returns they are durable. An entry id that is already there is not appended again: its index is given.
    /// </summary>
    /// <returns>The index of each, from 0.</returns>
    /// <exception cref="ArgumentException">An entry id is not 32 hexadecimal digits.</exception>
    Task<IReadOnlyList<long>> AppendAsync(IReadOnlyList<SealedEntry> entries, CancellationToken cancellationToken);

    /// <summary>Entries from an index on, oldest first.</summary>
    Task<IReadOnlyList<StoredEntry>> ReadAsync(long fromIndex, int limit, CancellationToken cancellationToken);

    /// <summary>The entries of one person's partition, oldest first, after an index.</summary>
    Task<IReadOnlyList<StoredEntry>> ReadPartitionAsync(string partition, long afterIndex, int limit, CancellationToken cancellationToken);

    /// <summary>The entry of an id; <see langword="null"/> when there is none.</summary>
    /// <exception cref="ArgumentException">The id is not 32 hexadecimal digits.</exception>
    Task<StoredEntry?> FindAsync(string entryId, CancellationToken cancellationToken);

    /// <summary>Looks for entries by what their leaves say and whom and what their bodies concern.</summary>
    Task<IReadOnlyList<StoredEntry>> SearchAsync(StoredSearch search, CancellationToken cancellationToken);

    /// <summary>As <see cref="SearchAsync"/>, and gives only where the bodies lie.</summary>
    Task<IReadOnlyList<StoredBody>> FindBodiesAsync(StoredSearch search, CancellationToken cancellationToken);

    /// <summary>How many leaves there are.</summary>
    Task<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>Removes the bodies and salts of a partition; the leaves stay.</summary>
    /// <returns>How many bodies were removed.</returns>
    Task<int> EraseBodiesAsync(string partition, CancellationToken cancellationToken);

    /// <summary>Removes bodies and salts whose time is over and keeps that this is why; the leaves stay. Idempotent.</summary>
    /// <returns>How many were removed.</returns>
    Task<int> RetireBodiesAsync(IReadOnlyList<long> indexes, CancellationToken cancellationToken);
}

/// <summary>An entry ready to be stored.</summary>
/// <param name="EntryId">Random, 16 bytes, in 32 hexadecimal digits.</param>
/// <param name="Leaf">The canonical JSON (RFC 8785) of the leaf, UTF-8.</param>
/// <param name="Partition">The person's partition, or <c>shop</c>.</param>
/// <param name="SealedBody">Salt and body, encrypted with the person's data key or the shop's.</param>
public sealed record SealedEntry(string EntryId, byte[] Leaf, string Partition, byte[] SealedBody)
{
    /// <summary>The mark of the decision that the body tells of (<see cref="AuditMarks"/>).</summary>
    public byte[]? Decision { get; init; }

    /// <summary>The mark of the staff member who acted (<see cref="AuditMarks"/>).</summary>
    public byte[]? Actor { get; init; }
}

/// <summary>A stored entry.</summary>
/// <param name="Index">Its place in the log, from 0.</param>
/// <param name="EntryId">Its id.</param>
/// <param name="Leaf">The leaf.</param>
/// <param name="Partition">The partition of its body; empty once that is erased, as nothing may point to the person any more.</param>
/// <param name="SealedBody">The sealed body; <see langword="null"/> once erased.</param>
public sealed record StoredEntry(long Index, string EntryId, byte[] Leaf, string Partition, byte[]? SealedBody)
{
    /// <summary>Whether the body was removed because its time was over.</summary>
    public bool IsRetired { get; init; }
}

/// <summary>Where a body lies.</summary>
/// <param name="Index">The place of its entry.</param>
/// <param name="Partition">Its partition; empty when it is gone.</param>
public sealed record StoredBody(long Index, string Partition);
