using System.Text.Json.Nodes;
using RetailServerless.Core.People;

namespace RetailServerless.Core.Audit;

/// <summary>What became of the body of an entry.</summary>
public enum AuditBodyState
{
    /// <summary>It was opened, and its leaf commits to just these bytes.</summary>
    Verified,

    /// <summary>The person was erased; the leaf stays and points to nobody.</summary>
    Erased,

    /// <summary>Its time was over, and body and salt were destroyed; the leaf stays.</summary>
    Retired,

    /// <summary>Leaf and body do not belong together, or one of them cannot be read: somebody changed the store.</summary>
    Mismatch,
}

/// <summary>An entry as the board reads it.</summary>
/// <param name="Index">Its place in the log, from 0.</param>
/// <param name="EntryId">Its random id.</param>
/// <param name="Leaf">Its leaf; <see langword="null"/> when that cannot be read.</param>
/// <param name="BodyState">What became of the body.</param>
/// <param name="Body">The body, when it is verified.</param>
public sealed record AuditEntry(long Index, string EntryId, AuditLeaf? Leaf, AuditBodyState BodyState, JsonNode? Body)
{
    /// <summary>The salt of the body, when it is verified: whoever has both can check what the leaf commits to.</summary>
    public byte[]? Salt { get; init; }
}

/// <summary>Which entries to read.</summary>
/// <param name="From">The first index to look at; <see langword="null"/>: the first one in the order asked.</param>
/// <param name="Size">At most so many entries, from 1.</param>
/// <param name="Kind">Only this kind, or the kinds below it: <c>consent</c> finds <c>consent.changed</c>. <see langword="null"/>: all.</param>
/// <param name="NewestFirst">Newest first; else oldest first.</param>
public sealed record AuditQuery(long? From, int Size, string? Kind = null, bool NewestFirst = false)
{
    /// <summary>Only what was done in this role.</summary>
    public string? ActorRole { get; init; }

    /// <summary>Only what this staff member did, by their opaque id.</summary>
    public string? Actor { get; init; }

    /// <summary>Only what this model took part in, as <c>offline-responder@1</c>, or without a version for all of them.</summary>
    public string? Model { get; init; }

    /// <summary>Only what was done under this policy, as <c>chat/returns@1</c>, or without a version for all of them.</summary>
    public string? Policy { get; init; }

    /// <summary>Only what tells of this decision.</summary>
    public Guid? Decision { get; init; }

    /// <summary>Only what concerns this person. Nothing is found once their key is destroyed, whatever a restored file may still hold.</summary>
    public PersonId? Person { get; init; }

    /// <summary>Only from this instant on; entries know their minute, and one that is touched counts.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only before this instant; entries know their minute, and one that is touched counts.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Whether it asks for everything.</summary>
    public bool IsUnfiltered =>
        (Kind ?? ActorRole ?? Actor ?? Model ?? Policy) is null && Decision is null && Person is null && Since is null && Before is null;
}

/// <summary>A page of entries.</summary>
/// <param name="Entries">The entries in the order asked.</param>
/// <param name="Next">Where the next page begins; <see langword="null"/> when this was the last.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, long? Next);
