using System.Diagnostics;
using RetailServerless.Core.Privacy.Redaction;

namespace RetailServerless.Core.Tests.Privacy.Redaction;

public sealed class HostileTextTests
{
    private const int Quarter = 256 * 1024;
    private const int Attempts = 6;

    private readonly Redactor _redactor = new(new RedactionPolicy { Kinds = [.. Enum.GetValues<PersonalTextKind>()] });

    // A detector that reads the rest of the text at every sign takes sixteen times as long for 1 MB as for a quarter of it; a linear one four. What else the machine does only ever adds, so that one attempt of
    // several is enough, while a quadratic detector fails them all.
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
    [InlineData("é")]
    [InlineData("Ø ")]
    [InlineData("((((")]
    [InlineData("van der ")]
    [InlineData("Straße 1, ")]
    [InlineData("phone 555-")]
    [InlineData("my name is ")]
    [InlineData("aA0")]
    [InlineData("+49 ")]
    [InlineData("\n\n")]
    [InlineData("\ud83d\ude00")]
    public void A_megabyte_takes_in_proportion_to_what_a_quarter_of_it_takes(string unit)
    {
        var quarter = Repeat(unit, Quarter);
        var whole = Repeat(unit, Quarter * 4);

        var ratios = Enumerable.Range(0, Attempts).Select(_ => Milliseconds(whole) / Math.Max(Milliseconds(quarter), 0.25));

        Assert.Contains(ratios, ratio => ratio < 9);
    }

    private static string Repeat(string unit, int length) => string.Concat(Enumerable.Repeat(unit, length / unit.Length));

    private double Milliseconds(string text)
    {
        var watch = Stopwatch.StartNew();
        _redactor.FindInto(text, []);
        return watch.Elapsed.TotalMilliseconds;
    }
}
