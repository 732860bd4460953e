using RetailServerless.Core.Consent.Signals;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent;

/// <summary>What a person, or somebody who may act for them, wants changed.</summary>
public sealed record ConsentChange
{
    /// <summary>Whose consent.</summary>
    public required PersonId Person { get; init; }

    /// <summary>The purposes to change, or channels of them, each on its own; what is not named stays as it is. A no to a purpose is one to all its channels, a yes must name the channel.</summary>
    public required IReadOnlyDictionary<ConsentScope, bool> Purposes { get; init; }

    /// <summary>The versions of the notices that were shown, where the caller says so; a grant under another version than the one in effect is refused.</summary>
    public IReadOnlyDictionary<Purpose, string> NoticeVersions { get; init; } = new Dictionary<Purpose, string>();

    /// <summary>What the person says of themselves; <see langword="null"/>: nothing new.</summary>
    public DeclaredFacts? Declared { get; init; }

    /// <summary>Whether the person came to it by themselves. Unless it is said, they were asked.</summary>
    public bool OfOwnAccord { get; init; }

    /// <summary>The second step of opting in again: the ids of the first steps that are confirmed.</summary>
    public IReadOnlyDictionary<ConsentScope, Guid> Confirmations { get; init; } = new Dictionary<ConsentScope, Guid>();

    /// <summary>With what a parent agrees for a child; <see langword="null"/>: the person decides.</summary>
    public ParentalAuthorisation? Parent { get; init; }

    /// <summary>Where it was decided: 1 to 32 of <c>a-z</c>, <c>0-9</c> and <c>-</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>Role of who acts, as audit entries name it.</summary>
    public required string ActorRole { get; init; }

    /// <summary>The storefront that acts; <see langword="null"/> when the person came in person.</summary>
    public string? Storefront { get; init; }

    /// <summary>Under which condition: the ETag is <see cref="ConsentView.ETag"/>.</summary>
    public WriteCondition Condition { get; init; } = WriteCondition.Always;

    /// <summary>What the request says about privacy.</summary>
    public PrivacySignals Signals { get; init; }

    /// <summary>The string that the change rests on; <see langword="null"/> when it rests on none.</summary>
    public SignalEvidence? Evidence { get; init; }
}

/// <summary>That the holder of parental responsibility agreed, and how that was established (GDPR Art. 8(2); 11 CCR 7070).</summary>
/// <param name="Evidence">How.</param>
/// <param name="Reference">Where the proof lies, as a number of a form: 1 to 64 of <c>A-Z</c>, <c>a-z</c>, <c>0-9</c>, <c>.</c>, <c>_</c>, <c>/</c> and <c>-</c>.</param>
public sealed record ParentalAuthorisation(ParentalEvidence Evidence, string? Reference = null);
