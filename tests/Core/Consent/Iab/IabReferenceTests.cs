using System.Text.Json;
using RetailServerless.Core.Consent.Iab;

namespace RetailServerless.Core.Tests.Consent.Iab;

/// <summary>Strings that the public reference libraries encode are read here field by field as they were meant.</summary>
public sealed class IabReferenceTests
{
    private const int TcStrings = 3000;
    private const int GppStrings = 3000;
    private const int Seed = 20261124;

    [IabReferenceFact]
    public void Thousands_of_random_strings_of_the_reference_libraries_are_read_field_by_field()
    {
        var (tc, gpp, fields) = (0, 0, 0);
        foreach (var line in IabReference.Encode(Seed, TcStrings, GppStrings))
        {
            using var made = JsonDocument.Parse(line);
            var text = made.RootElement.GetProperty("text").GetString()!;
            if (made.RootElement.GetProperty("kind").GetString() == "tc")
            {
                fields += SameTc(made.RootElement.GetProperty("fields"), Must(TcStringReader.Read(text), text));
                tc++;
            }
            else
            {
                fields += SameGpp(made.RootElement, Must(GppStringReader.Read(text), text));
                gpp++;
            }
        }

        Assert.Equal(TcStrings, tc);
        Assert.Equal(GppStrings + (GppStrings / 10), gpp);
        Assert.True(fields > 200_000, $"{fields} fields");
    }

    private static T Must<T>(Results.Result<T> result, string text) => result.TryGet(out var read, out var failure) ? read : throw new Xunit.Sdk.XunitException($"{failure.Code}: {failure.Detail} {text}");

    private static int SameTc(JsonElement fields, TcString read)
    {
        var count = 0;
        foreach (var field in fields.EnumerateObject())
        {
            count++;
            switch (field.Name)
            {
                case nameof(TcString.SpecialFeatureOptIns): Same(field, read.SpecialFeatureOptIns); break;
                case nameof(TcString.PurposesConsent): Same(field, read.PurposesConsent); break;
                case nameof(TcString.PurposesLITransparency): Same(field, read.PurposesLITransparency); break;
                case nameof(TcString.VendorConsents): Same(field, read.VendorConsents); break;
                case nameof(TcString.VendorLegitimateInterests): Same(field, read.VendorLegitimateInterests); break;
                case nameof(TcString.DisclosedVendors): Same(field, read.DisclosedVendors!); break;
                case nameof(TcString.AllowedVendors): Same(field, read.AllowedVendors!); break;
                case "PublisherPurposesConsent": Same(field, read.PublisherTc!.PurposesConsent); break;
                case "PublisherPurposesLITransparency": Same(field, read.PublisherTc!.PurposesLITransparency); break;
                case nameof(PublisherTc.CustomPurposesConsent): Same(field, read.PublisherTc!.CustomPurposesConsent); break;
                case nameof(PublisherTc.CustomPurposesLITransparency): Same(field, read.PublisherTc!.CustomPurposesLITransparency); break;
                case nameof(PublisherTc.CustomPurposes): Assert.Equal(field.Value.GetInt32(), read.PublisherTc!.CustomPurposes); break;
                case nameof(TcString.Created): Assert.Equal(field.Value.GetDateTimeOffset(), read.Created); break;
                case nameof(TcString.LastUpdated): Assert.Equal(field.Value.GetDateTimeOffset(), read.LastUpdated); break;
                case nameof(TcString.CmpId): Assert.Equal(field.Value.GetInt32(), read.CmpId); break;
                case nameof(TcString.CmpVersion): Assert.Equal(field.Value.GetInt32(), read.CmpVersion); break;
                case nameof(TcString.ConsentScreen): Assert.Equal(field.Value.GetInt32(), read.ConsentScreen); break;
                case nameof(TcString.ConsentLanguage): Assert.Equal(field.Value.GetString(), read.ConsentLanguage); break;
                case nameof(TcString.VendorListVersion): Assert.Equal(field.Value.GetInt32(), read.VendorListVersion); break;
                case nameof(TcString.TcfPolicyVersion): Assert.Equal(field.Value.GetInt32(), read.TcfPolicyVersion); break;
                case nameof(TcString.IsServiceSpecific): Assert.Equal(field.Value.GetBoolean(), read.IsServiceSpecific); break;
                case nameof(TcString.UseNonStandardTexts): Assert.Equal(field.Value.GetBoolean(), read.UseNonStandardTexts); break;
                case nameof(TcString.PurposeOneTreatment): Assert.Equal(field.Value.GetBoolean(), read.PurposeOneTreatment); break;
                case nameof(TcString.PublisherCC): Assert.Equal(field.Value.GetString(), read.PublisherCC); break;
                case nameof(TcString.PublisherRestrictions): SameRestrictions(field.Value, read.PublisherRestrictions); break;
                default: Assert.Fail($"Nobody compares the field {field.Name}."); break;
            }
        }

        Assert.Equal(fields.TryGetProperty(nameof(TcString.DisclosedVendors), out _), read.DisclosedVendors is not null);
        Assert.Equal(fields.TryGetProperty(nameof(TcString.AllowedVendors), out _), read.AllowedVendors is not null);
        Assert.Equal(fields.TryGetProperty(nameof(PublisherTc.CustomPurposes), out _), read.PublisherTc is not null);
        return count;
    }

