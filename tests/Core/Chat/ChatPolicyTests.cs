using NJsonSchema;
using RetailServerless.Core.Chat.Policies;
using RetailServerless.Core.Chat.Returns;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Redaction;
using RetailServerless.Core.Tests.Consent;
using YamlDotNet.RepresentationModel;

namespace RetailServerless.Core.Tests.Chat;

public sealed class ChatPolicyTests
{
    [Theory]
    [InlineData("returns")]
    [InlineData("store")]
    [InlineData("ai-disclosure")]
    [InlineData("redaction")]
    public async Task The_policies_of_the_product_fit_their_types_and_their_schemas(string name)
    {
        var yaml = await File.ReadAllTextAsync(Path.Combine(ConsentFixture.PolicyFolder, "chat", name + ".yaml"));

        Assert.Null(Problem(name, yaml));
        Assert.Empty(await ValidateAsync(name, yaml));
    }

    [Theory]
    [InlineData("returns", "windowDays: -1", "$.windowDays must be 0 to 3660 days")]
    [InlineData("returns", "excludedCategories: [Food]", "windowDays")]
    [InlineData("returns", "windowDays: 30\nwindow: 3", "'window'")]
    [InlineData("store", "name: Shop\ntopics: [{id: a, asked: [], answer: [x]}]", "$.topics[0] must have phrases")]
    [InlineData("store", "name: Shop\nanswerWithinHours: 0\ntopics: []", "$.answerWithinHours must be 1 to 720")]
    [InlineData("ai-disclosure", "text: Welcome to our shop.", "must say that an AI answers")]
    [InlineData("redaction", "orderNumberPatterns: ['([0-9]+)']", "$.orderNumberPatterns[0] must be a regular expression")]
    [InlineData("redaction", "phoneRegions: [us]", "$.phoneRegions must be ISO 3166-1")]
    public async Task A_policy_that_cannot_be_used_is_refused_by_type_and_by_schema(string name, string yaml, string reason)
    {
        Assert.Contains(reason, Problem(name, yaml), StringComparison.Ordinal);
        Assert.NotEmpty(await ValidateAsync(name, yaml));
    }

    private static string? Problem(string name, string yaml)
    {
        var text = new PolicyText($"chat/{name}.yaml", yaml);
        return name switch
        {
            "returns" => text.Read<ReturnsPolicy>().Failure?.Detail,
            "store" => text.Read<StorePolicy>().Failure?.Detail,
            "ai-disclosure" => text.Read<DisclosurePolicy>().Failure?.Detail,
            "redaction" => text.Read<RedactionPolicy>().Failure?.Detail,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
        };
    }

    private static async Task<ICollection<NJsonSchema.Validation.ValidationError>> ValidateAsync(string name, string yaml)
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(ConsentFixture.PolicyFolder, "schemas", $"chat-{name}.schema.json"));
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return schema.Validate(PolicyNodes.ToJson((YamlMappingNode)stream.Documents[0].RootNode).ToJsonString());
    }
}
