using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Classification;

namespace RetailServerless.Core.Decisions;

/// <summary>A record as it is stored: container <c>decisions</c>, partition the person, id the decision.</summary>
/// <param name="AuditEntryId">The entry that commits to it.</param>
/// <param name="Sealed">Its canonical JSON, sealed under the person's key.</param>
[PersonalData(Container = Container)]
internal sealed record SealedDecision(string AuditEntryId, byte[] Sealed)
{
    public const string Container = "decisions";
}

/// <summary>Whose a decision is, and nothing else: container <c>decision-index</c>, partition the decision. It goes when the decision goes.</summary>
/// <param name="Person">The person.</param>
[PersonalData(Container = Container)]
internal sealed record DecisionOwner(PersonId Person)
{
    public const string Container = "decision-index";
    public const string DocumentId = "owner";
}

/// <summary>A contest as it is stored: container <c>decision-reviews</c>, partition the person, id the decision.</summary>
[PersonalData(Container = Container)]
internal sealed record ReviewDocument
{
    public const string Container = "decision-reviews";

    public required Guid ReviewId { get; init; }

    public required Guid DecisionId { get; init; }

    public required ReviewStatus Status { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required string ActorRole { get; init; }

    public string? Storefront { get; init; }

    /// <summary>What the person wrote, sealed under their key; <see langword="null"/> when they wrote nothing.</summary>
    public byte[]? SealedReason { get; init; }

    public required string AuditEntryId { get; init; }
}
