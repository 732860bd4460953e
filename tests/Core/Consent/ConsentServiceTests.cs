using RetailServerless.Core.Consent;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Tests.Consent;

public sealed class ConsentServiceTests
{
    [Fact]
    public async Task A_grant_leaves_a_receipt_with_what_was_shown_and_an_audit_entry()
    {
        var fixture = await ConsentFixture.CreateAsync();

        await fixture.PutAsync(Purpose.Personalization, true);

        var receipt = Assert.Single(await fixture.ReceiptsAsync());
        Assert.Equal(ConsentDecision.Granted, receipt.Decision);
        Assert.Equal((1, "web", "consent/default@1", "1"), (receipt.Number, receipt.Channel, receipt.PolicyVersion, receipt.Notice.Version));
        Assert.Contains("agree", receipt.Notice.Text, StringComparison.Ordinal);
        Assert.Equal(7, receipt.ReceiptId.Version);
        Assert.Equal(fixture.Clock.GetUtcNow().AddDays(395), receipt.ExpiresAt);
        var entry = Assert.Single(await fixture.AuditAsync());
        Assert.Equal("consent.changed", entry.Leaf!.Kind);
        Assert.Equal(receipt.ReceiptId.ToString(), (string?)entry.Body!["changes"]![0]!["receiptId"]);
    }

    [Fact]
    public async Task Receipts_form_a_chain_for_each_purpose()
    {
        var fixture = await ConsentFixture.CreateAsync();

        await fixture.PutAsync(Purpose.Personalization, true);
        await fixture.PutAsync(ConsentFixture.ByEmail, false);
        await fixture.PutAsync(Purpose.Personalization, false);

        var receipts = await fixture.ReceiptsAsync();
        Assert.Equal([1, 2, 3], receipts.Select(r => r.Number));
        Assert.Equal([ConsentDecision.Granted, ConsentDecision.Refused, ConsentDecision.Revoked], receipts.Select(r => r.Decision));
        Assert.Equal([null, null, receipts[0].ReceiptId], receipts.Select(r => r.PreviousReceiptId));
    }

    [Fact]
    public async Task Changing_nothing_leaves_nothing()
    {
        var fixture = await ConsentFixture.CreateAsync();
        var first = await fixture.PutAsync(Purpose.Personalization, true);

        var second = await fixture.PutAsync(Purpose.Personalization, true);

        Assert.Equal(first.ETag, second.ETag);
        Assert.Single(await fixture.ReceiptsAsync());
        Assert.Single(await fixture.AuditAsync());
    }

    [Fact]
    public async Task Agreeing_again_after_expiry_renews()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(Purpose.Personalization, true);
        fixture.Clock.Advance(TimeSpan.FromDays(400));

        var view = await fixture.PutAsync(Purpose.Personalization, true);

