using RetailServerless.Core.Consent;
using RetailServerless.Core.People;

namespace RetailServerless.Core.Decisions;

/// <summary>One decision of the AI about a person, with its proof: model, policy, basis, evidence, reasons.</summary>
public sealed record DecisionRecord
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>What was decided, as <c>chat.turn</c>, <c>chat.return</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>About whom.</summary>
    public required PersonId Person { get; init; }

    /// <summary>Role of the caller: <c>shopper</c>, <c>visitor</c>, <c>storefront</c>.</summary>
    public required string ActorRole { get; init; }

    /// <summary>Name of the storefront key that acted for the person; <see langword="null"/> when the person came in person.</summary>
    public string? Storefront { get; init; }

    /// <summary>The models that took part, as <c>offline-responder@1</c>.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>The policies under which it was decided, as <c>chat/returns@1</c>.</summary>
    public required IReadOnlyList<string> Policies { get; init; }

    /// <summary>The grants under which personal data was read.</summary>
    public required IReadOnlyList<GrantReference> Grants { get; init; }

    /// <summary>Purposes that were refused, and why.</summary>
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];

    /// <summary>What was asked, by reference (conversation and turn), never the text.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The evidence that was used.</summary>
    public required IReadOnlyList<EvidenceReference> Evidence { get; init; }

    /// <summary>What was considered, best first, with scores.</summary>
    public IReadOnlyList<Candidate> Candidates { get; init; } = [];

    /// <summary>What came out, as a stable code: <c>answered</c>, <c>return-accepted</c>, <c>return-refused</c>, <c>handed-off</c>, <c>cannot-answer</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why, one plain sentence each, without personal data.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>What would have had to be different for another outcome; <see langword="null"/> where that is not cheap to say.</summary>
    public string? Counterfactual { get; init; }

    /// <summary>The audit entry that commits to this record.</summary>
    public required string AuditEntryId { get; init; }
}

/// <summary>A thing that a reply rests on.</summary>
/// <param name="Id">As the reply cites it, as <c>1</c>.</param>
/// <param name="Kind"><c>product</c>, <c>order</c>, <c>policy</c> or <c>store</c>.</param>
/// <param name="Reference">Opaque for personal things (an order is named by its placeholder), the SKU for a product, id and version for a policy.</param>
/// <param name="Version">The catalog version, policy version or ETag that was read.</param>
public sealed record EvidenceReference(string Id, string Kind, string Reference, string Version);

/// <summary>Something that was considered.</summary>
/// <param name="Reference">What.</param>
/// <param name="Score">Its score.</param>
/// <param name="Reason">Why it was taken or left, where that is known.</param>
public sealed record Candidate(string Reference, double Score, string? Reason);
