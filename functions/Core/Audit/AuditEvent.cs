using System.Text.Json.Nodes;
using RetailServerless.Core.People;

namespace RetailServerless.Core.Audit;

/// <summary>Something a person or a board may ask about.</summary>
public sealed record AuditEvent
{
    /// <summary>Random, chosen by the caller before the work begins, so that doing the work twice leaves one entry. Make one with <see cref="NewEntryId"/>.</summary>
    public required string EntryId { get; init; }

    /// <summary>Stable and dotted, as <c>chat.turn</c>, <c>consent.changed</c>, <c>import.completed</c>, <c>access.refused</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Role of who acted: <c>shopper</c>, <c>visitor</c>, <c>storefront</c>, a staff role, or <c>system</c>. Never a name.</summary>
    public required string ActorRole { get; init; }

    /// <summary>Whom it concerns; <see langword="null"/> when nobody.</summary>
    public PersonId? Subject { get; init; }

    /// <summary>The model that decided, as <c>offline-responder@1</c>; <see langword="null"/> when none did.</summary>
    public string? Model { get; init; }

    /// <summary>The policy under which it was decided, as <c>chat/returns@1</c>; <see langword="null"/> when none.</summary>
    public string? Policy { get; init; }

    /// <summary>What happened, in full; encrypted beside the log. Personal text in it is redacted.</summary>
    public required JsonObject Body { get; init; }

    /// <summary>A new random entry id.</summary>
    public static string NewEntryId() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
}
