using System.Globalization;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Imports.Values;
using RetailServerless.Core.People;

namespace RetailServerless.Core.Imports.Reading;

/// <summary>Reads typed values out of rows and keeps the first thing that is wrong with a row.</summary>
public sealed class RowFields
{
    private ImportRow? _row;

    /// <summary>The first thing wrong with the row; <see langword="null"/> while nothing is.</summary>
    public RowError? Error { get; private set; }

    private ImportRow Row => _row ?? throw new InvalidOperationException("No row has begun.");

    /// <summary>Begins with a row.</summary>
    public void Begin(ImportRow row)
    {
        _row = row;
        Error = row.Problem;
    }

    /// <summary>Notes that something is wrong; only the first is kept.</summary>
    public void Fail(RowField? field, string reason) => Error ??= new RowError(field?.Name, reason);

    /// <summary>A number of ours or the shop's: 1 to so many characters, no control characters. Missing is wrong, and gives an empty text.</summary>
    public string Id(RowField field, int limit)
    {
        var id = OptionalId(field, limit);
        if (id is null)
        {
            Fail(field, $"The {field.Name} is missing. Every row needs one.");
        }

        return id ?? "";
    }

    /// <summary>As <see cref="Id"/>, and may be missing.</summary>
    public string? OptionalId(RowField field, int limit)
    {
        var id = Row[field].Text;
        if (id is not null && (id.Length > limit || id.AsSpan().IndexOfAnyInRange('\0', '\u001F') >= 0))
        {
            Fail(field, string.Create(CultureInfo.InvariantCulture, $"The {field.Name} is longer than {limit} characters or holds control characters."));
        }

        return id;
    }

    /// <summary>A customer's number. The <c>.0</c> that data tools add to whole numbers is taken off.</summary>
    public CustomerId? OptionalCustomer(RowField field)
    {
        var id = OptionalId(field, 128);
        return id switch
        {
            null => null,
            _ when id.EndsWith(".0", StringComparison.Ordinal) && id.AsSpan(0, id.Length - 2).IndexOfAnyExceptInRange('0', '9') < 0 => new CustomerId(id[..^2]),
            _ => new CustomerId(id),
        };
    }

    /// <summary>A customer's number; missing is wrong.</summary>
    public CustomerId Customer(RowField field)
    {
        var id = OptionalCustomer(field);
        if (id is null)
        {
            Fail(field, "The customer is missing. A row about nobody cannot be kept; send the customer's number.");
        }

        return id.GetValueOrDefault();
    }

    /// <summary>One line of plain text.</summary>
    public string? Line(RowField field, int limit) => Row[field].Text is { } text && PlainText.Line(text, limit) is { Length: > 0 } line ? line : null;

    /// <summary>Plain text with lines.</summary>
    public string? Lines(RowField field, int limit) => Row[field].Text is { } text && PlainText.Lines(text, limit) is { Length: > 0 } lines ? lines : null;

    /// <summary>Money; a JSON object <c>{amount, currency}</c> too.</summary>
    public Money? Money(RowField field, string currency)
    {
        var value = Row[field];
        var text = value.Text ?? value.Objects.Select(AmountOf).FirstOrDefault();
        if (text is null)
        {
            return null;
        }

        if (MoneyText.TryParse(text, currency, out var money))
        {
            return money;
        }

        Fail(field, $"The {field.Name} is not an amount of money. {MoneyText.Advice}");
        return null;
    }

    /// <summary>An instant, UTC; a date that nobody set (before 1900) is none.</summary>
    public DateTimeOffset? Instant(RowField field)
    {
        if (Row[field].Text is not { } text)
        {
            return null;
        }

        if (DateText.TryInstant(text, out var instant))
        {
            return instant.Year < 1900 ? null : instant;
        }

        Fail(field, $"The {field.Name} is not a time. {DateText.Advice}");
        return null;
    }

    /// <summary>An instant; missing is wrong.</summary>
    public DateTimeOffset RequiredInstant(RowField field)
    {
        var instant = Instant(field);
        if (instant is null)
        {
            Fail(field, $"The {field.Name} is missing. {DateText.Advice}");
        }

        return instant.GetValueOrDefault();
    }

    /// <summary>A day.</summary>
    public DateOnly? Day(RowField field)
    {
        if (Row[field].Text is not { } text)
        {
            return null;
        }

        if (DateText.TryDay(text, out var day) && day.Year >= 1900)
        {
            return day;
        }

        Fail(field, $"The {field.Name} is not a day. {DateText.Advice}");
        return null;
    }

    /// <summary>A whole number in a range; <c>6.0</c> is 6.</summary>
    public int? Whole(RowField field, int from, int to)
    {
        if (Row[field].Text is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && whole >= from && whole <= to)
        {
            return whole;
        }

        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == decimal.Truncate(number) && number >= from && number <= to)
        {
            return (int)number;
        }

        Fail(field, string.Create(CultureInfo.InvariantCulture, $"The {field.Name} is not a whole number from {from} to {to}."));
        return null;
    }

    /// <summary>A number in a range.</summary>
    public double? Number(RowField field, double from, double to)
    {
        if (Row[field].Text is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to)
        {
            return number;
        }

        Fail(field, string.Create(CultureInfo.InvariantCulture, $"The {field.Name} is not a number from {from} to {to} with a decimal point."));
        return null;
    }

    /// <summary>Yes or no; missing is no.</summary>
    public bool Flag(RowField field)
    {
        switch (Row[field].Text?.ToLowerInvariant())
        {
            case null or "false" or "0" or "no" or "n" or "f":
                return false;
            case "true" or "1" or "yes" or "y" or "t":
                return true;
            default:
                Fail(field, $"The {field.Name} is neither true nor false.");
                return false;
        }
    }

    /// <summary>The value as it was read.</summary>
    public FieldValue Raw(RowField field) => Row[field];

    private static string? AmountOf(System.Text.Json.JsonElement json) =>
        json.TryGetProperty("amount", out var amount) && new FieldValue(amount).Text is { } number
            ? json.TryGetProperty("currency", out var code) ? number + " " + new FieldValue(code).Text : number
            : null;
}
