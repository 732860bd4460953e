using RetailServerless.Core.Consent;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Tests.Consent;

public sealed class ConsentGateTests
{
    public static TheoryData<Purpose> NeedConsent => [.. PurposeNames.All.Where(p => p is not (Purpose.Service or Purpose.Marketing))];

    [Fact]
    public async Task Service_rests_on_the_contract_without_any_consent()
    {
        var fixture = await ConsentFixture.CreateAsync();

        var grant = (await fixture.AskAsync(Purpose.Service)).Grant!;

        Assert.Equal(LegalBasis.Contract, grant.Basis);
        Assert.Equal("consent/default@1", grant.PolicyVersion);
        Assert.Null(grant.ReceiptId);
        Assert.Equal(fixture.Clock.GetUtcNow(), grant.GivenAt);
        grant.Require(Purpose.Service, ConsentFixture.Ada);
    }

    [Theory]
    [MemberData(nameof(NeedConsent))]
    public async Task Every_other_purpose_is_refused_until_it_is_agreed_to(Purpose purpose)
    {
        var fixture = await ConsentFixture.CreateAsync();

        var before = await fixture.AskAsync(purpose);
        await fixture.PutAsync(purpose, true);
        var after = await fixture.AskAsync(purpose);

        Assert.Equal(new Refusal(purpose, "no-consent", "consent/default@1"), before.Refusal);
        Assert.Null(before.Grant);
        Assert.Equal((await fixture.ReceiptsAsync())[0].ReceiptId.ToString(), after.Grant!.ReceiptId);
        Assert.Null(after.Refusal);
    }

    [Fact]
    public async Task Consent_to_one_purpose_gives_no_other()
    {
        var fixture = await ConsentFixture.CreateAsync();

        await fixture.PutAsync(Purpose.Personalization, true);

        Assert.Equal("no-consent", (await fixture.AskAsync(Purpose.ModelTraining)).Refusal!.Code);
    }

    [Fact]
    public async Task A_revocation_acts_on_the_next_call()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(Purpose.Personalization, true);
        Assert.NotNull((await fixture.AskAsync(Purpose.Personalization)).Grant);

        await fixture.PutAsync(Purpose.Personalization, false);

        Assert.Equal("consent-revoked", (await fixture.AskAsync(Purpose.Personalization)).Refusal!.Code);
    }

    [Fact]
    public async Task A_revocation_in_another_process_acts_within_a_second()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(Purpose.Personalization, true);
        Assert.NotNull((await fixture.AskAsync(Purpose.Personalization)).Grant);
        var key = new DocumentKey(ConsentState.Container, ConsentFixture.Ada.Value, ConsentState.DocumentId);
        await fixture.Documents.UpsertAsync(key, ConsentState.Empty, WriteCondition.Always, default);

        fixture.Clock.Advance(ConsentStates.MaxAge);

        Assert.Null((await fixture.AskAsync(Purpose.Personalization)).Grant);
    }

    [Fact]
    public async Task Consent_ends_when_the_policy_says()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(Purpose.Personalization, true);

        fixture.Clock.Advance(TimeSpan.FromDays(395) - TimeSpan.FromTicks(1));
        var before = await fixture.AskAsync(Purpose.Personalization);
        fixture.Clock.Advance(TimeSpan.FromTicks(1));
        var after = await fixture.AskAsync(Purpose.Personalization);

        Assert.NotNull(before.Grant);
        Assert.Equal("consent-expired", after.Refusal!.Code);
    }

    [Fact]
    public async Task Global_privacy_control_stands_above_consent_and_touches_nothing_else()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(Purpose.SaleOrShare, true);
        await fixture.PutAsync(Purpose.Personalization, true);

        var sale = await fixture.AskAsync(Purpose.SaleOrShare, gpc: true);
        var personalization = await fixture.AskAsync(Purpose.Personalization, gpc: true);

        Assert.Equal("global-privacy-control", sale.Refusal!.Code);
        Assert.NotNull(personalization.Grant);
    }

    [Fact]
    public async Task Global_privacy_control_is_applied_even_when_the_policy_is_gone()
    {
        var fixture = new ConsentFixture();

        var answer = await fixture.AskAsync(Purpose.SaleOrShare, gpc: true);

        Assert.Equal(new Refusal(Purpose.SaleOrShare, "global-privacy-control", "none"), answer.Refusal);
    }

    [Fact]
    public async Task Without_a_policy_everything_is_refused()
    {
        var fixture = new ConsentFixture();

        foreach (var purpose in PurposeNames.All)
            Assert.Equal(new Refusal(purpose, "no-policy", "none"), (await fixture.AskAsync(purpose)).Refusal);
    }

    [Fact]
    public async Task A_broken_store_of_policies_refuses_everything()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(Purpose.Personalization, true);
        fixture.Clock.Advance(PolicyStore.MaxAge);

        fixture.Documents.Fault = (_, container) => container == PolicyDocument.Container ? new IOException("broken") : null;

        foreach (var purpose in PurposeNames.All)
            Assert.Equal("no-policy", (await fixture.AskAsync(purpose)).Refusal!.Code);
    }

    [Fact]
    public async Task A_broken_store_of_consent_refuses_what_needs_consent()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(Purpose.Personalization, true);
        fixture.Clock.Advance(ConsentStates.MaxAge);

        fixture.Documents.Fault = (_, container) => container == ConsentState.Container ? new TimeoutException("broken") : null;

        Assert.Equal("unavailable", (await fixture.AskAsync(Purpose.Personalization)).Refusal!.Code);
        Assert.NotNull((await fixture.AskAsync(Purpose.Service)).Grant);
    }

    [Fact]
    public async Task A_purpose_that_nobody_knows_is_refused()
    {
        var fixture = await ConsentFixture.CreateAsync();

        Assert.Equal("no-policy", (await fixture.AskAsync((Purpose)99)).Refusal!.Code);
    }

    [Fact]
    public async Task A_grant_is_for_its_person_and_purpose_only()
    {
        var fixture = await ConsentFixture.CreateAsync();
        var grant = (await fixture.AskAsync(Purpose.Service)).Grant!;

        Assert.Throws<InvalidOperationException>(() => grant.Require(Purpose.Marketing, ConsentFixture.Ada));
        Assert.Throws<InvalidOperationException>(() => grant.Require(Purpose.Service, People.PersonId.OfVisitor(Guid.NewGuid())));
    }

    [Fact]
    public async Task The_gate_reads_the_store_once_for_many_questions()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(Purpose.Personalization, true);
        await fixture.AskAsync(Purpose.Personalization);
        var reads = fixture.Documents.Reads;

        for (var i = 0; i < 100; i++)
            await fixture.AskAsync(Purpose.Personalization);

        Assert.Equal(reads, fixture.Documents.Reads);
    }
}
