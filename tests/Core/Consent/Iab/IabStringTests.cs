using System.Diagnostics;
using CsCheck;
using RetailServerless.Core.Consent.Iab;

namespace RetailServerless.Core.Tests.Consent.Iab;

public sealed class IabStringTests
{
    private const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    // Made for these tests by BitWriter below, and by hand from the tables of the specifications.
    private static readonly string Core = TcCore();

    [Theory]
    [InlineData("DBABM~", new[] { 2 })]
    [InlineData("DBACNY~~", new[] { 2, 6 })]
    [InlineData("DBABjw~~", new[] { 5, 6 })]
    public void The_headers_that_the_specification_shows_name_their_sections(string header, int[] ids)
    {
        var filled = header.Replace("~", "", StringComparison.Ordinal) + string.Concat(ids.Select(id => "~" + (id == 2 ? Core : id == 6 ? "1YNN" : "x")));

        Assert.Equal(ids, GppStringReader.Read(filled).Value.SectionIds);
    }

    [Fact]
    public void A_section_that_is_not_known_is_kept_unread_and_the_others_are_read()
    {
        var read = GppStringReader.Read("DBABjw~anything-at_all~1YYN").Value;

        Assert.Equal([5], read.Unread);
        Assert.Equal('Y', read.UspV1!.OptOutSale);
    }

    [Fact]
    public void The_national_section_is_read_in_both_of_its_versions()
    {
        var first = GppStringReader.Read(Usnat(1, 12, 2)).Value.States[0];
        var second = GppStringReader.Read(Usnat(2, 16, 3)).Value.States[0];

        Assert.Equal((1, 12, 2), (first.Version, first.Fields["SensitiveDataProcessing"].Count, first.Fields["KnownChildSensitiveDataConsents"].Count));
        Assert.Equal((2, 16, 3), (second.Version, second.Fields["SensitiveDataProcessing"].Count, second.Fields["KnownChildSensitiveDataConsents"].Count));
        Assert.Equal([1], second.Fields["SaleOptOut"]);
        Assert.True(second.Gpc);
    }

    [Fact]
    public void A_section_with_the_header_of_its_specification_is_read_like_one_without()
    {
        var core = new BitWriter().Int(1, 6).Int(1, 2).Int(0, 2).Int(1, 2).Int(1, 2).Int(1, 2).Int(1, 2).Int(2, 2).Int(0, 2).Int(0, 2).ToString();
        var header = new BitWriter().Int(25, 6).Int(1, 6).Int(1, 12).Int(0, 1).Bits("11").ToString();
        var gpp = Header(25);

        var plain = GppStringReader.Read($"{gpp}~{core}").Value.States[0];
        var headed = GppStringReader.Read($"{gpp}~{header}.{core}").Value.States[0];

        Assert.Equal([1], plain.Fields["SaleOptOut"]);
        Assert.Equal(plain.Fields["SaleOptOut"], headed.Fields["SaleOptOut"]);
        Assert.Equal(1, headed.Version);
    }

    [Theory]
    [InlineData("", "signal-empty")]
    [InlineData("!", "signal-character")]
    [InlineData("DBABM", "signal-sections")]
    [InlineData("DBABM~a~b", "signal-sections")]
    [InlineData("DBAB", "signal-truncated")]
    [InlineData("DCABM~x", "signal-version")]
    [InlineData("CBABM~x", "signal-version")]
    [InlineData("DBABMB~x", "signal-trailing-data")]
    [InlineData("DBABj_~1YYN~1YYN", "signal-trailing-data")]
    [InlineData("DBABTA~1YNX", "signal-value")]
    [InlineData("DBABTA~2YNN", "signal-version")]
    [InlineData("DBABTA~1YN", "signal-truncated")]
    [InlineData("DBABTA~1YNNN", "signal-trailing-data")]
    public void A_gpp_string_that_is_wrong_is_refused_with_its_reason(string text, string code) => Assert.Equal(code, GppStringReader.Read(text).Failure?.Code);

    [Fact]
    public void A_tc_string_that_is_wrong_is_refused_with_its_reason()
    {
        var cases = new Dictionary<string, string>
        {
            [""] = "signal-empty",
            ["C+"] = "signal-character",
            ["B" + Core[1..]] = "signal-version",
            [Core[..^6]] = "signal-truncated",
            [Core + "AAAAA"] = "signal-trailing-data",
            [Core + "."] = "signal-empty",
            [Core + ".YAAAAAAA.YAAAAAAA"] = "signal-truncated",
            [Core + ".IAAA.IAAA"] = "signal-segment",
            [Core + ".AAAA"] = "signal-segment",
            [Core + ".gAAA"] = "signal-segment",
            [Core + ".I"] = "signal-truncated",
            [TcCore(range: (5, 4))] = "signal-range",
            [TcCore(range: (0, 4))] = "signal-range",
            [TcCore(range: (1, 11))] = "signal-range",
            [TcCore(restriction: 3)] = "signal-value",
            [new string('C', IabFailures.MaxLength + 1)] = "signal-too-long",
        };

        Assert.All(cases, c => Assert.Equal(c.Value, TcStringReader.Read(c.Key).Failure?.Code));
        Assert.Null(TcStringReader.Read(Core).Failure);
        Assert.Equal([2, 3, 4], TcStringReader.Read(TcCore(range: (2, 4))).Value.VendorConsents);
    }

