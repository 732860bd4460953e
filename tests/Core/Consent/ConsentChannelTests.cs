using System.Text.Json.Nodes;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Tests.Consent;

public sealed class ConsentChannelTests
{
    // As stores hold it from before purposes had channels.
    private const string OldState = """
        {"revision":3,"purposes":{"marketing":{"granted":true,"receiptId":"0196f3c0-0000-7000-8000-000000000001","at":"2026-11-20T08:00:00Z","expiresAt":"2028-11-19T08:00:00Z","noticeVersion":"1","channel":"web"},
        "personalization":{"granted":true,"receiptId":"0196f3c0-0000-7000-8000-000000000002","at":"2026-11-20T08:00:00Z","expiresAt":"2027-12-20T08:00:00Z","noticeVersion":"1","channel":"web"}},"receipts":2,"pending":[]}
        """;

    private static string Undivided { get; } =
        ConsentFixture.PolicyYaml.Replace("    channels: [email, sms, phone, post, push]\n", "", StringComparison.Ordinal).Replace("version: \"2\"", "version: \"1\"", StringComparison.Ordinal);

    [Fact]
    public async Task Consent_to_one_channel_covers_no_other()
    {
        var fixture = await ConsentFixture.CreateAsync();

        await fixture.PutAsync(ConsentFixture.ByEmail, true);

        var grant = (await fixture.AskAsync(ConsentFixture.ByEmail)).Grant!;
        Assert.Equal(ContactChannel.Email, grant.Channel);
        grant.Require(ConsentFixture.ByEmail, ConsentFixture.Ada);
        Assert.Throws<InvalidOperationException>(() => grant.Require(ConsentFixture.BySms, ConsentFixture.Ada));
        foreach (var channel in ContactChannelNames.All.Where(c => c != ContactChannel.Email))
            Assert.Equal("no-consent", await fixture.RefusalAsync(Purpose.Marketing.By(channel)));
        Assert.Equal("channel-needed", await fixture.RefusalAsync(Purpose.Marketing));
    }

    [Fact]
    public async Task A_yes_without_a_channel_is_refused_and_says_which_there_are()
    {
        var fixture = await ConsentFixture.CreateAsync();

        var failure = (await fixture.ChangeAsync(ConsentFixture.Change(Purpose.Marketing, true))).Failure!;

        Assert.Equal("channel-needed", failure.Code);
        Assert.Contains("marketing.email, marketing.sms", failure.Detail, StringComparison.Ordinal);
        Assert.Empty(await fixture.ReceiptsAsync());
    }

    [Fact]
    public async Task A_no_without_a_channel_is_one_to_all()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(ConsentFixture.ByEmail, true);
        await fixture.PutAsync(ConsentFixture.BySms, true);

        var view = await fixture.PutAsync(Purpose.Marketing, false);

        Assert.Equal(ConsentStatus.Refused, view.Purposes[Purpose.Marketing].Status);
        foreach (var channel in ContactChannelNames.All)
            Assert.Equal("consent-revoked", await fixture.RefusalAsync(Purpose.Marketing.By(channel)));
    }

    [Fact]
    public async Task Receipts_history_view_and_audit_name_the_channel()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(ConsentFixture.ByEmail, true);
        await fixture.PutAsync(ConsentFixture.BySms, false);

        var signed = (await fixture.Service.FindReceiptAsync(ConsentFixture.Ada, 1, default))!.Receipt;
        var history = await fixture.Service.GetAtAsync(ConsentFixture.Ada, fixture.Clock.GetUtcNow(), default);
        var marketing = (await fixture.ViewAsync()).Purposes[Purpose.Marketing];

        Assert.Equal("email", (string?)signed["pii_processing"]!["purposes"]![0]!["contact_channel"]);
        Assert.Equal([(ConsentFixture.ByEmail, true), (ConsentFixture.BySms, false)], history.Purposes.Select(p => (p.Key, p.Value.Granted)));
        Assert.Equal((ConsentStatus.ByChannel, false), (marketing.Status, marketing.Granted));
        Assert.Equal(
            [ConsentStatus.Granted, ConsentStatus.Refused, ConsentStatus.NotAsked, ConsentStatus.NotAsked, ConsentStatus.NotAsked],
            marketing.Channels!.Select(c => c.Value.Status));
        Assert.Equal(["email", "sms"], (await fixture.AuditAsync()).Select(e => (string?)e.Body!["changes"]![0]!["contactChannel"]));
    }

    [Fact]
    public async Task A_channel_that_the_policy_does_not_use_is_refused()
    {
        var fixture = await ConsentFixture.CreateAsync(("default", ConsentFixture.PolicyYaml.Replace("[email, sms, phone, post, push]", "[email]", StringComparison.Ordinal)));

        Assert.Equal("channel-unknown", (await fixture.ChangeAsync(ConsentFixture.Change(ConsentFixture.BySms, true))).Failure!.Code);
        Assert.Equal("channel-unknown", await fixture.RefusalAsync(ConsentFixture.BySms));
    }

    [Fact]
    public async Task Documents_from_before_there_were_channels_read_on_under_the_policy_of_that_time()
    {
        var fixture = await ConsentFixture.CreateAsync(("default", Undivided));
        await WriteAsync(fixture, OldState);

        var grant = (await fixture.AskAsync(Purpose.Marketing)).Grant!;

        Assert.Equal("0196f3c0-0000-7000-8000-000000000001", grant.ReceiptId);
        Assert.NotNull((await fixture.AskAsync(Purpose.Personalization)).Grant);
        var view = await fixture.PutAsync(Purpose.Marketing, false);
        Assert.Equal(("4", ConsentStatus.Refused), (view.ETag, view.Purposes[Purpose.Marketing].Status));
    }

    [Fact]
    public async Task An_old_yes_to_the_whole_is_none_to_a_channel_and_the_person_is_asked_again()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await WriteAsync(fixture, OldState);

        var refusal = (await fixture.AskAsync(ConsentFixture.ByEmail)).Refusal!;

        Assert.Equal(("re-consent-needed", AskAgain.ChannelsChanged), (refusal.Code, refusal.Because));
        Assert.Equal(AskAgain.ChannelsChanged, (await fixture.ViewAsync()).Purposes[Purpose.Marketing].Channels![ContactChannel.Sms].AskAgain);
        Assert.NotNull((await fixture.AskAsync(Purpose.Personalization)).Grant);
    }

    [Fact]
    public async Task A_no_to_a_channel_is_not_lost_when_the_policy_no_longer_divides_the_purpose()
    {
        var fixture = await ConsentFixture.CreateAsync(("default", Undivided));
        await fixture.PutAsync(Purpose.Marketing, true);
        fixture.Clock.Advance(TimeSpan.FromDays(1));
        await fixture.PutAsync(ConsentFixture.BySms, false);

        Assert.Equal("re-consent-needed", await fixture.RefusalAsync(Purpose.Marketing));
        await fixture.PutAsync(Purpose.Marketing, true);
        Assert.NotNull((await fixture.AskAsync(Purpose.Marketing)).Grant);
    }

    private static async Task WriteAsync(ConsentFixture fixture, string state) => await fixture.Documents.UpsertAsync(
        new DocumentKey(ConsentState.Container, ConsentFixture.Ada.Value, ConsentState.DocumentId), JsonNode.Parse(state)!.AsObject(), WriteCondition.Always, default);
}
