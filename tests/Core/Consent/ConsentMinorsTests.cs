using RetailServerless.Core.Consent;

namespace RetailServerless.Core.Tests.Consent;

/// <summary>The clock stands in November 2026.</summary>
public sealed class ConsentMinorsTests
{
    private static readonly ParentalAuthorisation Form = new(ParentalEvidence.SignedForm, "F-17");

    [Theory]
    [InlineData("DE", 2010, "parental-consent-needed")]
    [InlineData("DE", 2009, null)]
    [InlineData("AT", 2012, "parental-consent-needed")]
    [InlineData("AT", 2011, null)]
    [InlineData("FR", 2011, "parental-consent-needed")]
    [InlineData("FR", 2010, null)]
    [InlineData("GB", 2013, "parental-consent-needed")]
    [InlineData("GB", 2012, null)]
    [InlineData(null, 2010, "parental-consent-needed")]
    public async Task Under_the_age_of_the_country_a_child_cannot_agree_alone(string? country, int birthYear, string? refusal)
    {
        var fixture = await ConsentFixture.CreateWithAllAsync();
        await fixture.RecordAsync(country, birthYear: birthYear);

        var result = await fixture.ChangeAsync(ConsentFixture.Change(Purpose.Personalization, true));

        Assert.Equal(refusal, result.Failure?.Code);
        Assert.Equal(refusal, await fixture.RefusalAsync(Purpose.Personalization));
    }

    [Theory]
    [InlineData("under 13", true)]
    [InlineData("<16", true)]
    [InlineData("13-15", true)]
    [InlineData("12", true)]
    [InlineData("16-17", false)]
    [InlineData("65+", false)]
    [InlineData("unknown", false)]
    [InlineData(null, false)]
    public async Task An_age_band_is_read_at_its_lower_end_and_somebody_of_unknown_age_is_treated_as_the_policy_says(string? band, bool child)
    {
        var fixture = await ConsentFixture.CreateWithAllAsync();
        await fixture.RecordAsync("DE", ageBand: band);

        Assert.Equal(child ? OptInBy.Parent : OptInBy.Person, (await fixture.ViewAsync()).Purposes[Purpose.Analytics].AskedOf);
    }

    [Fact]
    public async Task Where_the_policy_says_so_somebody_of_unknown_age_is_a_child()
    {
        var fixture = await ConsentFixture.CreateAsync(("default", ConsentFixture.PolicyYaml.Replace("unknownAge: adult", "unknownAge: child", StringComparison.Ordinal)));

        Assert.Equal("parental-consent-needed", (await fixture.ChangeAsync(ConsentFixture.Change(Purpose.Analytics, true))).Failure!.Code);
    }

    [Fact]
    public async Task A_parent_agrees_with_evidence_that_the_receipt_keeps_and_the_child_can_withdraw()
    {
        var fixture = await ConsentFixture.CreateWithAllAsync();
        await fixture.RecordAsync("DE", birthYear: 2014);

        await fixture.ChangeAsync(ConsentFixture.Change(Purpose.Personalization, true) with { Parent = Form });

        Assert.NotNull((await fixture.AskAsync(Purpose.Personalization)).Grant);
        var receipt = (await fixture.Service.FindReceiptAsync(ConsentFixture.Ada, 1, default))!.Receipt;
        Assert.Equal(("parent", "signedForm", "F-17"), ((string?)receipt["events"]![0]!["entity_id"], (string?)receipt["events"]![0]!["authority_evidence"], (string?)receipt["events"]![0]!["authority_reference"]));
        Assert.Equal("signedForm", (string?)(await fixture.AuditAsync("consent.changed"))[0].Body!["changes"]![0]!["evidence"]);
        await fixture.PutAsync(Purpose.Personalization, false);
        Assert.Equal("consent-revoked", await fixture.RefusalAsync(Purpose.Personalization));
    }

    [Fact]
    public async Task Evidence_that_the_policy_does_not_accept_and_a_parent_of_an_adult_are_refused()
    {
        var fixture = await ConsentFixture.CreateWithAllAsync();
        await fixture.RecordAsync("DE", birthYear: 2014);
        var change = ConsentFixture.Change(Purpose.Personalization, true);

        var call = await fixture.ChangeAsync(change with { Parent = new ParentalAuthorisation(ParentalEvidence.TollFreeCall) });
        await fixture.RecordAsync("DE", birthYear: 1990);
        var adult = await fixture.ChangeAsync(change with { Parent = Form });

        Assert.Equal(("parental-evidence-not-accepted", "parent-cannot-agree"), (call.Failure!.Code, adult.Failure!.Code));
        Assert.Empty(await fixture.ReceiptsAsync());
    }

