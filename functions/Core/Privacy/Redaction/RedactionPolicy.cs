namespace RetailServerless.Core.Privacy.Redaction;

/// <summary>What a shop adds to the redaction, <c>policies/chat/redaction.yaml</c>.</summary>
public sealed record RedactionPolicy
{
    /// <summary>Its id in the policy store.</summary>
    public const string Id = "chat/redaction";

    /// <summary>Regular expressions of the shop's own order numbers, with the number in a group <c>number</c>; added to the shapes that are always found.</summary>
    public List<string> OrderNumberPatterns { get; init; } = [];

    /// <summary>ISO 3166-1 regions in which a telephone number without a country code is tried, the likeliest first.</summary>
    public List<string> PhoneRegions { get; init; } = ["US"];
}
