using Microsoft.Extensions.DependencyInjection;
using NJsonSchema;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Chat;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Retention;
using RetailServerless.Core.Statistics;
using RetailServerless.Core.Tests.Consent;

namespace RetailServerless.Core.Tests.Policies;

/// <summary>Every file of <c>policies/</c>, as a build sees it.</summary>
public sealed class PolicyFilesTests
{
    private static readonly string SchemaFolder = Path.Combine(ConsentFixture.PolicyFolder, "schemas");

    private static IReadOnlyList<string> FileNames =>
        [.. Directory.EnumerateFiles(ConsentFixture.PolicyFolder, "*.yaml", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(ConsentFixture.PolicyFolder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Files => [.. FileNames];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Each_fits_its_type_and_its_schema_and_says_what_it_governs(string file)
    {
        var text = new PolicyText(file, await File.ReadAllTextAsync(Path.Combine(ConsentFixture.PolicyFolder, file)));
        var schema = await JsonSchema.FromFileAsync(Path.Combine(SchemaFolder, SchemaOf(PolicySeeder.IdOf(text))));

        Assert.Null(Types.Check(text));
        Assert.Empty(schema.Validate(text.ToJson().Value.ToJsonString()));
        Assert.NotEmpty(GovernedDecisions.Of(PolicySeeder.IdOf(text)));
    }

    [Fact]
    public void Every_schema_is_of_some_file() => Assert.Equal(
        Directory.EnumerateFiles(SchemaFolder).Select(Path.GetFileName).Order(StringComparer.Ordinal),
        FileNames.Select(f => SchemaOf(f[..^".yaml".Length])).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_notice_that_says_the_same_as_that_of_the_default_reads_the_same_data_for_the_same_recipients()
    {
        var policies = new List<ConsentPolicy>();
        foreach (var file in FileNames.Where(f => f.StartsWith("consent/", StringComparison.Ordinal)))
            policies.Add(new PolicyText(file, await File.ReadAllTextAsync(Path.Combine(ConsentFixture.PolicyFolder, file))).Read<ConsentPolicy>().Value);
        var elsewhere = policies.Single(p => p.Jurisdiction == ConsentPolicy.Elsewhere).Purposes;
        var same = policies.SelectMany(p => p.Purposes).Where(p => p.Value.Notice.SameSubstanceAs is not null).ToList();

        Assert.NotEmpty(same);
        Assert.All(same, p =>
        {
            Assert.Equal([$"default/{elsewhere[p.Key].Notice.Version}"], p.Value.Notice.SameSubstanceAs);
            Assert.Equal(elsewhere[p.Key].Data, p.Value.Data);
            Assert.Equal(elsewhere[p.Key].Recipients, p.Value.Recipients);
        });
    }

    [Theory]
    [InlineData("quorum: 1", "quorum: 0", "$.default.quorum must be 1 to 10")]
    [InlineData("approve: [Governance.Board]", "approve: []", "$.default.approve must name a role")]
    [InlineData("approve: [Governance.Board]", "approve: [Governance.Auditor]", "$.default.approve[0] must be one of")]
    [InlineData("quorum:", "kworum:", "'kworum'")]
    public async Task Rules_under_which_nobody_or_the_wrong_people_could_approve_are_refused_by_type_and_by_schema(string from, string to, string reason)
    {
        var file = Path.Combine(ConsentFixture.PolicyFolder, "governance", "approval.yaml");
        var yaml = await File.ReadAllTextAsync(file);
        var at = yaml.IndexOf(from, StringComparison.Ordinal);
        var text = new PolicyText("governance/approval.yaml", yaml[..at] + to + yaml[(at + from.Length)..]);
        var schema = await JsonSchema.FromFileAsync(Path.Combine(SchemaFolder, "governance-approval.schema.json"));

        var failure = Types.Check(text)!;

        Assert.Matches(@"^governance/approval\.yaml:\d+: ", failure.Detail);
        Assert.Contains(reason, failure.Detail, StringComparison.Ordinal);
        Assert.NotEmpty(schema.Validate(text.ToJson().Value.ToJsonString()));
    }

    [Theory]
    [InlineData("consent/default", "a")]
    [InlineData("consent/other", "b")]
    [InlineData("chat/returns", "c")]
    public void The_longest_rule_that_fits_counts(string policy, string role)
    {
        ApprovalRule Rule(string name) => new([name], [name], 1);
        var rules = new ApprovalPolicy
        {
            Default = Rule("c"),
            Policies = new Dictionary<string, ApprovalRule> { ["consent"] = Rule("b"), ["consent/default"] = Rule("a"), ["chat/ret"] = Rule("x") },
        };

        Assert.Equal(role, rules.RuleOf(policy).Propose[0]);
    }

    private static PolicyTypes Types { get; } = new(new ServiceCollection()
        .AddPolicyStore().AddAudit().AddConsent().AddPrivacyRegimes().AddPrivacyRequests().AddConsentRevocations().AddRetention().AddStatistics().AddChatDomain()
        .Where(d => d.ServiceType == typeof(PolicyType)).Select(d => (PolicyType)d.ImplementationInstance!));

    private static string SchemaOf(string id) => id.Split('/') switch
    {
        ["privacy", "calendars", _] => "privacy-calendar",
        ["privacy", _] => "privacy-regime",
        ["consent", _] => "consent",
        [var area, "default"] => area,
        var parts => string.Join('-', parts),
    } + ".schema.json";
}
