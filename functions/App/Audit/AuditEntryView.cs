using System.Text.Json.Nodes;
using RetailServerless.Core.Audit;

namespace RetailServerless.Functions.Audit;

/// <summary>An entry of the log as it is shown.</summary>
internal sealed record AuditEntryView
{
    /// <summary>Its place in the log, from 0.</summary>
    public required long Index { get; init; }

    /// <summary>Its random id.</summary>
    public required string EntryId { get; init; }

    /// <summary>When, to the minute.</summary>
    public string? Time { get; init; }

    /// <summary>What kind of event.</summary>
    public string? Kind { get; init; }

    /// <summary>The model that decided.</summary>
    public string? Model { get; init; }

    /// <summary>The policy under which it was decided.</summary>
    public string? Policy { get; init; }

    /// <summary>Role of who acted.</summary>
    public string? ActorRole { get; init; }

    /// <summary>Whether it concerns a person, and a tag that only their key can link to them.</summary>
    public string? SubjectTag { get; init; }

    /// <summary>The hash of salt and body.</summary>
    public string? BodyCommitment { get; init; }

    /// <summary><c>verified</c>, <c>erased</c>, or <c>mismatch</c> when somebody changed the store.</summary>
    public required AuditBodyState BodyState { get; init; }

    /// <summary>The salt of the body, when it is verified: SHA-256 over salt and canonical body (RFC 8785) is the commitment.</summary>
    public byte[]? Salt { get; init; }

    /// <summary>What happened, when it is verified.</summary>
    public JsonNode? Body { get; init; }

    public static AuditEntryView Of(AuditEntry entry) => new()
    {
        Index = entry.Index,
        EntryId = entry.EntryId,
        Time = entry.Leaf?.Time,
        Kind = entry.Leaf?.Kind,
        Model = entry.Leaf?.Model,
        Policy = entry.Leaf?.Policy,
        ActorRole = entry.Leaf?.ActorRole,
        SubjectTag = entry.Leaf?.SubjectTag,
        BodyCommitment = entry.Leaf?.BodyCommitment,
        BodyState = entry.BodyState,
        Salt = entry.Salt,
        Body = entry.Body,
    };
}
