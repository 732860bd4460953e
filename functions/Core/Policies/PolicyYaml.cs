using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RetailServerless.Core.Policies;

/// <summary>JSON as the YAML of a policy.</summary>
public static class PolicyYaml
{
    /// <summary>Writes a policy that came as JSON. Texts stand in double quotes, so that none is read back as a number or a word of YAML.</summary>
    public static string Of(JsonObject policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(new YamlDocument(ToYaml(policy))).Save(writer, assignAnchors: false);

        // The library ends a document with three dots.
        var text = writer.ToString();
        return text.EndsWith("...\n", StringComparison.Ordinal) ? text[..^4] : text;
    }

    private static YamlNode ToYaml(JsonNode? node) => node switch
    {
        null => new YamlScalarNode("null") { Style = ScalarStyle.Plain },
        JsonObject members => new YamlMappingNode(members.Select(m => KeyValuePair.Create<YamlNode, YamlNode>(Text(m.Key), ToYaml(m.Value)))),
        JsonArray items => new YamlSequenceNode(items.Select(ToYaml)),
        _ when node.GetValueKind() == JsonValueKind.String => Text(node.GetValue<string>()),
        _ => new YamlScalarNode(node.ToJsonString()) { Style = ScalarStyle.Plain },
    };

    private static YamlScalarNode Text(string text) => new(text) { Style = ScalarStyle.DoubleQuoted };
}
