using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Retention;

namespace RetailServerless.Core.Tests.Privacy.Retention;

public sealed class RetentionPolicyTests
{
    private static readonly RetentionPolicyType Type = new();

    [Theory]
    [InlineData("timeZone: UTC", "timeZone: Mars/Base", "$.timeZone must be a time zone")]
    [InlineData("keepFor: { days: 395 }", "keepFor: { days: 0 }", "$.rules[0].keepFor must be one of days")]
    [InlineData("keepFor: { days: 395 }", "keepFor: { days: 1, months: 1 }", "$.rules[0].keepFor must be one of days")]
    [InlineData("from: [events.at]", "from: []", "$.rules[0].from must say from when")]
    [InlineData("action: delete", "action: anonymise", "$.rules[0].action must be delete: nothing of 'events'")]
    [InlineData("action: delete", "action: hide", "$.rules[0].action")]
    [InlineData("jurisdiction: DE", "jurisdiction: Germany", "must be a country of ISO 3166-1")]
    [InlineData("jurisdiction: DE\n", "\n", "says again how long 'orders' is kept")]
    [InlineData("with: conversations }", "with: conversations, action: delete }", "has no period, and so neither from nor")]
    [InlineData("with: conversations }", "with: turns }", "cannot be the data itself")]
    [InlineData("with: conversations }", "purpuse: x }", "'purpuse'")]
    [InlineData("keepFor: { months: 12 }", "keepFor: { months: 12 }\n    appliedBy: somebody", "must have exactly one of keepFor, with and appliedBy")]
    public void A_rule_that_does_not_say_enough_or_says_too_much_is_refused_with_its_line(string from, string to, string reason)
    {
        var at = RetentionShop.PolicyYaml.IndexOf(from, StringComparison.Ordinal);
        var text = new PolicyText("retention/default.yaml", RetentionShop.PolicyYaml[..at] + to + RetentionShop.PolicyYaml[(at + from.Length)..]);

        var failure = Type.Check(text)!;

        Assert.Matches(@"^retention/default\.yaml:\d+: ", failure.Detail);
        Assert.Contains(reason, failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_policy_of_the_audit_log_is_left_to_the_audit_log()
    {
        Assert.True(Type.Covers("retention/default"));
        Assert.True(Type.Covers("retention/other"));
        Assert.False(Type.Covers("retention/audit"));
        Assert.False(Type.Covers("retention/deeper/other"));
    }

    [Theory]
    [InlineData("DE", null, 8)]
    [InlineData("de", "DE-BY", 8)]
    [InlineData("FR", null, 10)]
    [InlineData(null, null, 10)]
    public async Task The_rule_of_where_somebody_lives_goes_before_the_one_for_everywhere_else(string? country, string? region, int years)
    {
        var shop = await RetentionShop.OpenAsync();
        var rules = (await RetentionRuleBook.ReadAsync(shop.Policies, default)).Value;

        var found = rules.For("orders", new Residence(country, region));

        Assert.Equal([3, years], found.Select(r => r.Rule.KeepFor!.Years!.Value).Order());
    }

    [Fact]
    public async Task Two_files_that_contradict_each_other_let_nothing_be_removed()
    {
        var shop = await RetentionShop.OpenAsync();
        await shop.OrderAsync("A", "O1", shop.Ago(years: 30));
        Assert.Empty(await shop.Seeder.SeedAsync([new PolicyText("retention/second.yaml", RetentionShop.PolicyYaml)], default));

        var run = await shop.RunAsync(dryRun: false);

        Assert.Equal((RetentionRunStatus.Refused, RetentionRuleBook.Inconsistent), (run.Status, run.Failure));
        Assert.True(await shop.HasAsync("orders", RetentionShop.Person("A"), "O1"));
        Assert.Single(await shop.AuditAsync("retention.run-ended"));
    }

    [Theory]
    [InlineData("DE", "BY", "DE", "DE-BY")]
    [InlineData(" us ", "US-CA", "US", "US-CA")]
    [InlineData(null, "US-CA", "US", "US-CA")]
    [InlineData("Germany", "Bavaria", null, null)]
    [InlineData("DE", "Bavaria", "DE", null)]
    [InlineData("FR", "US-CA", "FR", null)]
    public void Only_codes_say_where_somebody_lives(string? country, string? region, string? land, string? part) =>
        Assert.Equal(new Residence(land, part), RetentionMarks.ResidenceOf(country, region));
}
