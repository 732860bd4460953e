namespace RetailServerless.Core.Privacy.Regimes;

/// <summary>How much of the data an access request asks for.</summary>
public enum RequestDetail
{
    /// <summary>The kinds of data, their sources, uses and recipients.</summary>
    Categories,

    /// <summary>The data themselves.</summary>
    SpecificPieces,
}

/// <summary>How much harm an answer to the wrong person would do.</summary>
public enum DataSensitivity
{
    /// <summary>Such as what was looked at.</summary>
    Ordinary,

    /// <summary>Such as addresses, purchases of intimate things, or anything that could not be undone.</summary>
    Sensitive,
}

/// <summary>What about a person can be compared with what the shop holds. A code, never the value.</summary>
public enum DataPoint
{
    /// <summary>Full name.</summary>
    Name,

    /// <summary>E-mail address, shown by a code that was sent there.</summary>
    Email,

    /// <summary>Telephone number, shown by a code that was sent there.</summary>
    Phone,

    /// <summary>A postal address.</summary>
    PostalAddress,

    /// <summary>Date of birth.</summary>
    DateOfBirth,

    /// <summary>The number of an order.</summary>
    OrderNumber,

    /// <summary>The day of an order.</summary>
    OrderDate,

    /// <summary>The total of an order.</summary>
    OrderTotal,

    /// <summary>An article of an order.</summary>
    OrderedArticle,

    /// <summary>The last digits of the payment card of an order.</summary>
    CardEnding,

    /// <summary>The number of a loyalty account.</summary>
    LoyaltyNumber,
}

/// <summary>What a person without an account shows.</summary>
/// <param name="DataPoints">How many different data points must match.</param>
/// <param name="SignedDeclaration">Whether a declaration under penalty of perjury is needed too.</param>
/// <param name="Citation">Where it comes from.</param>
/// <param name="Sentence">What it says.</param>
public sealed record IdentityLevel(int DataPoints, bool SignedDeclaration, string Citation, string Sentence) : ICitedRule;

/// <summary>Which level applies when; the first case that fits counts.</summary>
/// <param name="Level">The name of a level of the regime.</param>
/// <param name="Detail">Only for this detail; <see langword="null"/>: any.</param>
/// <param name="Sensitivity">Only for this sensitivity; <see langword="null"/>: any.</param>
public sealed record IdentityCase(string Level, RequestDetail? Detail = null, DataSensitivity? Sensitivity = null)
{
    /// <summary>Whether it applies.</summary>
    public bool Fits(RequestDetail detail, DataSensitivity sensitivity) =>
        (Detail is null || Detail == detail) && (Sensitivity is null || Sensitivity == sensitivity);
}

/// <summary>Whether and how a person who uses a right shows who they are.</summary>
/// <param name="Verified"><see langword="false"/>: never; asking for identity is a breach.</param>
/// <param name="Citation">Where that comes from.</param>
/// <param name="Sentence">What it says.</param>
/// <param name="Cases">The levels, for a right that is verified; empty otherwise.</param>
public sealed record IdentityRule(bool Verified, string Citation, string Sentence, IReadOnlyList<IdentityCase>? Cases = null) : ICitedRule;

/// <summary>The codes that are sent to confirm an address or a number.</summary>
/// <param name="ValidMinutes">For how long one can be used, minutes.</param>
/// <param name="MaxAttempts">After how many wrong entries it is void.</param>
/// <param name="MaxCodes">How many are sent for one request before a person of the shop must look at it.</param>
/// <param name="Citation">Where it comes from.</param>
/// <param name="Sentence">What it says.</param>
public sealed record CodeRule(int ValidMinutes, int MaxAttempts, int MaxCodes, string Citation, string Sentence) : ICitedRule;

/// <summary>What a power of attorney does.</summary>
/// <param name="AcceptedUnder">Under which law one is accepted, as <c>Probate Code 4121-4130</c>.</param>
/// <param name="Citation">Where it comes from.</param>
/// <param name="Sentence">What it says. One is never required.</param>
public sealed record PowerOfAttorneyRule(string AcceptedUnder, string Citation, string Sentence) : ICitedRule;

/// <summary>What somebody who asks for another person shows.</summary>
public sealed record AgentRules
{
    /// <summary>The person's signed permission.</summary>
    public required LawRule SignedPermission { get; init; }

    /// <summary>Whether the person, too, must show who they are or confirm the permission; <see langword="null"/>: not asked for.</summary>
    public LawRule? PersonConfirms { get; init; }

    /// <summary>What a power of attorney does.</summary>
    public required PowerOfAttorneyRule PowerOfAttorney { get; init; }
}

/// <summary>How a regime lets a shop find out who asks.</summary>
public sealed record VerificationPolicy
{
    /// <summary>What the holder of an account does: sign in again.</summary>
    public required LawRule AccountHolder { get; init; }

    /// <summary>What everybody else shows, by the names that the rights use.</summary>
    public required IReadOnlyDictionary<string, IdentityLevel> Levels { get; init; }

    /// <summary>The data points that are reliable enough to count.</summary>
    public required IReadOnlyList<DataPoint> ReliableDataPoints { get; init; }

    /// <summary>That what is in dispute is never used.</summary>
    public required LawRule DatumInDispute { get; init; }

    /// <summary>What is never asked for, whatever the right.</summary>
    public required IReadOnlyList<LawRule> NeverAsked { get; init; }

    /// <summary>Codes.</summary>
    public required CodeRule Codes { get; init; }

    /// <summary>What is done when the person cannot be verified.</summary>
    public required LawRule Unverified { get; init; }
}
