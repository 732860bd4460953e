namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>One right in one regime.</summary>
public sealed record RightRules : ICitedRule
{
    /// <summary>Whether the regime knows it.</summary>
    public required bool Exists { get; init; }

    /// <inheritdoc/>
    public required string Citation { get; init; }

    /// <inheritdoc/>
    public required string Sentence { get; init; }

    /// <summary>As which right of this regime a request is handled when the regime does not know the one that was named; <see langword="null"/>: none fits.</summary>
    public PrivacyRight? HandledAs { get; init; }

    /// <summary>The name of its clock; needed for a right that exists.</summary>
    public string? Clock { get; init; }

    /// <summary>How the person shows who they are; needed for a right that exists.</summary>
    public IdentityRule? Identity { get; init; }

    /// <summary>What the answer must hold.</summary>
    public IReadOnlyList<LawRule> AnswerHolds { get; init; } = [];
}
