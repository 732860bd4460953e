using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using RetailServerless.Core.Audit;

namespace RetailServerless.Core.Tests.Audit;

public sealed class CanonicalJsonTests
{
    // RFC 8785, appendix B: IEEE 754 bit patterns and what they are written as.
    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555554", "333333333.33333325")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("41b3de4355555556", "333333333.3333334")]
    [InlineData("41b3de4355555557", "333333333.33333343")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void Numbers_are_written_as_the_RFC_lists_them(string bits, string expected)
    {
        var value = BitConverter.UInt64BitsToDouble(ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

        Assert.Equal(expected, CanonicalNumber.Format(value));
    }

    [Fact]
    public void Any_number_reads_back_as_itself() => Gen.Double.Where(double.IsFinite).Sample(value =>
    {
        var text = CanonicalNumber.Format(value);

        Assert.Equal(value == 0 ? 0 : value, double.Parse(text, CultureInfo.InvariantCulture));
    });

    // RFC 8785, section 3.2.2 and 3.2.4.
    [Fact]
    public void The_example_of_the_RFC_becomes_the_bytes_of_the_RFC()
    {
        var node = JsonNode.Parse(
            """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """);

        var text = Encoding.UTF8.GetString(CanonicalJson.ToUtf8(node));

        Assert.Equal("""{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""", text);
    }

    // RFC 8785, section 3.2.3.
    [Fact]
    public void Names_are_sorted_by_their_UTF16_code_units()
    {
        var node = JsonNode.Parse(
            """
            {
              "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
              "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
            }
            """);

        var text = Encoding.UTF8.GetString(CanonicalJson.ToUtf8(node));

        var order = new[] { "Carriage Return", "One", "Control", "Latin Small", "Euro Sign", "Emoji", "Hebrew" }.Select(v => text.IndexOf(v, StringComparison.Ordinal)).ToArray();
        Assert.All(order, at => Assert.True(at > 0));
        Assert.Equal(order.Order(), order);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_has_no_canonical_form()
    {
        var node = new JsonObject { ["text"] = "\ud83d" };

        Assert.ThrowsAny<ArgumentException>(() => CanonicalJson.ToUtf8(node));
    }

    [Fact]
    public void The_order_in_which_members_were_added_does_not_matter()
    {
        var one = new JsonObject { ["a"] = 1, ["b"] = Guid.Empty, ["c"] = new JsonArray(1L, 2.50m, "x") };
        var other = new JsonObject { ["c"] = new JsonArray(1, 2.5, "x"), ["b"] = Guid.Empty.ToString(), ["a"] = 1.0 };

        Assert.Equal(CanonicalJson.ToUtf8(one), CanonicalJson.ToUtf8(other));
    }
}
