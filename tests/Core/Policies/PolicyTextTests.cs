using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Tests.Policies;

public sealed class PolicyTextTests
{
    private const string Good = """
        # a policy
        days: 30
        fee: 12.50
        name: "30"
        kinds: [unused, damaged]
        limits:
          shoes: 14
        """;

    [Fact]
    public void A_policy_is_read_as_its_type()
    {
        var policy = Read(Good).Value;

        Assert.Equal(30, policy.Days);
        Assert.Equal(12.50m, policy.Fee);
        Assert.Equal("30", policy.Name);
        Assert.Equal(["unused", "damaged"], policy.Kinds);
        Assert.Equal(14, policy.Limits["shoes"]);
    }

    [Theory]
    [InlineData("days: 30", "dais: 30", "returns.yaml:2:", "'dais'")]
    [InlineData("name: \"30\"\n", "", "returns.yaml:2:", "lacks 'name'")]
    [InlineData("fee: 12.50", "fee: much", "returns.yaml:3:", "$.fee")]
    [InlineData("name: \"30\"", "name: 30", "returns.yaml:4:", "$.name")]
    [InlineData("shoes: 14", "shoes: soon", "returns.yaml:7:", "$.limits.shoes")]
    [InlineData("shoes: 14", "shoes: 999", "returns.yaml:7:", "must be at most a year")]
    [InlineData("[unused, damaged]", "[unused, damaged", "returns.yaml:", "not well-formed")]
    [InlineData("fee: 12.50", "days: 12", "returns.yaml:", "not well-formed")]
    [InlineData("kinds: [unused, damaged]", "kinds: ~", "returns.yaml:5:", "$.kinds")]
    [InlineData("[unused, damaged]", "[unused, broken]", "returns.yaml:5:", "$.kinds[1]")]
    public void What_is_wrong_is_named_with_file_line_and_reason(string from, string to, string where, string what)
    {
        var failure = Read(Good.Replace(from, to, StringComparison.Ordinal)).Failure!;

        Assert.Equal(PolicyFailures.Unreadable, failure.Code);
        Assert.StartsWith(where, failure.Detail, StringComparison.Ordinal);
        Assert.Contains(what, failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a\n- b")]
    [InlineData("days: 1\n---\ndays: 2")]
    [InlineData("just text")]
    public void A_file_without_one_mapping_is_refused(string yaml) => Assert.Equal(PolicyFailures.Unreadable, Read(yaml).Failure!.Code);

    [Fact]
    public void Aliases_that_multiply_are_refused()
    {
        var levels = Enumerable.Range(1, 9).Select(i => $"l{i}: &l{i} [{string.Join(", ", Enumerable.Repeat($"*l{i - 1}", 9))}]");
        var bomb = "l0: &l0 x\n" + string.Join('\n', levels);

        var failure = Read(bomb).Failure!;

        Assert.Contains("too large", failure.Detail, StringComparison.Ordinal);
    }

    private static Results.Result<ReturnsLike> Read(string yaml) => new PolicyText("returns.yaml", yaml).Read<ReturnsLike>();

    private enum Condition
    {
        Unused,
        Damaged,
    }

    private sealed record ReturnsLike(int Days, decimal Fee, IReadOnlyDictionary<string, int> Limits) : IValidatedPolicy
    {
        public required string Name { get; init; }

        public required IReadOnlyList<string> Kinds { get; init; }

        public IEnumerable<PolicyProblem> Validate()
        {
            foreach (var (name, days) in Limits.Where(l => l.Value > 365))
                yield return new PolicyProblem($"$.limits.{name}", "must be at most a year");

            for (var i = 0; i < Kinds.Count; i++)
            {
                if (!Enum.TryParse<Condition>(Kinds[i], ignoreCase: true, out _))
                    yield return new PolicyProblem($"$.kinds[{i}]", "is not a known condition");
            }
        }
    }
}
