using System.Text.Json.Nodes;

namespace RetailServerless.Core.Policies;

/// <summary>How two versions differ, for a reader: by line, and by member.</summary>
/// <param name="Lines">The changed lines with three lines around them, in order.</param>
/// <param name="Members">The members whose value is another, in the order of their paths.</param>
public sealed record PolicyDiff(IReadOnlyList<DiffLine> Lines, IReadOnlyList<ChangedMember> Members)
{
    private const int Around = 3;

    /// <summary>Compares two texts.</summary>
    public static PolicyDiff Between(string before, string after)
    {
        var lines = LineDiff.Between(before, after);
        var near = lines.Select((line, i) => (line, i)).Where(l => l.line.Change != LineChange.Same)
            .SelectMany(l => Enumerable.Range(l.i - Around, (2 * Around) + 1)).ToHashSet();
        return new PolicyDiff([.. lines.Where((_, i) => near.Contains(i))], Changed(Flatten(before), Flatten(after)));
    }

    private static List<ChangedMember> Changed(SortedDictionary<string, string> before, SortedDictionary<string, string> after) =>
    [
        .. before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(path => new ChangedMember(path, before.GetValueOrDefault(path), after.GetValueOrDefault(path)))
            .Where(change => change.Before != change.After),
    ];

    private static SortedDictionary<string, string> Flatten(string yaml)
    {
        var members = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (new PolicyText("policy.yaml", yaml).ToJson().TryGet(out var root, out _))
        {
            Flatten("$", root, members);
        }

        return members;
    }

    private static void Flatten(string path, JsonNode? node, SortedDictionary<string, string> members)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } o:
                foreach (var (name, value) in o)
                {
                    Flatten($"{path}.{name}", value, members);
                }

                break;
            case JsonArray { Count: > 0 } items:
                for (var i = 0; i < items.Count; i++)
                {
                    Flatten($"{path}[{i}]", items[i], members);
                }

                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                members[path] = text;
                break;
            default:
                members[path] = node?.ToJsonString() ?? "null";
                break;
        }
    }
}

/// <summary>What happened to a line.</summary>
public enum LineChange
{
    /// <summary>Nothing.</summary>
    Same,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>It is new.</summary>
    Added,
}

/// <summary>One line of a comparison.</summary>
/// <param name="Change">What happened to it.</param>
/// <param name="Before">Its number in the old text, from 1; <see langword="null"/> for a new one.</param>
/// <param name="After">Its number in the new text, from 1; <see langword="null"/> for one that is gone.</param>
/// <param name="Text">The line.</param>
public sealed record DiffLine(LineChange Change, int? Before, int? After, string Text);

/// <summary>A member whose value is another.</summary>
/// <param name="Path">Where, as <c>$.purposes.marketing.expiresAfterDays</c>.</param>
/// <param name="Before">Its old value; <see langword="null"/> when it was not there.</param>
/// <param name="After">Its new value; <see langword="null"/> when it is gone.</param>
public sealed record ChangedMember(string Path, string? Before, string? After);
