using System.Text.Json.Nodes;

namespace RetailServerless.Functions.Policies;

/// <summary>A version to be proposed, with its text as YAML or as JSON.</summary>
internal sealed record ProposalBody
{
    /// <summary>The text, kept byte for byte. This or <see cref="Policy"/>.</summary>
    public string? Yaml { get; init; }

    /// <summary>The policy as JSON, which is written as YAML.</summary>
    public JsonObject? Policy { get; init; }

    /// <summary>From when it is to be in effect; from its approval on unless said.</summary>
    public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>Why somebody approves or rejects.</summary>
/// <param name="Reason">Why; a rejection must say it.</param>
internal sealed record DecisionBody(string? Reason);

/// <summary>Going back to an old version.</summary>
/// <param name="Version">The version whose text is proposed again.</param>
/// <param name="Reason">Why.</param>
/// <param name="EffectiveFrom">From when; from its approval on unless said.</param>
internal sealed record RollbackBody(int Version, string? Reason, DateTimeOffset? EffectiveFrom);
