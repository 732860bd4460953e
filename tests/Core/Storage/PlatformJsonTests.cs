using System.Text.Json;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Orders;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Tests.Storage;

public sealed class PlatformJsonTests
{
    [Theory]
    [InlineData("12.5", """{"amount":"12.50","currency":"EUR"}""")]
    [InlineData("0", """{"amount":"0.00","currency":"EUR"}""")]
    [InlineData("-3.4567", """{"amount":"-3.4567","currency":"EUR"}""")]
    [InlineData("12345678901234567890.1234567", """{"amount":"12345678901234567890.1234567","currency":"EUR"}""")]
    public void Money_is_a_decimal_string_and_a_currency(string amount, string json)
    {
        var money = new Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), "EUR");

        var written = JsonSerializer.Serialize(money, PlatformJson.Options);

        Assert.Equal(json, written);
        Assert.Equal(money, JsonSerializer.Deserialize<Money>(written, PlatformJson.Options));
    }

    [Theory]
    [InlineData("""{"amount":12.5,"currency":"EUR"}""")]
    [InlineData("""{"amount":"12,5","currency":"EUR"}""")]
    [InlineData("""{"amount":"12.5"}""")]
    [InlineData("""{"amount":"12.5","currency":"euro"}""")]
    [InlineData("\"12.5 EUR\"")]
    public void Money_that_is_not_written_so_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Money>(json, PlatformJson.Options));

    [Fact]
    public void Ids_are_plain_strings_also_as_keys()
    {
        var ids = new Dictionary<Sku, PersonId> { [new Sku("A-1")] = PersonId.Of(new CustomerId("7")) };

        var written = JsonSerializer.Serialize(ids, PlatformJson.Options);

        Assert.Equal("""{"A-1":"c:7"}""", written);
        Assert.Equal(ids, JsonSerializer.Deserialize<Dictionary<Sku, PersonId>>(written, PlatformJson.Options));
    }

    [Fact]
    public void Enums_are_camel_case_strings_and_numbers_are_refused()
    {
        Assert.Equal("\"saleOrShare\"", JsonSerializer.Serialize(Purpose.SaleOrShare, PlatformJson.Options));
        Assert.Equal(Purpose.SaleOrShare, JsonSerializer.Deserialize<Purpose>("\"saleOrShare\"", PlatformJson.Options));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Purpose>("1", PlatformJson.Options));
    }

    [Fact]
    public void Instants_are_written_in_utc_and_read_with_any_offset()
    {
        var instant = new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.FromHours(2));

        var written = JsonSerializer.Serialize(instant, PlatformJson.Options);

        Assert.Equal("\"2026-11-24T08:00:00Z\"", written);
        Assert.Equal(instant, JsonSerializer.Deserialize<DateTimeOffset>("\"2026-11-24T10:00:00+02:00\"", PlatformJson.Options));
    }

    [Fact]
    public void A_required_member_that_is_null_is_left_out_and_read_as_null()
    {
        var written = JsonSerializer.Serialize(new Note { Text = "it's fine", Author = null }, PlatformJson.Options);

        Assert.Equal("""{"text":"it's fine"}""", written);
        Assert.Equal("it's fine", JsonSerializer.Deserialize<Note>(written, PlatformJson.Options)?.Text);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Note>("{}", PlatformJson.Options));
    }

    [Fact]
    public void An_order_survives_writing_and_reading()
    {
        var order = new Order
        {
            Id = new OrderId("O-1"),
            Customer = new CustomerId("7"),
            PlacedAt = new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero),
            Status = OrderStatus.Shipped,
            Lines = [new OrderLine(new Sku("A-1"), "Lamp", 2, new Money(19.90m, "EUR"))],
            ExpectedDelivery = new DateOnly(2026, 11, 27),
        };

        var read = JsonSerializer.Deserialize<Order>(JsonSerializer.Serialize(order, PlatformJson.Options), PlatformJson.Options);

        Assert.NotNull(read);
        Assert.Equal(order.Lines, read.Lines);
        Assert.Equal(order, read with { Lines = order.Lines });
    }

    private sealed record Note
    {
        public required string Text { get; init; }

        public required string? Author { get; init; }
    }
}
