using CsCheck;
using RetailServerless.Embedded.Search.Queries;

namespace RetailServerless.Embedded.Tests.Search;

public sealed class EditDistanceTests
{
    private static readonly Gen<string> Words = Gen.String[Gen.Char["abc"], 0, 8];

    [Theory]
    [InlineData("shoes", "shoes", 0)]
    [InlineData("shoes", "sheos", 1)]
    [InlineData("runing", "running", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ca", "abc", 3)]
    public void Edits_are_counted(string a, string b, int distance) => Assert.Equal(distance, EditDistance.Within(a, b, 5));

    [Fact]
    public void It_is_the_distance_of_the_definition() => Gen.Select(Words, Words).Sample((a, b) =>
        EditDistance.Within(a, b, 2) == Math.Min(3, Reference(a, b)) && EditDistance.Within(a, b, 2) == EditDistance.Within(b, a, 2));

    // The recursive definition (Boytsov 2011, section 2.2.1).
    private static int Reference(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0)
        {
            return a.Length + b.Length;
        }

        var best = Math.Min(Reference(a[..^1], b) + 1, Reference(a, b[..^1]) + 1);
        best = Math.Min(best, Reference(a[..^1], b[..^1]) + (a[^1] == b[^1] ? 0 : 1));
        return a.Length > 1 && b.Length > 1 && a[^1] == b[^2] && a[^2] == b[^1] ? Math.Min(best, Reference(a[..^2], b[..^2]) + 1) : best;
    }
}
