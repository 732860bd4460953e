using RetailServerless.Core.Privacy.Classification;

namespace RetailServerless.Core.Privacy.Requests.Holds;

/// <summary>
/// Something of a person that must not be erased although they asked for it (GDPR Art. 17(3); Civ. Code 1798.105(d)). Container <c>legal-holds</c>, partition the hold. What it covers is sealed
/// under the hold's own key, so that it outlives the person's and dies with the hold.
/// </summary>
[PersonalData(Container = Container)]
public sealed record LegalHold
{
    /// <summary>The container.</summary>
    public const string Container = "legal-holds";

    internal const string DocumentId = "hold";
    internal const string ItemPrefix = "item.";

    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The request that it stands against.</summary>
    public required Guid Request { get; init; }

    /// <summary>Stands for the person.</summary>
    public required string SubjectHash { get; init; }

    /// <summary>What it covers, and only that.</summary>
    public required HoldScope Scope { get; init; }

    /// <summary>Why, in a sentence without personal data.</summary>
    public required string Rule { get; init; }

    /// <summary>The law it rests on.</summary>
    public required string Citation { get; init; }

    /// <summary>When it must be looked at again.</summary>
    public required DateOnly ReviewOn { get; init; }

    /// <summary>Opaque id of who placed it.</summary>
    public required string StaffId { get; init; }

    /// <summary>When it was placed, UTC.</summary>
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>When what it covers was sealed, UTC.</summary>
    public DateTimeOffset? SealedAt { get; init; }

    /// <summary>When it was released, UTC.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }
}

/// <summary>What a hold covers.</summary>
/// <param name="Stores">The stores, by the names of their descriptions.</param>
/// <param name="Items">Only items with one of these numbers; empty: all. Kept sealed.</param>
/// <param name="From">Only items from this instant on; <see langword="null"/>: from the first.</param>
/// <param name="To">Only items before this instant; <see langword="null"/>: to the last.</param>
public sealed record HoldScope(IReadOnlyList<string> Stores, IReadOnlyList<string> Items, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>An item under a hold: sealed under the hold's key.</summary>
/// <param name="Store">The store it comes from.</param>
/// <param name="Sealed">The item as the store exported it.</param>
internal sealed record HeldItem(string Store, byte[] Sealed);
