using NJsonSchema;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Policies;
using YamlDotNet.RepresentationModel;

namespace RetailServerless.Core.Tests.Consent;

public sealed class ConsentPolicyTests
{
    private static readonly string SchemaFile = Path.Combine(ConsentFixture.PolicyFolder, "schemas", "consent.schema.json");

    [Fact]
    public async Task The_policy_of_the_product_fits_its_type_and_its_schema()
    {
        var schema = await JsonSchema.FromFileAsync(SchemaFile);

        Assert.Null(Read(ConsentFixture.PolicyYaml).Failure);
        Assert.Empty(schema.Validate(ToJson(ConsentFixture.PolicyYaml)));
    }

    [Theory]
    [InlineData("  marketing:\n    basis: consent", "  marketing:\n    basis: contract", "$.purposes.marketing.basis must be consent")]
    [InlineData("  service:\n    basis: contract", "  service:\n    basis: consent", "$.purposes.service.basis must be contract")]
    [InlineData("    expiresAfterDays: 730\n", "", "$.purposes.marketing.expiresAfterDays must be 1 to 3660")]
    [InlineData("expiresAfterDays: 730", "expiresAfterDays: 0", "$.purposes.marketing.expiresAfterDays must be 1 to 3660")]
    [InlineData("title: Writing to you", "title: \"\"", "$.purposes.marketing.notice")]
    [InlineData("  sensitive:", "  sensational:", "$.purposes")]
    [InlineData("controller:", "kontroller:", "'kontroller'")]
    public async Task What_would_make_consent_worthless_is_refused_by_type_and_by_schema(string from, string to, string reason)
    {
        var yaml = ConsentFixture.PolicyYaml.Replace(from, to, StringComparison.Ordinal);
        var schema = await JsonSchema.FromFileAsync(SchemaFile);

        var failure = Read(yaml).Failure!;

        Assert.NotEqual(ConsentFixture.PolicyYaml, yaml);
        Assert.Matches(@"^consent/default\.yaml:\d+: ", failure.Detail);
        Assert.Contains(reason, failure.Detail, StringComparison.Ordinal);
        Assert.NotEmpty(schema.Validate(ToJson(yaml)));
    }

    private static Results.Result<ConsentPolicy> Read(string yaml) => new PolicyText("consent/default.yaml", yaml).Read<ConsentPolicy>();

    private static string ToJson(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return PolicyNodes.ToJson((YamlMappingNode)stream.Documents[0].RootNode).ToJsonString();
    }
}
