using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using RetailServerless.Core.Storage;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RetailServerless.Core.Policies;

/// <summary>YAML nodes as JSON (core schema of YAML 1.2: plain scalars can be null, booleans and numbers), and back from a JSON path to a line.</summary>
internal static class PolicyNodes
{
    // Aliases can make a small file mean a huge tree.
    private const int MaxNodes = 100_000;
    private const int MaxDepth = 32;

    /// <summary>The platform's JSON, but whatever is not expected is an error.</summary>
    public static JsonSerializerOptions Strict { get; } = new(PlatformJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
    };

    public static JsonNode ToJson(YamlMappingNode root)
    {
        var nodes = 0;
        return Convert(root, 0, ref nodes)!;
    }

    /// <summary>Why a value could not be read, without what it holds.</summary>
    public static string Reason(JsonException mismatch)
    {
        var message = mismatch.Message;
        if (Between(message, "The JSON property '", "' could not be mapped") is { } unknown)
        {
            return $"has a member '{unknown}' that is not known there";
        }

        if (Between(message, "including: ", ".") is { } missing)
        {
            return $"lacks {missing}";
        }

        return Between(message, "could not be converted to ", ".") is not null ? "does not have the expected type or is not one of the allowed values" : message.Split(" Path: ")[0];
    }

    /// <summary>The line of the node at a path, or of the nearest one above it.</summary>
    public static long LineOf(YamlMappingNode root, string path)
    {
        YamlNode node = root;
        var line = root.Start.Line;
        foreach (var step in path.TrimStart('$').Split(['.', '[', ']', '\''], StringSplitOptions.RemoveEmptyEntries))
        {
            if (node is YamlMappingNode mapping && mapping.Children.FirstOrDefault(c => (c.Key as YamlScalarNode)?.Value == step) is { Key: { } key, Value: { } value })
            {
                (node, line) = (value, key.Start.Line);
            }
            else if (node is YamlSequenceNode sequence && int.TryParse(step, CultureInfo.InvariantCulture, out var index) && index < sequence.Children.Count)
            {
                node = sequence.Children[index];
                line = node.Start.Line;
            }
            else
            {
                break;
            }
        }

        return line;
    }

    private static JsonNode? Convert(YamlNode node, int depth, ref int nodes)
    {
        if (++nodes > MaxNodes || depth > MaxDepth)
        {
            throw new YamlException(node.Start, node.End, "It is nested too deep or its aliases make it too large");
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                var members = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                {
                    var name = (key as YamlScalarNode)?.Value ?? throw new YamlException(key.Start, key.End, "A key must be a plain word");
                    members[name] = Convert(value, depth + 1, ref nodes);
                }

                return members;
            case YamlSequenceNode sequence:
                var items = new JsonArray();
                foreach (var item in sequence.Children)
                {
                    items.Add(Convert(item, depth + 1, ref nodes));
                }

                return items;
            default:
                return Scalar((YamlScalarNode)node);
        }
    }

    private static JsonValue? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? string.Empty;
        if (scalar.Style is not ScalarStyle.Plain)
        {
            return JsonValue.Create(text);
        }

        return text switch
        {
            "" or "~" or "null" => null,
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            _ => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? JsonValue.Create(number)
                : JsonValue.Create(text),
        };
    }

    private static string? Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += before.Length;
        var end = text.IndexOf(after, start, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..end];
    }
}
