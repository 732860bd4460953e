using RetailServerless.Core.Consent;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Tests.Consent;

public sealed class ConsentJurisdictionTests
{
    [Theory]
    [InlineData(null, null, "default")]
    [InlineData("DE", null, "eu")]
    [InlineData("Germany", "Bavaria", "eu")]
    [InlineData("GB", null, "uk")]
    [InlineData("United Kingdom", "Wales", "uk")]
    [InlineData("US", "CA", "california")]
    [InlineData("us", "california", "california")]
    [InlineData("US", "US-CA", "california")]
    [InlineData(null, "California", "california")]
    [InlineData("US", "TX", "default")]
    [InlineData("CA", null, "default")]
    [InlineData("JP", "somewhere", "default")]
    public async Task The_rules_are_those_of_the_place_in_the_customer_record(string? country, string? region, string jurisdiction)
    {
        var fixture = await ConsentFixture.CreateWithAllAsync();

        await fixture.RecordAsync(country, region);

        Assert.Equal(jurisdiction, (await fixture.ViewAsync()).Jurisdiction);
        Assert.Equal($"consent/{jurisdiction}@1", (await fixture.AskAsync(Purpose.Service)).Grant!.PolicyVersion);
    }

    [Fact]
    public async Task In_California_sale_is_allowed_until_the_person_opts_out_and_elsewhere_only_once_they_agree()
    {
        var fixture = await ConsentFixture.CreateWithAllAsync();
        Assert.Equal("no-consent", await fixture.RefusalAsync(Purpose.SaleOrShare));
        await fixture.RecordAsync("US", "CA");

        var grant = (await fixture.AskAsync(Purpose.SaleOrShare)).Grant!;
        var withSignal = await fixture.AskAsync(Purpose.SaleOrShare, gpc: true);
        await fixture.PutAsync(Purpose.SaleOrShare, false);

        Assert.Equal((LegalBasis.OptOut, null), (grant.Basis, grant.ReceiptId));
        Assert.Equal("global-privacy-control", withSignal.Refusal!.Code);
        Assert.Equal("consent-revoked", await fixture.RefusalAsync(Purpose.SaleOrShare));
        Assert.Equal("no-consent", await fixture.RefusalAsync(Purpose.Sensitive));
    }

    [Fact]
    public async Task What_the_person_says_counts_where_the_record_says_nothing_and_a_request_only_where_nobody_does()
    {
        var fixture = await ConsentFixture.CreateWithAllAsync();
        async Task<string> RequestedAsync(string place) => (await fixture.Service.GetAsync(ConsentFixture.Ada, place, default)).Value.Jurisdiction;
        Assert.Equal("eu", await RequestedAsync("FR"));

        var declared = await fixture.ChangeAsync(Declare("GB"));

        Assert.Equal("uk", declared.Value.Jurisdiction);
        Assert.Equal("uk", await RequestedAsync("FR"));
        Assert.Single(await fixture.AuditAsync("consent.facts-declared"));
        await fixture.RecordAsync("DE");
        Assert.Equal("eu", (await fixture.ViewAsync()).Jurisdiction);
        Assert.Equal("jurisdiction-differs", (await fixture.ChangeAsync(Declare("US-CA"))).Failure!.Code);
    }

    [Fact]
    public async Task Who_moves_keeps_a_consent_whose_notice_says_the_same_and_is_asked_again_otherwise()
    {
        var fixture = await ConsentFixture.CreateWithAllAsync();
        await fixture.PutAsync(Purpose.Personalization, true);
        await fixture.PutAsync(Purpose.SaleOrShare, true);

        await fixture.RecordAsync("US", "CA");

        Assert.NotNull((await fixture.AskAsync(Purpose.Personalization)).Grant);
        var refusal = (await fixture.AskAsync(Purpose.SaleOrShare)).Refusal!;
        Assert.Equal(("re-consent-needed", AskAgain.JurisdictionChanged), (refusal.Code, refusal.Because));
    }

    [Fact]
    public async Task Where_two_policies_claim_a_place_nothing_is_allowed_there_and_an_opt_out_is_taken_all_the_same()
    {
        var eu = await File.ReadAllTextAsync(Path.Combine(ConsentFixture.PolicyFolder, "consent", "eu.yaml"));
        var fixture = await ConsentFixture.CreateAsync(("default", ConsentFixture.PolicyYaml), ("eu", eu), ("eu2", eu.Replace("jurisdiction: eu", "jurisdiction: eu2", StringComparison.Ordinal)));
        await fixture.RecordAsync("DE");

        Assert.Equal("no-policy", await fixture.RefusalAsync(Purpose.Personalization));
        Assert.Equal("consent-policies-inconsistent", (await fixture.ChangeAsync(ConsentFixture.Change(Purpose.Personalization, true))).Failure!.Code);
        await fixture.Service.ApplyGlobalPrivacyControlAsync(ConsentFixture.Ada, "shopper", null, default);
        Assert.Single(await fixture.ReceiptsAsync());
    }

    [Fact]
    public async Task Receipts_name_the_jurisdiction_whose_notice_was_shown()
    {
        var fixture = await ConsentFixture.CreateWithAllAsync();
        await fixture.RecordAsync("DE");

        await fixture.PutAsync(Purpose.Analytics, true);

        var receipt = Assert.Single(await fixture.ReceiptsAsync());
        Assert.Equal(("eu", "consent/eu@1"), (receipt.Jurisdiction, receipt.PolicyVersion));
        Assert.Equal("eu", (string?)(await fixture.Service.FindReceiptAsync(ConsentFixture.Ada, 1, default))!.Receipt["pii_processing"]!["purposes"]![0]!["jurisdiction"]);
    }

    [Fact]
    public async Task A_proposal_for_a_new_jurisdiction_counts_those_who_live_there()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.RecordAsync("DE");
        await fixture.PutAsync(Purpose.Analytics, true);
        await fixture.PutAsync(Purpose.Personalization, true);
        var eu = (await File.ReadAllTextAsync(Path.Combine(ConsentFixture.PolicyFolder, "consent", "eu.yaml"))).Replace("we count what you do", "we measure what you do", StringComparison.Ordinal)
            .Replace("sameSubstanceAs: [default/2]\n      title: Measuring", "title: Measuring", StringComparison.Ordinal);

        var effect = await fixture.Effect.MeasureAsync(new PolicyText("consent/eu.yaml", eu), fixture.Clock.GetUtcNow(), default);

        Assert.Null(effect.ComparedWith);
        Assert.Equal(new PurposeEffect("analytics", 1, 0, 0, 1, 0), effect.Purposes.Single(p => p.Purpose == "analytics"));
        Assert.Equal(new PurposeEffect("personalization", 1, 0, 0, 0, 1), effect.Purposes.Single(p => p.Purpose == "personalization"));
        Assert.Equal(1, effect.PeopleAffected);
    }

    private static ConsentChange Declare(string place) =>
        ConsentFixture.Change(Purpose.Analytics, true) with { Purposes = new Dictionary<ConsentScope, bool>(), Declared = new DeclaredFacts(place) };
}
