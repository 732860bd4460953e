using RetailServerless.Core.Catalog;

namespace RetailServerless.Core.Inventory;

/// <summary>Puts the days of one article and year together.</summary>
internal sealed class DemandYearBuilder(Sku sku, int year)
{
    private readonly double?[] _units = new double?[366];
    private readonly bool[] _stockOut = new bool[366];
    private readonly bool[] _promotion = new bool[366];
    private readonly decimal?[] _price = new decimal?[366];
    private string? _currency;

    public Sku Sku => sku;

    public int Year => year;

    public string? Currency => _currency;

    public bool HasDays { get; private set; }

    /// <summary>Adds a day.</summary>
    /// <returns>Whether it was not there yet.</returns>
    public bool TryAdd(int day, double units, bool stockOut, bool promotion, Money? price)
    {
        if (_units[day - 1] is not null)
        {
            return false;
        }

        Set(day, units, stockOut, promotion, price);
        return true;
    }

    /// <summary>Takes over the days of a stored year that are not here.</summary>
    public void FillFrom(DemandYear stored)
    {
        foreach (var day in stored.Days())
        {
            if (_units[day.Day.DayOfYear - 1] is null)
            {
                Set(day.Day.DayOfYear, day.Units, day.StockOut, day.Promotion, _currency is null || day.Price?.Currency == _currency ? day.Price : null);
            }
        }
    }

    public DemandYear Build()
    {
        var first = Array.FindIndex(_units, u => u is not null);
        var last = Array.FindLastIndex(_units, u => u is not null);
        return new DemandYear
        {
            Sku = sku,
            Year = year,
            FirstDay = first + 1,
            Units = _units[first..(last + 1)],
            StockOuts = RangesOf(_stockOut),
            Promotions = RangesOf(_promotion),
            Prices = PricesOf(first, last),
            Currency = _currency,
        };
    }

    private void Set(int day, double units, bool stockOut, bool promotion, Money? price)
    {
        (_units[day - 1], _stockOut[day - 1], _promotion[day - 1], _price[day - 1]) = (units, stockOut, promotion, price?.Amount);
        _currency ??= price?.Currency;
        HasDays = true;
    }

    private static List<DayRange> RangesOf(bool[] days)
    {
        var ranges = new List<DayRange>();
        for (var i = 0; i < days.Length; i++)
        {
            if (days[i])
            {
                var from = i;
                while (i + 1 < days.Length && days[i + 1])
                {
                    i++;
                }

                ranges.Add(new DayRange(from + 1, i + 1));
            }
        }

        return ranges;
    }

    private List<DayPrice> PricesOf(int first, int last)
    {
        var prices = new List<DayPrice>();
        for (var i = first; i <= last; i++)
        {
            if (_units[i] is not null && (prices.Count == 0 ? _price[i] is not null : prices[^1].Amount != _price[i]))
            {
                prices.Add(new DayPrice(i + 1, _price[i]));
            }
        }

        return prices;
    }
}
