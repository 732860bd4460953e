using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Regimes;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Who a request concerns and what was asked in particular. Exists only sealed under the request's key, and in memory.</summary>
public sealed record RequestSubject
{
    /// <summary>The person.</summary>
    public required PersonId Person { get; init; }

    /// <summary>Where they live, by their own word.</summary>
    public Residence Residence { get; init; } = Residence.Unknown;

    /// <summary>What is to be put right; for corrections.</summary>
    public IReadOnlyList<RequestedCorrection> Corrections { get; init; } = [];

    /// <summary>The decision that is contested.</summary>
    public Guid? Decision { get; init; }

    /// <summary>The purposes that an objection is about; empty: all that rest on consent.</summary>
    public IReadOnlyList<Consent.Purpose> Purposes { get; init; } = [];

    /// <summary>What the person wrote.</summary>
    public string? Words { get; init; }
}

/// <summary>Something to be put right.</summary>
/// <param name="Store">The store, as the access package names it.</param>
/// <param name="Item">The item in it; <see langword="null"/> where the store has one a person.</param>
/// <param name="Field">The member.</param>
/// <param name="Value">What is right; <see langword="null"/> to take it away.</param>
public sealed record RequestedCorrection(string Store, string? Item, string Field, string? Value);