        Assert.Equal(ConsentStatus.Granted, view.Purposes[Purpose.Personalization].Status);
        Assert.Equal(2, (await fixture.ReceiptsAsync()).Count);
    }

    [Fact]
    public async Task An_old_version_does_not_overwrite_a_new_one()
    {
        var fixture = await ConsentFixture.CreateAsync();
        var read = (await fixture.Service.GetAsync(ConsentFixture.Ada, default)).Value;
        await fixture.PutAsync(Purpose.Personalization, false);

        var late = await fixture.ChangeAsync(ConsentFixture.Change(Purpose.Personalization, true) with { Condition = WriteCondition.IfMatch(read.ETag) });

        Assert.Equal("precondition-failed", late.Failure!.Code);
        Assert.Equal("consent-revoked", (await fixture.AskAsync(Purpose.Personalization)).Refusal!.Code);
    }

    [Fact]
    public async Task Service_cannot_be_switched_off()
    {
        var fixture = await ConsentFixture.CreateAsync();

        var result = await fixture.ChangeAsync(ConsentFixture.Change(Purpose.Service, false));

        Assert.Equal("service-cannot-be-switched-off", result.Failure!.Code);
    }

    [Fact]
    public async Task A_notice_that_is_no_longer_in_effect_cannot_be_agreed_to()
    {
        var fixture = await ConsentFixture.CreateAsync();
        var shown = new Dictionary<Purpose, string> { [Purpose.Marketing] = "0" };

        var grant = await fixture.ChangeAsync(ConsentFixture.Change(ConsentFixture.ByEmail, true) with { NoticeVersions = shown });
        var refusal = await fixture.ChangeAsync(ConsentFixture.Change(ConsentFixture.ByEmail, false) with { NoticeVersions = shown });

        Assert.Equal("notice-changed", grant.Failure!.Code);
        Assert.Null(refusal.Failure);
    }

    [Fact]
    public async Task The_signal_of_a_known_person_is_recorded_once()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(Purpose.SaleOrShare, true);

        await fixture.Service.ApplyGlobalPrivacyControlAsync(ConsentFixture.Ada, "shopper", null, default);
        await fixture.Service.ApplyGlobalPrivacyControlAsync(ConsentFixture.Ada, "shopper", null, default);

        var receipt = (await fixture.ReceiptsAsync())[^1];
        Assert.Equal((2, ConsentDecision.Revoked, "gpc"), (receipt.Number, receipt.Decision, receipt.Channel));
        Assert.Single(await fixture.AuditAsync("consent.gpc-applied"));
        Assert.Equal("consent-revoked", (await fixture.AskAsync(Purpose.SaleOrShare)).Refusal!.Code);
    }

    [Fact]
    public async Task Each_day_on_which_the_signal_comes_again_leaves_an_entry_and_no_further_receipt()
    {
        var fixture = await ConsentFixture.CreateAsync();
        for (var day = 0; day < 3; day++)
        {
            for (var request = 0; request < 5; request++)
                await fixture.Service.ApplyGlobalPrivacyControlAsync(ConsentFixture.Ada, "shopper", null, default);
            fixture.Clock.Advance(TimeSpan.FromDays(1));
        }

        var entries = await fixture.AuditAsync("consent.gpc-applied");
        Assert.Equal(3, entries.Count);
        Assert.All(entries, e => Assert.Equal("gpc", (string?)e.Body!["channel"]));
        Assert.Single(await fixture.ReceiptsAsync());
        var view = (await fixture.Service.GetAsync(ConsentFixture.Ada, default)).Value;
        Assert.True(view.GlobalPrivacyControlHonored);
        Assert.Equal("1", view.ETag);
    }

    [Fact]
    public async Task A_request_with_the_signal_cannot_agree_to_sale()
    {
        var fixture = await ConsentFixture.CreateAsync();

        var result = await fixture.ChangeAsync(ConsentFixture.Change(Purpose.SaleOrShare, true) with { Signals = new PrivacySignals(true) });

        Assert.Equal("global-privacy-control", result.Failure!.Code);
    }

    [Theory]
    [InlineData("consent-receipts")]
    [InlineData("audit")]
    public async Task A_crash_after_the_change_leaves_receipt_and_entry_once_all_the_same(string broken)
    {
        var fixture = await ConsentFixture.CreateAsync();
        fixture.Documents.Fault = (_, container) => container == broken ? new IOException("gone") : null;
        fixture.AuditStore.BeforeAppend = _ => broken == "audit" ? throw new IOException("gone") : Task.CompletedTask;
        await Assert.ThrowsAsync<IOException>(() => fixture.PutAsync(Purpose.Personalization, false));
        Assert.Equal("consent-revoked", (await fixture.AskAsync(Purpose.Personalization)).Refusal!.Code);

        fixture.Documents.Fault = null;
        fixture.AuditStore.BeforeAppend = null;
        await fixture.PutAsync(Purpose.Personalization, false);

        Assert.Single(await fixture.ReceiptsAsync());
        Assert.Single(await fixture.AuditAsync());
    }

    [Fact]
    public async Task A_revocation_acts_while_the_audit_log_is_down_and_is_in_it_later()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(Purpose.Personalization, true);
        await fixture.PutAsync(ConsentFixture.ByEmail, true);
        fixture.AuditStore.BeforeAppend = _ => throw new IOException("gone");

        foreach (var purpose in new[] { Purpose.Personalization, ConsentFixture.ByEmail })
        {
            await Assert.ThrowsAsync<IOException>(() => fixture.PutAsync(purpose, false));
            Assert.Equal("consent-revoked", (await fixture.AskAsync(purpose)).Refusal!.Code);
        }

        fixture.AuditStore.BeforeAppend = null;
        Assert.Equal(4, (await fixture.ReceiptsAsync()).Count);
        Assert.Equal(4, (await fixture.AuditAsync()).Count);
    }

    [Fact]
    public async Task Many_changes_at_once_are_all_numbered_without_a_gap()
    {
        var fixture = await ConsentFixture.CreateAsync();
        var purposes = PurposeNames.All.Where(p => p is not (Purpose.Service or Purpose.Marketing)).Select(p => (ConsentScope)p).Append(ConsentFixture.ByEmail).ToList();

        await Task.WhenAll(purposes.Select(p => Task.Run(() => fixture.PutAsync(p, true))));

        Assert.Equal(Enumerable.Range(1, purposes.Count), (await fixture.ReceiptsAsync()).Select(r => r.Number));
        foreach (var purpose in purposes)
            Assert.NotNull((await fixture.AskAsync(purpose)).Grant);
    }

    [Fact]
    public async Task Nothing_new_is_kept_about_an_erased_person()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.Keys.DestroyAsync(ConsentFixture.Ada, default);

        var result = await fixture.ChangeAsync(ConsentFixture.Change(ConsentFixture.ByEmail, true));

        Assert.Equal("person-erased", result.Failure!.Code);
        Assert.DoesNotContain("ada", fixture.Documents.Dump(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_policy_nothing_can_be_agreed_to()
    {
        var fixture = new ConsentFixture();

        var result = await fixture.ChangeAsync(ConsentFixture.Change(ConsentFixture.ByEmail, true));

        Assert.Equal(PolicyFailures.Missing, result.Failure!.Code);
    }
}
