using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;

namespace RetailServerless.Core.Audit;

/// <summary>Reads the log for the board: opens the bodies that can still be opened and checks each against its leaf.</summary>
public sealed class AuditReader(IAuditStore store, IPersonKeys keys)
{
    // One call looks at no more entries than this, however rare the kind is that it looks for.
    private const int MaxScan = 5_000;
    private const int ScanBatch = 500;

    /// <summary>A page of entries.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The entries, and where to go on; a page can be empty and yet not be the last.</returns>
    public async Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var count = await store.CountAsync(cancellationToken);
        var end = query.NewestFirst ? -1 : count;
        var step = query.NewestFirst ? -1 : 1;
        var next = query.NewestFirst ? Math.Min(query.From ?? count - 1, count - 1) : Math.Min(query.From ?? 0, count);
        var found = new List<AuditEntry>();
        for (var scanned = 0; next != end && found.Count < query.Size && scanned < MaxScan;)
        {
            // Without a filter every entry counts, so no more are read than are wanted.
            var window = (int)Math.Min(query.Kind is null ? query.Size - found.Count : ScanBatch, Math.Abs(end - next));
            foreach (var stored in await ReadWindowAsync(next, window, query.NewestFirst, cancellationToken))
            {
                next = stored.Index + step;
                if (await OpenIfAskedForAsync(stored, query.Kind, cancellationToken) is { } entry)
                {
                    found.Add(entry);
                    if (found.Count == query.Size)
                    {
                        break;
                    }
                }
            }

            scanned += window;
        }

        return new AuditPage(found, next == end ? null : next);
    }

    /// <summary>The entry of an id among those of a person; <see langword="null"/> when there is none.</summary>
    public async Task<AuditEntry?> FindAsync(PersonId? person, string entryId, CancellationToken cancellationToken)
    {
        var after = -1L;
        while (await store.ReadPartitionAsync(AuditLog.PartitionOf(person), after, ScanBatch, cancellationToken) is { Count: > 0 } batch)
        {
            if (batch.FirstOrDefault(e => e.EntryId == entryId) is { } stored)
            {
                return await OpenAsync(stored, cancellationToken);
            }

            after = batch[^1].Index;
        }

        return null;
    }

    /// <summary>Opens a stored entry and checks it.</summary>
    public async Task<AuditEntry> OpenAsync(StoredEntry stored, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return TryParse(stored) is { } leaf
            ? await OpenBodyAsync(stored, leaf, cancellationToken)
            : new AuditEntry(stored.Index, stored.EntryId, null, AuditBodyState.Mismatch, null);
    }

    private async Task<IEnumerable<StoredEntry>> ReadWindowAsync(long next, int size, bool newestFirst, CancellationToken cancellationToken)
    {
        var first = newestFirst ? next - size + 1 : next;
        var window = await store.ReadAsync(first, size, cancellationToken);

        // Leaves are never removed: a place that is empty is a broken store, not the end of the log.
        if (window.Count != size)
        {
            throw new InvalidDataException($"The audit log has {window.Count} of the {size} entries from {first} on.");
        }

        return newestFirst ? window.Reverse() : window;
    }

    private async Task<AuditEntry?> OpenIfAskedForAsync(StoredEntry stored, string? kind, CancellationToken cancellationToken)
    {
        var leaf = TryParse(stored);
        if (leaf is null)
        {
            // An entry that was tampered with is shown whatever is asked for.
            return new AuditEntry(stored.Index, stored.EntryId, null, AuditBodyState.Mismatch, null);
        }

        return kind is null || leaf.Kind == kind || leaf.Kind.StartsWith(kind + ".", StringComparison.Ordinal)
            ? await OpenBodyAsync(stored, leaf, cancellationToken)
            : null;
    }

    private async Task<AuditEntry> OpenBodyAsync(StoredEntry stored, AuditLeaf leaf, CancellationToken cancellationToken)
    {
        var person = AuditLog.PersonOf(stored.Partition);
        var key = stored.SealedBody is null ? null : await keys.FindAsync(person, cancellationToken);
        if (key is null)
        {
            // The shop's own key is never destroyed: a body of the shop that has no key is not an erased one.
            var state = person is null && stored.SealedBody is not null ? AuditBodyState.Mismatch : AuditBodyState.Erased;
            return new AuditEntry(stored.Index, stored.EntryId, leaf, state, null);
        }

        var tag = person is null ? null : AuditBody.SubjectTag(key, leaf.EntryId);
        return tag == leaf.SubjectTag && TryOpen(key, stored, leaf) is { } body
            ? new AuditEntry(stored.Index, stored.EntryId, leaf, AuditBodyState.Verified, body.Body) { Salt = body.Salt }
            : new AuditEntry(stored.Index, stored.EntryId, leaf, AuditBodyState.Mismatch, null);
    }

    private static AuditLeaf? TryParse(StoredEntry stored)
    {
        try
        {
            return AuditLeaf.Parse(stored.Leaf) is var leaf && leaf.EntryId == stored.EntryId ? leaf : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (JsonNode? Body, byte[] Salt)? TryOpen(byte[] key, StoredEntry stored, AuditLeaf leaf)
    {
        try
        {
            var salted = AuditBody.Open(key, stored.EntryId, stored.SealedBody);
            return AuditBody.Commitment(salted) == leaf.BodyCommitment ? (JsonNode.Parse(salted.AsSpan(AuditBody.SaltSize)), salted[..AuditBody.SaltSize]) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
