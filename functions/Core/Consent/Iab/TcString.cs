namespace RetailServerless.Core.Consent.Iab;

/// <summary>
/// A TC string of IAB Europe's Transparency and Consent Framework, version 2 of its format ("Transparency and Consent String with Global Vendor &amp; CMP List Formats", April 2025: TCF 2.3). Field by
/// field as the specification names them.
/// </summary>
public sealed record TcString
{
    /// <summary>When the string was made, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it was last changed, UTC; since 2021 written to the day.</summary>
    public required DateTimeOffset LastUpdated { get; init; }

    /// <summary>Who made it, by the list of CMPs.</summary>
    public required int CmpId { get; init; }

    /// <summary>The version of that program.</summary>
    public required int CmpVersion { get; init; }

    /// <summary>On which of its screens the person decided.</summary>
    public required int ConsentScreen { get; init; }

    /// <summary>The language in which it asked, two letters (ISO 639-1).</summary>
    public required string ConsentLanguage { get; init; }

    /// <summary>The version of the Global Vendor List.</summary>
    public required int VendorListVersion { get; init; }

    /// <summary>The version of the policies of the framework.</summary>
    public required int TcfPolicyVersion { get; init; }

    /// <summary>Whether it was made for this site alone; strings of global scope are deprecated since 2021.</summary>
    public required bool IsServiceSpecific { get; init; }

    /// <summary>Whether other texts than the standard ones were shown.</summary>
    public required bool UseNonStandardTexts { get; init; }

    /// <summary>Special features to which the person opted in (1: precise geolocation, 2: scanning the device).</summary>
    public required IdSet SpecialFeatureOptIns { get; init; }

    /// <summary>Purposes to which the person consented.</summary>
    public required IdSet PurposesConsent { get; init; }

    /// <summary>Purposes for which legitimate interest was shown and not objected to.</summary>
    public required IdSet PurposesLITransparency { get; init; }

    /// <summary>Whether purpose 1 was not shown at all.</summary>
    public required bool PurposeOneTreatment { get; init; }

    /// <summary>The country whose law applies, two letters (ISO 3166-1).</summary>
    public required string PublisherCC { get; init; }

    /// <summary>Vendors to whom the person consented.</summary>
    public required IdSet VendorConsents { get; init; }

    /// <summary>Vendors whose legitimate interest was shown and not objected to.</summary>
    public required IdSet VendorLegitimateInterests { get; init; }

    /// <summary>What the publisher allows vendors less than they declare.</summary>
    public required IReadOnlyList<PublisherRestriction> PublisherRestrictions { get; init; }

    /// <summary>Vendors that were shown to the person; <see langword="null"/> when the segment is missing, which TCF 2.3 does not allow.</summary>
    public IdSet? DisclosedVendors { get; init; }

    /// <summary>Vendors that the publisher allows: a segment of strings of global scope, deprecated.</summary>
    public IdSet? AllowedVendors { get; init; }

    /// <summary>What the person decided about the publisher itself; <see langword="null"/> when the segment is missing.</summary>
    public PublisherTc? PublisherTc { get; init; }
}

/// <summary>A restriction of vendors by the publisher.</summary>
/// <param name="PurposeId">The purpose.</param>
/// <param name="RestrictionType">How.</param>
/// <param name="Vendors">Whom.</param>
public sealed record PublisherRestriction(int PurposeId, RestrictionType RestrictionType, IdSet Vendors);

/// <summary>Kinds of restrictions.</summary>
public enum RestrictionType
{
    /// <summary>The purpose is not allowed.</summary>
    NotAllowed,

    /// <summary>Consent is needed.</summary>
    RequireConsent,

    /// <summary>Legitimate interest is needed.</summary>
    RequireLegitimateInterest,
}

/// <summary>What the person decided about the publisher itself.</summary>
/// <param name="PurposesConsent">Purposes to which they consented.</param>
/// <param name="PurposesLITransparency">Purposes for which legitimate interest was shown and not objected to.</param>
/// <param name="CustomPurposes">How many purposes the publisher has of its own.</param>
/// <param name="CustomPurposesConsent">Those to which they consented.</param>
/// <param name="CustomPurposesLITransparency">Those for which legitimate interest was shown and not objected to.</param>
public sealed record PublisherTc(
    IdSet PurposesConsent, IdSet PurposesLITransparency, int CustomPurposes, IdSet CustomPurposesConsent, IdSet CustomPurposesLITransparency);
