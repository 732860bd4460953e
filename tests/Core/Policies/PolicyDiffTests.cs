using System.Text.Json.Nodes;
using CsCheck;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Tests.Policies;

public sealed class PolicyDiffTests
{
    private const string Before = "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: [x, y]\n";

    [Fact]
    public void Changed_lines_come_with_their_numbers_and_three_lines_around()
    {
        var diff = PolicyDiff.Between(Before, Before.Replace("e: 5", "e: 50", StringComparison.Ordinal));

        Assert.Equal([" b: 2", " c: 3", " d: 4", "-e: 5", "+e: 50", " f: [x, y]"], diff.Lines.Select(Show));
        Assert.Equal((5, null), (diff.Lines[3].Before, diff.Lines[3].After));
        Assert.Equal((null, 5), (diff.Lines[4].Before, diff.Lines[4].After));
    }

    [Fact]
    public void Changed_members_are_named_with_both_values_and_comments_are_none()
    {
        var diff = PolicyDiff.Between(Before, "# new\na: 1\nb: 2\nc: three\nd: 4\nf: [x, y, z]\n");

        Assert.Equal(
            [new ChangedMember("$.c", "3", "three"), new ChangedMember("$.e", "5", null), new ChangedMember("$.f[2]", null, "z")],
            diff.Members);
        Assert.Contains(diff.Lines, l => l is { Change: LineChange.Added, Text: "# new" });
    }

    [Fact]
    public void The_same_text_does_not_differ()
    {
        var diff = PolicyDiff.Between(Before, Before);

        Assert.Empty(diff.Lines);
        Assert.Empty(diff.Members);
    }

    [Fact]
    public void A_comparison_holds_both_texts_whole_and_marks_no_more_than_it_must() =>
        Gen.Select(Lines, Lines).Sample((before, after) =>
        {
            var lines = LineDiff.Between(string.Join('\n', before), string.Join('\n', after));

            Assert.Equal(before, lines.Where(l => l.Change != LineChange.Added).Select(l => l.Text));
            Assert.Equal(after, lines.Where(l => l.Change != LineChange.Removed).Select(l => l.Text));
            Assert.Equal(LongestCommon(before, after, 0, 0), lines.Count(l => l.Change == LineChange.Same));
        });

    [Fact]
    public void Json_becomes_yaml_that_says_the_same()
    {
        var json = JsonNode.Parse("""{"days":30,"fee":12.5,"name":"30","on":"yes","list":["a: b",null,true],"deep":{"text":"line one\nline \"two\""},"none":{}}""")!.AsObject();

        var yaml = PolicyYaml.Of(json);

        Assert.True(JsonNode.DeepEquals(json, new PolicyText("p.yaml", yaml).ToJson().Value), yaml);
        Assert.DoesNotContain("...", yaml, StringComparison.Ordinal);
    }

    private static Gen<string[]> Lines => Gen.Int[0, 3].Select(i => $"line {i}").Array[1, 7];

    private static int LongestCommon(string[] a, string[] b, int i, int j) => i == a.Length || j == b.Length
        ? 0
        : a[i] == b[j] ? 1 + LongestCommon(a, b, i + 1, j + 1) : Math.Max(LongestCommon(a, b, i + 1, j), LongestCommon(a, b, i, j + 1));

    private static string Show(DiffLine line) => line.Change switch
    {
        LineChange.Added => "+",
        LineChange.Removed => "-",
        _ => " ",
    } + line.Text;
}
