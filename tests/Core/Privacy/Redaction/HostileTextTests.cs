using System.Diagnostics;
using RetailServerless.Core.Privacy.Redaction;

namespace RetailServerless.Core.Tests.Privacy.Redaction;

public sealed class HostileTextTests
{
    private const int Small = 32 * 1024;
    private const int Times = 32;

    private readonly Redactor _redactor = new(new RedactionPolicy { Kinds = [.. Enum.GetValues<PersonalTextKind>()] });

    // A detector that reads the rest of the text at every sign takes 1,024 times as long for 1 MB as for 32 KB; a linear one 32, and some for sorting, caches and what else the machine does.
    [Theory]
    [InlineData("7")]
    [InlineData("1 ")]
    [InlineData("12-")]
    [InlineData("@")]
    [InlineData("a@")]
    [InlineData("a@b.")]
    [InlineData("[")]
    [InlineData("(")]
    [InlineData(" ")]
    [InlineData(":")]
    [InlineData("a:")]
    [InlineData("1.1.")]
    [InlineData("http://")]
    [InlineData("-----BEGIN ")]
    [InlineData("eyJ")]
    [InlineData("password:")]
    [InlineData("order ")]
    [InlineData("Anna ")]
    [InlineData("1 Main ")]
    [InlineData("AL47 ")]
    public void A_megabyte_takes_in_proportion_to_what_a_thirtieth_of_it_takes(string unit)
    {
        var small = Shortest(Repeat(unit, Small), runs: 4);
        var large = Shortest(Repeat(unit, Small * Times), runs: 1);

        Assert.InRange(large / small, 0, Times * 6.0);
    }

    private static string Repeat(string unit, int length) => string.Concat(Enumerable.Repeat(unit, length / unit.Length));

    // The shortest of several runs: what else the machine does only ever adds.
    private double Shortest(string text, int runs)
    {
        var spans = new List<PersonalSpan>();
        var best = double.MaxValue;
        for (var run = 0; run < runs; run++)
        {
            var watch = Stopwatch.StartNew();
            _redactor.FindInto(text, spans);
            best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
        }

        return Math.Max(best, 0.5);
    }
}
