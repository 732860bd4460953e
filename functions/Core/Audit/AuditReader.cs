using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Audit.Search;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;

namespace RetailServerless.Core.Audit;

/// <summary>Reads the log for the board: opens the bodies that can still be opened and checks each against its leaf.</summary>
public sealed class AuditReader(IAuditStore store, IPersonKeys keys)
{
    /// <summary>A page of entries.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The entries, and where to go on.</returns>
    public async Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query.IsUnfiltered ? await ReadAllAsync(query, cancellationToken) : await SearchAsync(query, cancellationToken);
    }

    /// <summary>The entry of an id among those of a person; <see langword="null"/> when there is none.</summary>
    public async Task<AuditEntry?> FindAsync(PersonId? person, string entryId, CancellationToken cancellationToken) =>
        await store.FindAsync(entryId, cancellationToken) is { SealedBody: not null } stored && stored.Partition == AuditLog.PartitionOf(person)
            ? await OpenAsync(stored, cancellationToken)
            : null;

    /// <summary>Opens a stored entry and checks it.</summary>
    public async Task<AuditEntry> OpenAsync(StoredEntry stored, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return TryParse(stored) is { } leaf
            ? await OpenBodyAsync(stored, leaf, cancellationToken)
            : new AuditEntry(stored.Index, stored.EntryId, null, AuditBodyState.Mismatch, null);
    }

    private async Task<AuditPage> ReadAllAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        var count = await store.CountAsync(cancellationToken);
        var next = query.NewestFirst ? Math.Min(query.From ?? count - 1, count - 1) : Math.Min(query.From ?? 0, count);
        var size = (int)Math.Min(query.Size, query.NewestFirst ? next + 1 : count - next);
        var first = query.NewestFirst ? next - size + 1 : next;
        var window = size == 0 ? [] : await store.ReadAsync(first, size, cancellationToken);

        // Leaves are never removed: a place that is empty is a broken store, not the end of the log.
        if (window.Count != size)
        {
            throw new InvalidDataException($"The audit log has {window.Count} of the {size} entries from {first} on.");
        }

        var after = query.NewestFirst ? first - 1 : first + size;
        return new AuditPage(
            await OpenAllAsync(query.NewestFirst ? window.Reverse() : window, cancellationToken),
            after < 0 || after == count ? null : after);
    }

    private async Task<AuditPage> SearchAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        // One more than is wanted says whether and where the next page begins.
        var found = await store.SearchAsync(await SearchOfAsync(query, cancellationToken), cancellationToken);
        var entries = await OpenAllAsync(found.Take(query.Size), cancellationToken);

        // Without the key there is nobody to look for. Looked at last, so that nothing is given of a person who is erased meanwhile.
        return query.Person is { } person && await keys.FindAsync(person, cancellationToken) is null
            ? new AuditPage([], null)
            : new AuditPage(entries, found.Count > query.Size ? found[query.Size].Index : null);
    }

    private async Task<StoredSearch> SearchOfAsync(AuditQuery query, CancellationToken cancellationToken) => new()
    {
        Terms =
        [
            .. AuditTerm.Asked(AuditFacet.Kind, query.Kind),
            .. AuditTerm.Asked(AuditFacet.ActorRole, query.ActorRole),
            .. AuditTerm.Asked(AuditFacet.Model, query.Model),
            .. AuditTerm.Asked(AuditFacet.Policy, query.Policy),
        ],
        Partition = query.Person is { } person ? AuditLog.PartitionOf(person) : null,
        Decision = query.Decision is { } decision ? AuditMarks.OfDecision(decision) : null,
        Actor = query.Actor is { } actor ? AuditMarks.OfActor(await keys.GetOrCreateAsync(null, cancellationToken), actor) : null,
        SinceMinute = query.Since is { } since ? LeafFacets.MinuteOf(since) : null,
        BeforeMinute = query.Before is { } before ? LeafFacets.MinuteOf(before.AddTicks(-1)) + 1 : null,
        From = query.From,
        Limit = query.Size + 1,
        NewestFirst = query.NewestFirst,
    };

    private async Task<List<AuditEntry>> OpenAllAsync(IEnumerable<StoredEntry> stored, CancellationToken cancellationToken)
    {
        var entries = new List<AuditEntry>();
        foreach (var entry in stored)
        {
            entries.Add(await OpenAsync(entry, cancellationToken));
        }

        return entries;
    }

    private async Task<AuditEntry> OpenBodyAsync(StoredEntry stored, AuditLeaf leaf, CancellationToken cancellationToken)
    {
        var person = AuditLog.PersonOf(stored.Partition);
        var key = stored.SealedBody is null ? null : await keys.FindAsync(person, cancellationToken);
        if (key is null)
        {
            // The shop's own key is never destroyed, and what concerns nobody is not erased: such a body can only have been taken away.
            var state = stored.IsRetired ? AuditBodyState.Retired : leaf.SubjectTag is null ? AuditBodyState.Mismatch : AuditBodyState.Erased;
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
