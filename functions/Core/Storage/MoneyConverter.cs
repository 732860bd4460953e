using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RetailServerless.Core.Catalog;

namespace RetailServerless.Core.Storage;

/// <summary>
/// Money as <c>{"amount":"12.50","currency":"EUR"}</c>: the amount is a string, so that no reader makes a binary fraction of it. At least two decimals are written, more only
/// where the amount has them.
/// </summary>
internal sealed class MoneyConverter : JsonConverter<Money>
{
    private const NumberStyles AmountStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            throw new JsonException("Money is an object with amount and currency.");
        }

        decimal? amount = null;
        string? currency = null;
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndObject)
        {
            var isAmount = reader.ValueTextEquals("amount"u8);
            var isCurrency = !isAmount && reader.ValueTextEquals("currency"u8);
            reader.Read();
            if (isAmount)
            {
                amount = ReadAmount(ref reader);
            }
            else if (isCurrency)
            {
                currency = ReadCurrency(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return amount is { } value && currency is not null
            ? new Money(value, currency)
            : throw new JsonException("Money needs an amount and a currency.");
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        Span<char> amount = stackalloc char[64];
        var format = value.Amount.Scale > 2 ? "0.00##########################" : "0.00";
        value.Amount.TryFormat(amount, out var length, format, CultureInfo.InvariantCulture);
        writer.WriteStartObject();
        writer.WriteString("amount"u8, amount[..length]);
        writer.WriteString("currency"u8, value.Currency);
        writer.WriteEndObject();
    }

    private static decimal ReadAmount(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.String
        && decimal.TryParse(reader.GetString(), AmountStyle, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : throw new JsonException("The amount of money is a decimal string, as \"12.50\".");

    private static string ReadCurrency(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.String && reader.GetString() is [>= 'A' and <= 'Z', >= 'A' and <= 'Z', >= 'A' and <= 'Z'] code
            ? code
            : throw new JsonException("The currency of money is three upper-case letters (ISO 4217), as \"EUR\".");
}
