using RetailServerless.Core.Consent;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Tests.Consent;

public sealed class ConsentNoticeTests
{
    private const string Notice = "      version: \"2\"\n      title: Measuring how the shop is used";

    public static TheoryData<string, bool> Changes => new()
    {
        { ConsentFixture.PolicyYaml.Replace(Notice, "      version: \"3\"\n      title: How the shop is used, measured", StringComparison.Ordinal), true },
        { ConsentFixture.PolicyYaml.Replace(Notice, "      version: \"3\"\n      sameSubstanceAs: [\"2\"]\n      title: How the shop is used, measured", StringComparison.Ordinal), false },
        { ConsentFixture.PolicyYaml.Replace(Notice, "      version: \"4\"\n      sameSubstanceAs: [\"3\"]\n      title: How the shop is used, measured", StringComparison.Ordinal), true },
        { ConsentFixture.PolicyYaml.Replace("We look at numbers, not at you.", "We look at you.", StringComparison.Ordinal), true },
        { ConsentFixture.PolicyYaml.Replace("    data: [events, orders, \"country, age group and gender\"]\n    recipients: []", "    data: [events, orders, \"country, age group and gender\"]\n    recipients: [a bureau of statistics]", StringComparison.Ordinal), true },
        { ConsentFixture.PolicyYaml.Replace("controller: The shop", "controller: The very shop", StringComparison.Ordinal), false },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Proposal_gate_and_view_agree_on_who_must_be_asked_again(string yaml, bool asked)
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(Purpose.Analytics, true);
        Assert.NotEqual(ConsentFixture.PolicyYaml, yaml);

        var predicted = (await fixture.Effect.MeasureAsync(new PolicyText("consent/default.yaml", yaml), fixture.Clock.GetUtcNow(), default)).Purposes.Single(p => p.Purpose == "analytics");
        await fixture.ApproveAsync("default", 2, yaml);
        var refusal = (await fixture.AskAsync(Purpose.Analytics)).Refusal;
        var view = (await fixture.ViewAsync()).Purposes[Purpose.Analytics];

        Assert.Equal(new PurposeEffect("analytics", 1, 0, 0, asked ? 1 : 0, asked ? 0 : 1), predicted);
        Assert.Equal(asked ? ("re-consent-needed", AskAgain.NoticeChanged) : (null, null), (refusal?.Code, refusal?.Because));
        Assert.Equal(asked ? (ConsentStatus.AskAgain, AskAgain.NoticeChanged, false) : (ConsentStatus.Granted, (AskAgain?)null, true), (view.Status, view.AskAgain, view.Granted));
    }

    [Fact]
    public async Task Agreeing_to_the_new_notice_is_enough()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(Purpose.Analytics, true);
        await fixture.ApproveAsync("default", 2, ConsentFixture.PolicyYaml.Replace(Notice, "      version: \"3\"\n      title: Measuring more", StringComparison.Ordinal));

        var view = await fixture.PutAsync(Purpose.Analytics, true);

        Assert.True(view.Purposes[Purpose.Analytics].Granted);
        Assert.NotNull((await fixture.AskAsync(Purpose.Analytics)).Grant);
        Assert.Equal(["2", "3"], (await fixture.ReceiptsAsync()).Select(r => r.Notice.Version));
    }

    [Theory]
    [InlineData("      version: \"2\"\n      title: Measuring", "      version: \"2\"\n      sameSubstanceAs: [\"2\"]\n      title: Measuring", "$.purposes.analytics.notice.sameSubstanceAs")]
    [InlineData("jurisdiction: default", "jurisdiction: default\nappliesTo: [DE]", "$.appliesTo must be empty")]
    [InlineData("jurisdiction: default", "jurisdiction: eu", "$.appliesTo must name at least one place")]
    [InlineData("jurisdiction: default", "jurisdiction: eu\nappliesTo: [Germany]", "$.appliesTo[0] must be a country")]
    [InlineData("saleOrShare:\n    basis: consent", "saleOrShare:\n    basis: optOut", "$.purposes.saleOrShare.basis must be consent: opting out is enough only where")]
    [InlineData("saleOrShare:\n    basis: consent", "saleOrShare:\n    basis: consent\n    optIn: { waitMonths: 11, twoSteps: true }", "$.purposes.saleOrShare.optIn.waitMonths must be 12 to 120")]
    [InlineData("saleOrShare:\n    basis: consent", "saleOrShare:\n    basis: consent\n    optIn: { waitMonths: 12, twoSteps: false }", "$.purposes.saleOrShare.optIn.twoSteps must be true")]
    [InlineData("channels: [email, sms, phone, post, push]", "channels: [email, email]", "$.purposes.marketing.channels must name each channel once")]
    [InlineData("underAge: 16", "underAge: 0", "$.minors.rules[0].underAge must be 1 to 21")]
    [InlineData("evidence: [signedForm, inPerson, videoConference, governmentId]", "evidence: []", "$.minors.evidence must name at least one way")]
    public void What_would_leave_people_without_their_rights_is_refused_with_file_line_and_reason(string from, string to, string reason)
    {
        var yaml = ConsentFixture.PolicyYaml.Replace(from, to, StringComparison.Ordinal);

        var failure = new PolicyText("consent/default.yaml", yaml).Read<ConsentPolicy>().Failure!;

        Assert.NotEqual(ConsentFixture.PolicyYaml, yaml);
        Assert.Matches(@"^consent/default\.yaml:\d+: ", failure.Detail);
        Assert.Contains(reason, failure.Detail, StringComparison.Ordinal);
    }
}
