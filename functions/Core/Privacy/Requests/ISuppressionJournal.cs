namespace RetailServerless.Core.Privacy.Requests;

/// <summary>
/// A second place for the suppression list, kept apart from the stores, so that a restored backup of them can be held against it: what is in the journal and not in the list tells that the stores are older than
/// an erasure. Embedded: a file beside the master key.
/// </summary>
public interface ISuppressionJournal
{
    /// <summary>Writes hashes. Durable when it returns; what is there already stays once.</summary>
    Task AppendAsync(IReadOnlyCollection<SuppressedHash> hashes, CancellationToken cancellationToken);

    /// <summary>Every hash.</summary>
    Task<IReadOnlyList<SuppressedHash>> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>One hash of the suppression list.</summary>
/// <param name="Hash">The keyed hash.</param>
/// <param name="Request">The request by which the person was erased.</param>
/// <param name="At">When, UTC.</param>
public sealed record SuppressedHash(string Hash, Guid Request, DateTimeOffset At);
