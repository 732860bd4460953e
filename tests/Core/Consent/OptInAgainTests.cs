using RetailServerless.Core.Consent;

namespace RetailServerless.Core.Tests.Consent;

/// <summary>Civ. Code 1798.135(c)(4); 11 CCR 7025(c), 7028. The clock begins on 2026-11-24.</summary>
public sealed class OptInAgainTests
{
    private static readonly ConsentChange Prompted = ConsentFixture.Change(Purpose.SaleOrShare, true);
    private static readonly ConsentChange OwnAccord = Prompted with { OfOwnAccord = true };

    [Theory]
    [InlineData(Purpose.SaleOrShare)]
    [InlineData(Purpose.Sensitive)]
    public async Task After_an_opt_out_nobody_is_asked_for_twelve_months(Purpose purpose)
    {
        var fixture = await ConsentFixture.CreateAsync();
        var view = await fixture.PutAsync(purpose, false);
        Assert.Equal(new DateOnly(2027, 11, 25), view.Purposes[purpose].MayAskAgainOn);

        fixture.Clock.SetUtcNow(new DateTimeOffset(2027, 11, 24, 23, 59, 59, TimeSpan.Zero));
        var early = await fixture.ChangeAsync(ConsentFixture.Change(purpose, true));
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        var late = await fixture.ChangeAsync(ConsentFixture.Change(purpose, true));

        Assert.Equal("asked-too-early", early.Failure!.Code);
        Assert.Contains("before 2027-11-25", early.Failure.Detail, StringComparison.Ordinal);
        Assert.Null(late.Value.Purposes[purpose].MayAskAgainOn);
        Assert.NotNull(late.Value.Purposes[purpose].Confirmation);
        Assert.False(late.Value.Purposes[purpose].Granted);
    }

    [Fact]
    public async Task Who_comes_to_it_alone_opts_in_in_two_steps_and_the_receipt_shows_both()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(Purpose.SaleOrShare, false);

        var first = (await fixture.ChangeAsync(OwnAccord)).Value;
        Assert.True(first.Purposes[Purpose.SaleOrShare].TwoSteps);
        Assert.Equal("consent-revoked", await fixture.RefusalAsync(Purpose.SaleOrShare));
        fixture.Clock.Advance(TimeSpan.FromMinutes(5));
        var second = (await fixture.ChangeAsync(Confirming(first))).Value;

        Assert.True(second.Purposes[Purpose.SaleOrShare].Granted);
        Assert.NotNull((await fixture.AskAsync(Purpose.SaleOrShare)).Grant);
        var events = (await fixture.Service.FindReceiptAsync(ConsentFixture.Ada, 2, default))!.Receipt["events"]!.AsArray();
        Assert.Equal(["consent requested", "consent given"], events.Select(e => (string?)e!["event_state"]));
        Assert.Equal("saleOrShare", (string?)Assert.Single(await fixture.AuditAsync("consent.opt-in-requested")).Body!["scopes"]![0]);
    }

    [Fact]
    public async Task A_confirmation_without_its_first_step_a_late_one_and_one_of_a_changed_notice_are_refused()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(Purpose.SaleOrShare, false);
        var unknown = await fixture.ChangeAsync(OwnAccord with { Confirmations = new Dictionary<ConsentScope, Guid> { [Purpose.SaleOrShare] = Guid.NewGuid() } });
        var first = (await fixture.ChangeAsync(OwnAccord)).Value;
        fixture.Clock.Advance(TimeSpan.FromMinutes(60));
        var late = await fixture.ChangeAsync(Confirming(first));
        var again = (await fixture.ChangeAsync(OwnAccord)).Value;
        await fixture.ApproveAsync("default", 2, ConsentFixture.PolicyYaml.Replace("may be passed on to advertising partners", "is passed on to everybody", StringComparison.Ordinal));
        var changed = await fixture.ChangeAsync(Confirming(again));

        Assert.Equal(("opt-in-not-requested", "opt-in-expired", "notice-changed"), (unknown.Failure!.Code, late.Failure!.Code, changed.Failure!.Code));
        Assert.Null((await fixture.AskAsync(Purpose.SaleOrShare)).Grant);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_no_or_the_signal_between_the_steps_takes_the_first_back(bool signal)
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.Service.ApplyGlobalPrivacyControlAsync(ConsentFixture.Ada, "shopper", null, default);
        var first = (await fixture.ChangeAsync(OwnAccord)).Value;

        if (signal)
            await fixture.Service.ApplyGlobalPrivacyControlAsync(ConsentFixture.Ada, "shopper", null, default);
        else
            await fixture.PutAsync(Purpose.SaleOrShare, false);

        Assert.Equal("opt-in-not-requested", (await fixture.ChangeAsync(Confirming(first))).Failure!.Code);
    }

    [Fact]
    public async Task While_a_browser_goes_on_sending_the_signal_the_months_begin_anew_and_neither_step_can_carry_it()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.Service.ApplyGlobalPrivacyControlAsync(ConsentFixture.Ada, "shopper", null, default);
        fixture.Clock.Advance(TimeSpan.FromDays(100));
        await fixture.Service.ApplyGlobalPrivacyControlAsync(ConsentFixture.Ada, "shopper", null, default);
        var first = (await fixture.ChangeAsync(OwnAccord)).Value;

        Assert.Equal(new DateOnly(2028, 3, 5), first.Purposes[Purpose.SaleOrShare].MayAskAgainOn);
        Assert.Equal("global-privacy-control", (await fixture.ChangeAsync(OwnAccord with { Signals = new PrivacySignals(true) })).Failure!.Code);
        Assert.Equal("global-privacy-control", (await fixture.ChangeAsync(Confirming(first) with { Signals = new PrivacySignals(true) })).Failure!.Code);
    }

    [Fact]
    public async Task The_signal_after_an_opt_in_is_an_opt_out_again()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.Service.ApplyGlobalPrivacyControlAsync(ConsentFixture.Ada, "shopper", null, default);
        await fixture.OptInAsync(Purpose.SaleOrShare);
        Assert.NotNull((await fixture.AskAsync(Purpose.SaleOrShare)).Grant);

        await fixture.Service.ApplyGlobalPrivacyControlAsync(ConsentFixture.Ada, "shopper", null, default);

        Assert.Equal("consent-revoked", await fixture.RefusalAsync(Purpose.SaleOrShare));
        Assert.Equal("asked-too-early", (await fixture.ChangeAsync(Prompted)).Failure!.Code);
    }

    [Fact]
    public async Task A_confirmation_that_is_sent_twice_changes_nothing_more()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(Purpose.SaleOrShare, false);
        var first = (await fixture.ChangeAsync(OwnAccord)).Value;
        var once = (await fixture.ChangeAsync(Confirming(first))).Value;

        var twice = (await fixture.ChangeAsync(Confirming(first))).Value;

        Assert.Equal(once.ETag, twice.ETag);
    }

    [Fact]
    public async Task Other_purposes_can_be_asked_for_again_at_once()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(Purpose.Analytics, false);

        Assert.True((await fixture.PutAsync(Purpose.Analytics, true)).Purposes[Purpose.Analytics].Granted);
    }

    private static ConsentChange Confirming(ConsentView first) =>
        Prompted with { Confirmations = new Dictionary<ConsentScope, Guid> { [Purpose.SaleOrShare] = ConsentFixture.Confirmation(first, Purpose.SaleOrShare)!.Value } };
}
