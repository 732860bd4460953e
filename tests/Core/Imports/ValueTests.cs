using System.Globalization;
using CsCheck;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Imports.Values;

namespace RetailServerless.Core.Tests.Imports;

public sealed class ValueTests
{
    [Theory]
    [InlineData("12.50 USD", "12.50", "USD")]
    [InlineData("USD 12.50", "12.50", "USD")]
    [InlineData("$12.50", "12.50", "USD")]
    [InlineData("12,50 €", "12.50", "EUR")]
    [InlineData("€ 1.234,56", "1234.56", "EUR")]
    [InlineData("1,234.56 usd", "1234.56", "USD")]
    [InlineData("1,234,567.89", "1234567.89", "CHF")]
    [InlineData("1'234.50 CHF", "1234.50", "CHF")]
    [InlineData("1 234,50 PLN", "1234.50", "PLN")]
    [InlineData("1,234", "1234", "CHF")]
    [InlineData("1.234", "1.234", "CHF")]
    [InlineData("12,5", "12.5", "CHF")]
    [InlineData(".99", "0.99", "CHF")]
    [InlineData("250.0", "250.0", "CHF")]
    [InlineData("0", "0", "CHF")]
    [InlineData("US$ 5", "5", "USD")]
    [InlineData("$5 AUD", "5", "AUD")]
    public void Money_is_read_as_shops_write_it(string text, string amount, string currency)
    {
        Assert.True(MoneyText.TryParse(text, "CHF", out var money));

        Assert.Equal(new Money(decimal.Parse(amount, CultureInfo.InvariantCulture), currency), money);
    }

    [Theory]
    [InlineData("")]
    [InlineData("free")]
    [InlineData("-5 USD")]
    [InlineData("12.50 XYZ")]
    [InlineData("12.50 USD EUR")]
    [InlineData("12.5.0")]
    [InlineData("1,23,456.00")]
    [InlineData("1,2345")]
    [InlineData("12-50")]
    [InlineData("1e5")]
    [InlineData("1000000000")]
    [InlineData("5-10 USD")]
    public void What_is_no_money_is_refused(string text)
    {
        // A comma with four digits after it is a decimal comma, all else here is nothing.
        var read = MoneyText.TryParse(text, "CHF", out var money);

        Assert.True(!read || (text == "1,2345" && money.Amount == 1.2345m));
    }

    [Fact]
    public void Every_amount_is_read_back_from_how_it_is_written() =>
        Gen.Int[0, 100_000_000].Select(Gen.Int[0, 4]).Sample((digits, scale) =>
        {
            var money = new Money(digits / (decimal)Math.Pow(10, scale), "EUR");
            Assert.True(MoneyText.TryParse(money.ToString(), "USD", out var read));
            Assert.Equal(money, read);
        });

    [Theory]
    [InlineData("2026-03-01T00:00-0800", "2026-03-01T08:00:00Z")]
    [InlineData("2026-03-01T00:00Z", "2026-03-01T00:00:00Z")]
    [InlineData("2026-03-01T09:30:00+01:00", "2026-03-01T08:30:00Z")]
    [InlineData("2010-12-01 08:26:00", "2010-12-01T08:26:00Z")]
    [InlineData("2026-03-01", "2026-03-01T00:00:00Z")]
    [InlineData("2026-03-01T09:30:00.1234567Z", "2026-03-01T09:30:00.1234567Z")]
    [InlineData("1764000000", "2025-11-24T16:00:00Z")]
    public void Times_are_read_in_utc(string text, string utc)
    {
        Assert.True(DateText.TryInstant(text, out var instant));

        Assert.Equal(DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture), instant);
    }

    [Theory]
    [InlineData("01/02/2026")]
    [InlineData("2026-13-01")]
    [InlineData("yesterday")]
    public void Ambiguous_or_impossible_times_are_refused(string text) => Assert.False(DateText.TryInstant(text, out _));

    [Fact]
    public void An_interval_with_days_includes_its_last_day()
    {
        Assert.True(DateText.TryInterval("2026-03-01/2026-03-15", out var from, out var until));

        Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), from);
        Assert.Equal(new DateTimeOffset(2026, 3, 16, 0, 0, 0, TimeSpan.Zero), until);
        Assert.False(DateText.TryInterval("2026-03-15/2026-03-01", out _, out _));
    }

    [Theory]
    [InlineData("<p>Soft &amp; warm</p><ul><li>one</li><li>two</li></ul>", "Soft & warm one two")]
    [InlineData("a <script>alert('x')</script>b", "a b")]
    [InlineData("5 < 6 and 7 > 6", "5 < 6 and 7 > 6")]
    [InlineData("<b>Bold</b>ly", "Boldly")]
    [InlineData(" tab\tand\u0000 null\u200B ", "tab and null")]
    [InlineData("plain", "plain")]
    public void Markup_and_control_characters_leave_text(string text, string plain) => Assert.Equal(plain, PlainText.Line(text, 100));

    [Fact]
    public void Text_is_shortened_without_breaking_a_character() => Assert.Equal("ab", PlainText.Line("ab\U0001F600c", 3));

    [Fact]
    public void No_text_keeps_a_tag_of_a_script() =>
        Gen.String.Sample(text => Assert.DoesNotContain("<script", PlainText.Line(text + "<script>x</script>", 10_000), StringComparison.OrdinalIgnoreCase));

    [Theory]
    [InlineData("4006381333931", "4006381333931")]
    [InlineData("0-36000-29145-2", "036000291452")]
    [InlineData("4006381333932", null)]
    [InlineData("123", null)]
    public void A_gtin_needs_its_check_digit(string text, string? gtin) => Assert.Equal(gtin, GtinText.Read(text));

    [Theory]
    [InlineData("in stock", Availability.InStock)]
    [InlineData("https://schema.org/OutOfStock", Availability.OutOfStock)]
    [InlineData("Pre-Order", Availability.Preorder)]
    [InlineData("available for order", Availability.Backorder)]
    public void Availability_is_read_by_its_synonyms(string text, Availability expected)
    {
        Assert.True(AvailabilityText.TryParse(text, out var availability));

        Assert.Equal(expected, availability);
    }
}
