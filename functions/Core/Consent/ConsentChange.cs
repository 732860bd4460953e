using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent;

/// <summary>What a person, or somebody who may act for them, wants changed.</summary>
public sealed record ConsentChange
{
    /// <summary>Whose consent.</summary>
    public required PersonId Person { get; init; }

    /// <summary>The purposes to change, each on its own; what is not named stays as it is.</summary>
    public required IReadOnlyDictionary<Purpose, bool> Purposes { get; init; }

    /// <summary>The versions of the notices that were shown, where the caller says so; a grant under another version than the one in effect is refused.</summary>
    public IReadOnlyDictionary<Purpose, string> NoticeVersions { get; init; } = new Dictionary<Purpose, string>();

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
}
