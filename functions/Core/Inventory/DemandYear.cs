using RetailServerless.Core.Catalog;

namespace RetailServerless.Core.Inventory;

/// <summary>What was wanted of one article in one year, day by day, in a few kilobytes.</summary>
public sealed record DemandYear
{
    /// <summary>The article.</summary>
    public required Sku Sku { get; init; }

    /// <summary>The year.</summary>
    public required int Year { get; init; }

    /// <summary>The day of the year (1 to 366) of the first number in <see cref="Units"/>.</summary>
    public required int FirstDay { get; init; }

    /// <summary>Units by day; <see langword="null"/> where nothing is known of a day.</summary>
    public required IReadOnlyList<double?> Units { get; init; }

    /// <summary>Days on which it was out of stock: what was sold says less than what was wanted.</summary>
    public IReadOnlyList<DayRange> StockOuts { get; init; } = [];

    /// <summary>Days on which it was promoted.</summary>
    public IReadOnlyList<DayRange> Promotions { get; init; } = [];

    /// <summary>Prices, each from its day on until the next.</summary>
    public IReadOnlyList<DayPrice> Prices { get; init; } = [];

    /// <summary>The currency of the prices; <see langword="null"/> when there are none.</summary>
    public string? Currency { get; init; }

    /// <summary>The days that are known, in order.</summary>
    public IEnumerable<DemandDay> Days()
    {
        for (var i = 0; i < Units.Count; i++)
        {
            if (Units[i] is { } units)
            {
                var day = FirstDay + i;
                var price = Prices.LastOrDefault(p => p.From <= day)?.Amount;
                yield return new DemandDay(
                    new DateOnly(Year, 1, 1).AddDays(day - 1),
                    units,
                    StockOuts.Any(r => r.Contains(day)),
                    Promotions.Any(r => r.Contains(day)),
                    price is { } amount && Currency is not null ? new Money(amount, Currency) : null);
            }
        }
    }
}

/// <summary>Days of a year, both included.</summary>
/// <param name="From">1 to 366.</param>
/// <param name="To">1 to 366.</param>
public sealed record DayRange(int From, int To)
{
    /// <summary>Whether a day is one of them.</summary>
    public bool Contains(int day) => day >= From && day <= To;
}

/// <summary>A price from a day of the year on.</summary>
/// <param name="From">1 to 366.</param>
/// <param name="Amount">In the currency of the year; <see langword="null"/>: unknown from here.</param>
public sealed record DayPrice(int From, decimal? Amount);

/// <summary>One day of one article.</summary>
/// <param name="Day">The day.</param>
/// <param name="Units">Units wanted (as far as they could be sold).</param>
/// <param name="StockOut">Whether it was out of stock.</param>
/// <param name="Promotion">Whether it was promoted.</param>
/// <param name="Price">What was asked.</param>
public readonly record struct DemandDay(DateOnly Day, double Units, bool StockOut, bool Promotion, Money? Price);