    [Fact]
    public void No_text_whatever_throws()
    {
        var text = Gen.OneOf(
            Gen.String,
            Gen.Char[Characters + ".~="].Array[0, 120].Select(c => new string(c)),
            Gen.Select(Gen.Const(Core + ".IAAA"), Gen.Int[0, 200], Gen.Char[Characters + ".~"], Mutate),
            Gen.Select(Gen.Const(Usnat(2, 16, 3) + ".QA"), Gen.Int[0, 60], Gen.Char[Characters + ".~"], Mutate),
            Gen.Char[Characters].Array[0, 200].Select(c => "DBABL~" + new string(c)),
            Gen.Char[Characters].Array[0, 400].Select(c => "C" + new string(c)));

        text.Sample(
            t =>
            {
                var (tc, gpp) = (TcStringReader.Read(t), GppStringReader.Read(t));
                Assert.True(tc.Failure is null || tc.Failure.Code.StartsWith("signal-", StringComparison.Ordinal));
                Assert.True(gpp.Failure is null || gpp.Failure.Code.StartsWith("signal-", StringComparison.Ordinal));
                Assert.True(t.Length < 8 || tc.Failure?.Detail.Contains(t, StringComparison.Ordinal) is not true);
            },
            iter: 20_000,
            threads: 1);
    }

    [Fact]
    public void A_hostile_string_that_names_everybody_thousands_of_times_costs_next_to_nothing()
    {
        var bits = new BitWriter();
        Opening(bits);
        for (var set = 0; set < 2; set++)
        {
            bits.Int(65535, 16).Int(1, 1).Int(4095, 12);
            for (var i = 0; i < 4095; i++)
                bits.Int(1, 1).Int(1, 16).Int(65535, 16);
        }

        var text = bits.Int(0, 12).ToString();
        var watch = Stopwatch.StartNew();
        var read = TcStringReader.Read(text).Value;

        Assert.Equal(65535, read.VendorConsents.Count);
        Assert.Equal([new IdRange(1, 65535)], read.VendorLegitimateInterests.Ranges);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }

    [Fact]
    public void A_set_of_ids_knows_its_members()
    {
        var set = IdSet.Of([new(7, 9), new(1, 2), new(3, 3), new(8, 12)]);

        Assert.Equal([new IdRange(1, 3), new IdRange(7, 12)], set.Ranges);
        Assert.Equal(9, set.Count);
        Assert.Equal(set, Enumerable.Range(0, 20).Where(set.Contains));
    }

    private static string Mutate(string text, int at, char with) => at < text.Length ? $"{text[..at]}{with}{text[(at + 1)..]}" : text[..Math.Max(1, text.Length - (at - text.Length))];

    private static BitWriter Opening(BitWriter bits) => bits
        .Int(2, 6).Long(15_000_000_000, 36).Long(15_000_000_000, 36).Int(31, 12).Int(1, 12).Int(1, 6).Int(4, 6).Int(13, 6)
        .Int(100, 12).Int(5, 6).Int(1, 1).Int(0, 1).Int(0, 12).Int(1 << 23, 24).Int(0, 24).Int(0, 1).Int(3, 6).Int(4, 6);

    private static string TcCore((int First, int Last)? range = null, int? restriction = null)
    {
        var bits = Opening(new BitWriter());
        if (range is { } r)
        {
            bits.Int(10, 16).Int(1, 1).Int(1, 12).Int(1, 1).Int(r.First, 16).Int(r.Last, 16);
        }
        else
        {
            bits.Int(3, 16).Int(0, 1).Int(5, 3);
        }

        bits.Int(0, 16).Int(0, 1);
        return (restriction is { } type ? bits.Int(1, 12).Int(1, 6).Int(type, 2).Int(1, 12).Int(0, 1).Int(7, 16) : bits.Int(0, 12)).ToString();
    }

    private static string Header(int section)
    {
        var bits = new BitWriter().Int(3, 6).Int(1, 6).Int(1, 12).Int(0, 1);
        return bits.Bits(section == 25 ? "10100011" : "01011").ToString();
    }

    private static string Usnat(int version, int sensitive, int children)
    {
        var bits = new BitWriter().Int(version, 6);
        for (var i = 0; i < 6; i++)
            bits.Int(1, 2);
        bits.Int(1, 2).Int(2, 2).Int(0, 2);
        for (var i = 0; i < sensitive + children + 4; i++)
            bits.Int(i % 3, 2);
        return $"{Header(7)}~{bits}.YA";
    }

    /// <summary>Writes bits as the specifications do.</summary>
    private sealed class BitWriter
    {
        private readonly System.Text.StringBuilder _bits = new();

        public BitWriter Int(int value, int bits) => Long(value, bits);

        public BitWriter Long(long value, int bits) => Bits(Convert.ToString(value, 2).PadLeft(bits, '0'));

        public BitWriter Bits(string bits)
        {
            _bits.Append(bits);
            return this;
        }

        public override string ToString()
        {
            var bits = _bits.ToString().PadRight((_bits.Length + 5) / 6 * 6, '0');
            return string.Concat(Enumerable.Range(0, bits.Length / 6).Select(i => Characters[Convert.ToInt32(bits.Substring(i * 6, 6), 2)]));
        }
    }
}
