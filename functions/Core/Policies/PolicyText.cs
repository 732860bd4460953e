using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Results;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace RetailServerless.Core.Policies;

/// <summary>
/// The YAML of a policy. It is read as its type strictly: unknown members, missing members, members of the wrong type and what the type itself finds wrong are errors with
/// file, line and reason.
/// </summary>
/// <param name="File">How errors name the file, as <c>consent/default.yaml</c>.</param>
/// <param name="Yaml">Its text.</param>
public sealed record PolicyText(string File, string Yaml)
{
    /// <summary>The largest policy in characters.</summary>
    public const int MaxLength = 1_000_000;

    /// <summary>Checks that it is one YAML document with a mapping, whatever its type.</summary>
    /// <returns>The failure <c>policy-unreadable</c>; <see langword="null"/> when it is well formed.</returns>
    public Failure? CheckForm() => Load().Failure;

    /// <summary>The SHA-256 of a text in UTF-8, in lower-case hexadecimal.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Its content as JSON, whatever its type; the failure <c>policy-unreadable</c>.</summary>
    public Result<JsonNode> ToJson()
    {
        if (!Load().TryGet(out var root, out var failure))
        {
            return failure;
        }

        try
        {
            return PolicyNodes.ToJson(root);
        }
        catch (YamlException malformed)
        {
            return Unreadable(malformed);
        }
    }

    /// <summary>Reads it as a type; the failure <c>policy-unreadable</c> says where and why not.</summary>
    public Result<T> Read<T>()
        where T : class
    {
        if (!Load().TryGet(out var root, out var failure))
        {
            return failure;
        }

        try
        {
            var value = PolicyNodes.ToJson(root).Deserialize<T>(PolicyNodes.Strict)!;
            var problems = value is IValidatedPolicy validated ? validated.Validate().ToList() : [];
            return problems.Count == 0 ? value : Unreadable(root, problems);
        }
        catch (JsonException mismatch)
        {
            return Unreadable(root, [new PolicyProblem(mismatch.Path ?? "$", PolicyNodes.Reason(mismatch))]);
        }
        catch (YamlException malformed)
        {
            return Unreadable(malformed);
        }
    }

    private Result<YamlMappingNode> Load()
    {
        if (Yaml.Length > MaxLength)
        {
            return Unreadable(1, "is too large for a policy");
        }

        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(Yaml));
            return stream.Documents is [{ RootNode: YamlMappingNode root }] ? root : Unreadable(1, "must hold one YAML document with a mapping");
        }
        catch (YamlException malformed)
        {
            return Unreadable(malformed);
        }
        catch (InvalidOperationException)
        {
            // The scanner says so of a text that ends inside a list or mapping in brackets.
            return Unreadable(Yaml.AsSpan().Count('\n') + 1, "is not well-formed YAML: it ends before a bracket is closed");
        }
    }

    private Failure Unreadable(YamlMappingNode root, IReadOnlyList<PolicyProblem> problems)
    {
        var located = problems.Select(p => (p.Path, Reason: Located(PolicyNodes.LineOf(root, p.Path), $"{p.Path} {p.Reason}"))).ToList();
        return Failure(string.Join(' ', located.Select(l => l.Reason))) with
        {
            Errors = located.GroupBy(l => l.Path, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.Select(l => l.Reason).ToArray(), StringComparer.Ordinal),
        };
    }

    private Failure Unreadable(YamlException malformed) => Unreadable(malformed.Start.Line, $"is not well-formed YAML: {malformed.Message}");

    private Failure Unreadable(long line, string reason) => Failure(Located(line, reason));

    private string Located(long line, string reason) => string.Create(CultureInfo.InvariantCulture, $"{File}:{line}: {reason.TrimEnd('.')}.");

    private static Failure Failure(string detail) => new(FailureKind.Unavailable, PolicyFailures.Unreadable, detail);
}
