using RetailServerless.Core.Search;

namespace RetailServerless.Embedded.Search.Index;

/// <summary>The prices asked at an instant, made anew only when a sale has begun or ended since.</summary>
internal sealed class PriceColumn(CatalogColumns columns)
{
    private readonly long[] _boundaries = [.. columns.Sales.Values.SelectMany(sale => new[] { sale.From, sale.Until }).Distinct().Order()];
    private CurrentPrices? _current;

    /// <summary>The prices at an instant in milliseconds since 1970.</summary>
    public CurrentPrices At(long now)
    {
        var current = Volatile.Read(ref _current);
        if (current is null || now < current.From || now >= current.Until)
        {
            current = Compute(now);
            Volatile.Write(ref _current, current);
        }

        return current;
    }

    private CurrentPrices Compute(long now)
    {
        var next = Array.BinarySearch(_boundaries, now);
        next = next < 0 ? ~next : next + 1;
        var prices = (long[])columns.Price.Clone();
        foreach (var (document, sale) in columns.Sales)
        {
            if (now >= sale.From && now < sale.Until)
            {
                prices[document] = sale.Price;
            }
        }

        var from = next == 0 ? long.MinValue : _boundaries[next - 1];
        return new CurrentPrices(from, next == _boundaries.Length ? long.MaxValue : _boundaries[next], prices, [.. prices.Select(RangeOf)]);
    }

    private static byte RangeOf(long price) => price == 0 ? CurrentPrices.NoRange : (byte)PriceRanges.IndexOf(IndexNumbers.ToPrice(price));
}

/// <summary>Prices by document.</summary>
/// <param name="From">First millisecond at which they are asked.</param>
/// <param name="Until">First millisecond at which one may differ.</param>
/// <param name="Prices">The prices, see <see cref="IndexNumbers"/>.</param>
/// <param name="Ranges">The number of the range of each; <see cref="NoRange"/> without a price.</param>
internal sealed record CurrentPrices(long From, long Until, long[] Prices, byte[] Ranges)
{
    public const byte NoRange = byte.MaxValue;
}
