using RetailServerless.Core.Results;

namespace RetailServerless.Core.Consent.Iab;

/// <summary>Reads TC strings. Whatever the text, it answers with a string or a failure.</summary>
public static class TcStringReader
{
    private const int Version = 2;
    private const int HighestId = ushort.MaxValue;
    private const int Purposes = 24;
    private const int SpecialFeatures = 12;
    private const string Core = "core segment of the TC string";

    private enum SegmentType
    {
        Core = 0,
        DisclosedVendors = 1,
        AllowedVendors = 2,
        PublisherTc = 3,
    }

    /// <summary>Reads a string. Failures: <c>signal-empty</c>, <c>signal-too-long</c>, <c>signal-character</c>, <c>signal-version</c>, <c>signal-truncated</c>, <c>signal-trailing-data</c>, <c>signal-range</c>, <c>signal-value</c>, <c>signal-segment</c>.</summary>
    public static Result<TcString> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > IabFailures.MaxLength)
        {
            return IabFailures.TooLong;
        }

        var segments = text.Split('.');
        if (!ReadCore(segments[0]).TryGet(out var read, out var failure))
        {
            return failure;
        }

        // Behind the core segment the others may come in any order, each once.
        var seen = new HashSet<SegmentType>();
        foreach (var segment in segments.Skip(1))
        {
            if (NotText(segment, "segment of the TC string") is { } unreadable)
            {
                return unreadable;
            }

            var bits = new BitReader(segment);
            var type = (SegmentType)bits.Int(3);
            if (!seen.Add(type) || type is not (SegmentType.DisclosedVendors or SegmentType.AllowedVendors or SegmentType.PublisherTc))
            {
                return IabFailures.Segment("TC string");
            }

            if (!ReadSegment(type, ref bits, read).TryGet(out read, out failure))
            {
                return failure;
            }
        }

        return read;
    }

    private static Failure? NotText(string text, string part) =>
        text.Length == 0 ? IabFailures.Empty : BitReader.IsReadable(text) ? null : IabFailures.Character(part);

    private static Result<TcString> ReadCore(string text)
    {
        if (NotText(text, Core) is { } unreadable)
        {
            return unreadable;
        }

        var bits = new BitReader(text);
        if (bits.Int(6) != Version)
        {
            return IabFailures.Version(Core);
        }

        var (created, lastUpdated) = (bits.Instant(), bits.Instant());
        var (cmp, cmpVersion, screen, language) = (bits.Int(12), bits.Int(12), bits.Int(6), bits.Letters());
        var (vendorList, policy, serviceSpecific, nonStandard) = (bits.Int(12), bits.Int(6), bits.Bit(), bits.Bit());
        var features = IdSetReader.Bitfield(ref bits, SpecialFeatures);
        var consent = IdSetReader.Bitfield(ref bits, Purposes);
        var interest = IdSetReader.Bitfield(ref bits, Purposes);
        var (oneTreatment, country) = (bits.Bit(), bits.Letters());
        var vendors = IdSetReader.Vendors(ref bits);
        var vendorInterests = vendors is null ? null : IdSetReader.Vendors(ref bits);
        if (vendors is null || vendorInterests is null)
        {
            return IabFailures.Range(Core);
        }

        if (!ReadRestrictions(ref bits).TryGet(out var restrictions, out var failure) || (failure = End(ref bits, Core)) is not null)
        {
            return failure;
        }

        return IsLetters(language) && IsLetters(country)
            ? new TcString
            {
                Created = created,
                LastUpdated = lastUpdated,
                CmpId = cmp,
                CmpVersion = cmpVersion,
                ConsentScreen = screen,
                ConsentLanguage = language,
                VendorListVersion = vendorList,
                TcfPolicyVersion = policy,
                IsServiceSpecific = serviceSpecific,
                UseNonStandardTexts = nonStandard,
                SpecialFeatureOptIns = features,
                PurposesConsent = consent,
                PurposesLITransparency = interest,
                PurposeOneTreatment = oneTreatment,
                PublisherCC = country,
                VendorConsents = vendors,
                VendorLegitimateInterests = vendorInterests,
                PublisherRestrictions = restrictions,
            }
            : IabFailures.Value(Core, IsLetters(language) ? "PublisherCC" : "ConsentLanguage");
    }

    private static Result<List<PublisherRestriction>> ReadRestrictions(ref BitReader bits)
    {
        var count = bits.Int(12);
        var restrictions = new List<PublisherRestriction>();
        for (var i = 0; i < count && !bits.Ended; i++)
        {
            var (purpose, type) = (bits.Int(6), (RestrictionType)bits.Int(2));
            if (IdSetReader.Ranges(ref bits, HighestId) is not { } vendors)
            {
                return IabFailures.Range(Core);
            }

            if (!bits.Ended && (purpose is 0 or > Purposes || !Enum.IsDefined(type)))
            {
                return IabFailures.Value(Core, purpose is 0 or > Purposes ? "PurposeId" : "RestrictionType");
            }

            restrictions.Add(new PublisherRestriction(purpose, type, vendors));
        }

        return restrictions;
    }

    private static Result<TcString> ReadSegment(SegmentType type, ref BitReader bits, TcString read)
    {
        if (type == SegmentType.PublisherTc)
        {
            var (consent, interest) = (IdSetReader.Bitfield(ref bits, Purposes), IdSetReader.Bitfield(ref bits, Purposes));
            var custom = bits.Int(6);
            var publisher = new PublisherTc(consent, interest, custom, IdSetReader.Bitfield(ref bits, custom), IdSetReader.Bitfield(ref bits, custom));
            return End(ref bits, "segment PublisherTC") is { } failure ? failure : read with { PublisherTc = publisher };
        }

        if (IdSetReader.Vendors(ref bits) is not { } vendors)
        {
            return IabFailures.Range($"segment {type}");
        }

        return End(ref bits, $"segment {type}") is { } wrong
            ? wrong
            : type == SegmentType.DisclosedVendors ? read with { DisclosedVendors = vendors } : read with { AllowedVendors = vendors };
    }

    private static Failure? End(ref BitReader bits, string part) =>
        bits.Ended ? IabFailures.Truncated(part) : bits.OnlyPaddingLeft() ? null : IabFailures.Trailing(part);

    private static bool IsLetters(string two) => two.All(char.IsAsciiLetterUpper);
}
