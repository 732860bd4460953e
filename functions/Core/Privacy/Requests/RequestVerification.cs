using System.Text.Json.Serialization;
using RetailServerless.Core.Privacy.Regimes;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>What the person has to show, and what they have shown: codes, never values.</summary>
public sealed record RequestVerification
{
    /// <summary>Who asks for what; <see langword="null"/> when nobody is asked who they are.</summary>
    public VerificationSituation? Situation { get; init; }

    /// <summary>What is still needed, each with its rule.</summary>
    public IReadOnlyList<ProofDemand> Missing { get; init; } = [];

    /// <summary>What was shown and found right.</summary>
    public PresentedProofs Presented { get; init; } = new();

    /// <summary>Until when it can be shown, UTC.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How often something wrong may still be shown.</summary>
    public int AttemptsLeft { get; init; }

    /// <summary>How many codes may still be sent.</summary>
    public int CodesLeft { get; init; }

    /// <summary>The code that was sent last.</summary>
    public SentCode? Code { get; init; }

    /// <summary>Hashes of codes that were used or replaced: whoever shows one of them again replays it.</summary>
    public IReadOnlyList<string> SpentCodes { get; init; } = [];

    /// <summary>When who asks was proved, UTC.</summary>
    public DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>Nobody is asked who they are.</summary>
    public static RequestVerification NotNeeded { get; } = new();

    /// <summary>Whether it is proved, or need not be.</summary>
    [JsonIgnore]
    public bool IsMet => Situation is null || VerifiedAt is not null;
}

/// <summary>A code that was sent.</summary>
/// <param name="Channel">Where: the e-mail address or the telephone number that the shop has.</param>
/// <param name="Hash">HMAC of the code under the request's key, hexadecimal.</param>
/// <param name="ExpiresAt">Until when it is good, UTC.</param>
/// <param name="AttemptsLeft">How many wrong entries are left.</param>
public sealed record SentCode(DataPoint Channel, string Hash, DateTimeOffset ExpiresAt, int AttemptsLeft);
