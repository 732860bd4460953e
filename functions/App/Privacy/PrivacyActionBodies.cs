using RetailServerless.Core.Privacy.Regimes;

namespace RetailServerless.Functions.Privacy;

/// <summary>What somebody shows to prove who they are: one of these. With a shopper's own new token nothing else is needed.</summary>
internal sealed record VerificationBody
{
    /// <summary>Sends a code to the address or number that the shop has: <c>email</c> or <c>phone</c>.</summary>
    public DataPoint? SendCodeTo { get; init; }

    /// <summary>The code that came.</summary>
    public string? Code { get; init; }

    /// <summary>Data to compare with what the shop has, as <c>{"orderNumber": "..."}</c>.</summary>
    public IReadOnlyDictionary<DataPoint, string>? Data { get; init; }

    /// <summary>Whether a signed declaration under penalty of perjury lies before the officer.</summary>
    public bool Declaration { get; init; }

    /// <summary>Whether the officer has seen a power of attorney that the law accepts.</summary>
    public bool PowerOfAttorney { get; init; }
}

/// <summary>The decision of an officer.</summary>
/// <param name="Approved">Whether it is done.</param>
/// <param name="Reason">Why not; told to the person.</param>
/// <param name="Citation">The article it rests on; told to the person.</param>
/// <param name="Denial">As what a refusal counts in the yearly numbers (11 CCR 7102(a)); other grounds unless said.</param>
internal sealed record ApprovalBody(bool Approved, string? Reason, string? Citation, DenialReason? Denial = null);

/// <summary>Which data are meant: an officer asks, the person or an officer answers. One of both.</summary>
/// <param name="Question">The question, without personal data; sent to the person.</param>
/// <param name="Answer">The person's answer; kept only encrypted.</param>
internal sealed record ClarificationBody(string? Question, string? Answer);

/// <summary>The end of a restriction.</summary>
/// <param name="Reason">Why the data are used again; told to the person before.</param>
internal sealed record LiftBody(string? Reason);

/// <summary>More time for the answer.</summary>
/// <param name="Reason">Why, as the person was told.</param>
/// <param name="Amount">How many units of the regime's period; as many as it allows unless said.</param>
internal sealed record ExtensionBody(string? Reason, int? Amount);

/// <summary>A hold.</summary>
/// <param name="Stores">The stores it covers.</param>
/// <param name="Items">Only items with these numbers.</param>
/// <param name="From">Only items from this instant on.</param>
/// <param name="To">Only items before this instant.</param>
/// <param name="Rule">Why, in a sentence.</param>
/// <param name="Citation">The law it rests on.</param>
/// <param name="ReviewOn">When it is looked at again.</param>
internal sealed record HoldBody(
    IReadOnlyList<string>? Stores, IReadOnlyList<string>? Items, DateTimeOffset? From, DateTimeOffset? To, string? Rule, string? Citation, DateOnly? ReviewOn);

/// <summary>The one link to a package.</summary>
/// <param name="Url">Works once, for the person's own token alone, and carries the key.</param>
/// <param name="ExpiresAt">Until when.</param>
internal sealed record PackageLink(string Url, DateTimeOffset ExpiresAt);
