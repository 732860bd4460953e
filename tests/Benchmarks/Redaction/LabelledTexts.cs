using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RetailServerless.Benchmarks.Redaction;

/// <summary>A label: characters of a text that are personal, and what the file calls them.</summary>
internal sealed record Label(int Start, int End, string Entity);

/// <summary>A text with every label that the file gives it, and the entities the file looked for in it.</summary>
internal sealed record LabelledText(string Text, IReadOnlySet<string> Entities, IReadOnlyList<Label> Labels)
{
    /// <summary>The half of the file that was read while building, by the first bit of the text's SHA-256; the other half was only ever scored.</summary>
    public bool IsSeen { get; } = SHA256.HashData(Encoding.UTF8.GetBytes(Text))[0] % 2 == 0;
}

/// <summary>Reads a file in the form of <c>../shared/data/pii</c>.</summary>
internal static class LabelledTexts
{
    public static string? FindFile()
    {
        var root = Environment.GetEnvironmentVariable("RETAIL_TEST_DATA");
        for (var at = new DirectoryInfo(Environment.CurrentDirectory); root is null && at is not null; at = at.Parent)
        {
            var shared = Path.Combine(at.FullName, "shared", "data");
            root = Directory.Exists(shared) ? shared : null;
        }

        var folder = root is null ? null : Path.Combine(root, "pii");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).FirstOrDefault() : null;
    }

    /// <summary>Cases that only count (spans null) have no place to compare and are left out.</summary>
    public static List<LabelledText> Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray()
            .Where(c => c.GetProperty("expected_spans").ValueKind == JsonValueKind.Array)
            .Select(c => (Text: c.GetProperty("text").GetString()!, Entity: c.GetProperty("entity").GetString()!, Spans: c.GetProperty("expected_spans").EnumerateArray().Select(s => (Start: s[0].GetInt32(), End: s[1].GetInt32())).ToList()))
            .GroupBy(c => c.Text, StringComparer.Ordinal)
            .Select(g => new LabelledText(g.Key, g.Select(c => c.Entity).ToHashSet(StringComparer.Ordinal), Joined(g.Key, [.. g.SelectMany(c => c.Spans.Select(s => new Label(s.Start, s.End, c.Entity))).Distinct()])))];
    }

    // What a file labels as street, town and post code is one address, a given and a family name one name, when only signs lie between: one placeholder stands for it.
    private static List<Label> Joined(string text, List<Label> labels)
    {
        var joined = new List<Label>();
        foreach (var label in labels.OrderBy(l => l.Start).ThenBy(l => l.End))
        {
            if (joined.Count > 0 && joined[^1] is var last && label.Start >= last.End && IsOneOf(last.Entity, label.Entity) && label.Start - last.End <= 4 && !text[last.End..label.Start].Any(char.IsLetterOrDigit) && !(EntityKinds.IsName(label.Entity) && text[last.End..label.Start] is not " "))
            {
                joined[^1] = last with { End = label.End };
            }
            else
            {
                joined.Add(label);
            }
        }

        return joined;
    }

    private static bool IsOneOf(string a, string b) => (EntityKinds.IsName(a) && EntityKinds.IsName(b)) || (EntityKinds.IsPlace(a) && EntityKinds.IsPlace(b));
}