    [Fact]
    public async Task On_reaching_the_age_the_consent_of_the_parent_lapses_and_the_person_is_asked()
    {
        var fixture = await ConsentFixture.CreateAsync(("default", ConsentFixture.PolicyYaml.Replace("expiresAfterDays: 395", "expiresAfterDays: 3000", StringComparison.Ordinal)));
        await fixture.RecordAsync(birthYear: 2010);
        await fixture.ChangeAsync(ConsentFixture.Change(Purpose.Personalization, true) with { Parent = Form });

        fixture.Clock.SetUtcNow(new DateTimeOffset(2026, 12, 31, 23, 59, 59, TimeSpan.Zero));
        var before = await fixture.AskAsync(Purpose.Personalization);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        var after = (await fixture.AskAsync(Purpose.Personalization)).Refusal!;

        Assert.NotNull(before.Grant);
        Assert.Equal(("re-consent-needed", AskAgain.OfAge), (after.Code, after.Because));
        await fixture.PutAsync(Purpose.Personalization, true);
        Assert.NotNull((await fixture.AskAsync(Purpose.Personalization)).Grant);
    }

    [Fact]
    public async Task What_a_child_agreed_to_before_anybody_knew_its_age_no_longer_holds()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(Purpose.Personalization, true);

        await fixture.RecordAsync(birthYear: 2015);

        Assert.Equal("parental-consent-needed", await fixture.RefusalAsync(Purpose.Personalization));
    }

    [Fact]
    public async Task In_California_sale_of_a_childs_data_is_opted_in_to_by_a_parent_under_13_and_by_the_person_under_16()
    {
        var fixture = await ConsentFixture.CreateWithAllAsync();
        var yes = ConsentFixture.Change(Purpose.SaleOrShare, true) with { OfOwnAccord = true };
        await fixture.RecordAsync("US", "CA", birthYear: 2016);
        Assert.Equal("parental-consent-needed", await fixture.RefusalAsync(Purpose.SaleOrShare));
        Assert.Equal("parental-consent-needed", (await fixture.ChangeAsync(yes)).Failure!.Code);

        var first = (await fixture.ChangeAsync(yes with { Parent = Form })).Value;
        Assert.Equal("parental-consent-needed", await fixture.RefusalAsync(Purpose.SaleOrShare));
        await fixture.ChangeAsync(yes with { Parent = Form, Confirmations = Confirm(first) });
        Assert.NotNull((await fixture.AskAsync(Purpose.SaleOrShare)).Grant);

        await fixture.RecordAsync("US", "CA", birthYear: 2012);
        Assert.Equal("re-consent-needed", await fixture.RefusalAsync(Purpose.SaleOrShare));
        await fixture.OptInAsync(Purpose.SaleOrShare);
        Assert.Equal(LegalBasis.Consent, (await fixture.AskAsync(Purpose.SaleOrShare)).Grant!.Basis);
        Assert.NotNull((await fixture.ChangeAsync(ConsentFixture.Change(Purpose.Personalization, true))).Value);
    }

    [Fact]
    public async Task An_age_once_said_is_not_raised_by_saying_another()
    {
        var fixture = await ConsentFixture.CreateAsync();
        var yes = ConsentFixture.Change(Purpose.Personalization, true);

        var child = await fixture.ChangeAsync(yes with { Declared = new DeclaredFacts(BirthYear: 2014) });
        var grown = await fixture.ChangeAsync(yes with { Declared = new DeclaredFacts(BirthYear: 1990) });
        var plain = await fixture.ChangeAsync(yes);

        Assert.Equal(("parental-consent-needed", "age-already-declared", "parental-consent-needed"), (child.Failure!.Code, grown.Failure!.Code, plain.Failure!.Code));
    }

    private static Dictionary<ConsentScope, Guid> Confirm(ConsentView view) => new() { [Purpose.SaleOrShare] = ConsentFixture.Confirmation(view, Purpose.SaleOrShare)!.Value };
}