    private static int SameGpp(JsonElement made, GppString read)
    {
        Assert.Equal(made.GetProperty("ids").EnumerateArray().Select(i => i.GetInt32()), read.SectionIds);
        var count = 1;
        foreach (var section in made.GetProperty("sections").EnumerateObject())
        {
            count += int.Parse(section.Name, System.Globalization.CultureInfo.InvariantCulture) switch
            {
                2 => SameTcSection(section.Value, read.TcfEuV2!),
                6 => SameUsPrivacy(section.Value, read.UspV1!),
                var id => SameState(section.Value, read.States.Single(s => s.Id == id)),
            };
        }

        Assert.Equal(made.GetProperty("sections").EnumerateObject().Count(), read.SectionIds.Count - read.Unread.Count);
        return count;
    }

    private static int SameTcSection(JsonElement made, TcString read)
    {
        Assert.Equal(made.GetProperty("CmpId").GetInt32(), read.CmpId);
        Assert.Equal(made.GetProperty("PolicyVersion").GetInt32(), read.TcfPolicyVersion);
        Assert.Equal(made.GetProperty("ConsentLanguage").GetString(), read.ConsentLanguage);
        Assert.Equal(made.GetProperty("PublisherCountryCode").GetString(), read.PublisherCC);
        Assert.Equal(made.GetProperty("LastUpdated").GetDateTimeOffset(), read.LastUpdated);
        Assert.Equal(Ids(made.GetProperty("VendorConsents")), read.VendorConsents);
        Assert.Equal(Ids(made.GetProperty("VendorLegitimateInterests")), read.VendorLegitimateInterests);
        Assert.Equal(Ids(made.GetProperty("VendorsDisclosed")), read.DisclosedVendors!);
        Assert.Equal(Flags(made.GetProperty("PurposeConsents")), read.PurposesConsent);
        Assert.Equal(Flags(made.GetProperty("PublisherConsents")), read.PublisherTc!.PurposesConsent);
        return 10;
    }

    private static int SameUsPrivacy(JsonElement made, UsPrivacy read)
    {
        Assert.Equal(made.GetProperty("Notice").GetString(), $"{read.Notice}");
        Assert.Equal(made.GetProperty("OptOutSale").GetString(), $"{read.OptOutSale}");
        Assert.Equal(made.GetProperty("LspaCovered").GetString(), $"{read.LspaCovered}");
        return 3;
    }

    private static int SameState(JsonElement made, UsSection read)
    {
        var fields = made.EnumerateObject().Where(f => !f.Name.EndsWith("SegmentType", StringComparison.Ordinal) && f.Name != "Gpc").ToList();
        foreach (var field in fields)
        {
            Assert.Equal(field.Value.ValueKind == JsonValueKind.Array ? Ids(field.Value) : [field.Value.GetInt32()], read.Fields[field.Name]);
        }

        Assert.Equal(fields.Select(f => f.Name).Order(StringComparer.Ordinal), read.Fields.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(made.TryGetProperty("Gpc", out var gpc) ? gpc.GetBoolean() : null, read.Gpc);
        return fields.Count;
    }

    private static void SameRestrictions(JsonElement made, IReadOnlyList<PublisherRestriction> read)
    {
        var mine = read.OrderBy(r => r.PurposeId).ThenBy(r => r.RestrictionType).ToList();
        Assert.Equal(made.GetArrayLength(), mine.Count);
        foreach (var (expected, restriction) in made.EnumerateArray().Zip(mine))
        {
            Assert.Equal(expected.GetProperty("PurposeId").GetInt32(), restriction.PurposeId);
            Assert.Equal(expected.GetProperty("RestrictionType").GetInt32(), (int)restriction.RestrictionType);
            Assert.Equal(Ids(expected.GetProperty("Vendors")), restriction.Vendors);
        }
    }

    private static void Same(JsonProperty field, IdSet read) => Assert.Equal(Ids(field.Value), read);

    private static IEnumerable<int> Ids(JsonElement array) => array.EnumerateArray().Select(i => i.GetInt32());

    private static IEnumerable<int> Flags(JsonElement array) => array.EnumerateArray().Select((f, i) => f.GetBoolean() ? i + 1 : 0).Where(i => i > 0);
}
