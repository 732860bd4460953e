namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>What can be asked for as proof.</summary>
public enum ProofKind
{
    /// <summary>The holder of an account signs in again.</summary>
    SignInAgain,

    /// <summary>Data points that match what the shop holds.</summary>
    MatchingDataPoints,

    /// <summary>A signed declaration under penalty of perjury.</summary>
    SignedDeclaration,

    /// <summary>The signed permission that an agent holds. A power of attorney does in its place and is never asked for.</summary>
    SignedPermission,

    /// <summary>The person tells the shop directly that the agent may act, or signs in.</summary>
    PersonConfirms,
}

/// <summary>What an agent shows.</summary>
public enum AgentProof
{
    /// <summary>Permission that the person signed.</summary>
    SignedPermission,

    /// <summary>A power of attorney under the law that the regime names.</summary>
    PowerOfAttorney,
}

/// <summary>Who asks for what.</summary>
/// <param name="Right">The right.</param>
public sealed record VerificationSituation(PrivacyRight Right)
{
    /// <summary>How much is asked for; when in doubt the data themselves.</summary>
    public RequestDetail Detail { get; init; } = RequestDetail.SpecificPieces;

    /// <summary>What a mistake would do; when in doubt harm.</summary>
    public DataSensitivity Sensitivity { get; init; } = DataSensitivity.Sensitive;

    /// <summary>Whether the person has an account with a password.</summary>
    public bool AccountHolder { get; init; }

    /// <summary>Whether somebody asks for the person.</summary>
    public bool ViaAgent { get; init; }

    /// <summary>The data points that the person says are wrong.</summary>
    public IReadOnlyList<DataPoint> InDispute { get; init; } = [];
}

/// <summary>One proof that is needed.</summary>
/// <param name="Kind">What.</param>
/// <param name="Count">How many.</param>
/// <param name="From">The data points that count; empty for other kinds.</param>
/// <param name="Citation">Where it comes from.</param>
/// <param name="Sentence">What it says.</param>
public sealed record ProofDemand(ProofKind Kind, int Count, IReadOnlyList<DataPoint> From, string Citation, string Sentence) : ICitedRule;

/// <summary>What is needed and what must not be asked for.</summary>
/// <param name="Needed">All of these; none when nobody is verified.</param>
/// <param name="NeverAsked">What must not be asked for, with the rule.</param>
public sealed record VerificationDemand(IReadOnlyList<ProofDemand> Needed, IReadOnlyList<LawRule> NeverAsked);

/// <summary>What was shown and checked: codes, never values.</summary>
public sealed record PresentedProofs
{
    /// <summary>Whether the person signed in after the request came.</summary>
    public bool SignedInAgain { get; init; }

    /// <summary>The data points that the shop compared and found to match.</summary>
    public IReadOnlyList<DataPoint> Matched { get; init; } = [];

    /// <summary>Whether a declaration under penalty of perjury was signed.</summary>
    public bool SignedDeclaration { get; init; }

    /// <summary>What the agent showed and the shop found genuine; <see langword="null"/>: nothing.</summary>
    public AgentProof? Agent { get; init; }

    /// <summary>Whether the person confirmed the agent to the shop directly.</summary>
    public bool PersonConfirmed { get; init; }
}

/// <summary>How the proofs were judged.</summary>
/// <param name="Verified">Whether the request may go on.</param>
/// <param name="Missing">What is still needed.</param>
/// <param name="NotUsed">Data points that matched and do not count, because they are in dispute or not reliable.</param>
public sealed record VerificationVerdict(bool Verified, IReadOnlyList<ProofDemand> Missing, IReadOnlyList<DataPoint> NotUsed);
