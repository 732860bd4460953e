namespace RetailServerless.Embedded.Search.Index;

/// <summary>How decimals, instants and absent values are kept in numeric doc values, where an absent value reads as 0.</summary>
internal static class IndexNumbers
{
    /// <summary>The end of a sale without end.</summary>
    public const long Never = long.MaxValue;

    private const decimal PriceScale = 10_000m;
    private const decimal MaxPrice = 900_000_000_000_000m;

    /// <summary>A price as a positive number; 0 is no price.</summary>
    public static long FromPrice(decimal? price) => price is { } value ? (long)(Math.Clamp(value, 0, MaxPrice) * PriceScale) + 1 : 0;

    public static decimal ToPrice(long number) => (number - 1) / PriceScale;

    /// <summary>Milliseconds since 1970; 0 for no instant.</summary>
    public static long FromInstant(DateTimeOffset? instant) => instant?.ToUnixTimeMilliseconds() ?? 0;

    /// <summary>A count as a positive number; 0 is no count.</summary>
    public static long FromCount(int? count) => count is { } value ? (long)Math.Max(value, 0) + 1 : 0;

    public static int? ToCount(long number) => number == 0 ? null : (int)(number - 1);

    public static long FromRating(double? rating) => rating is { } value ? (long)Math.Round(Math.Clamp(value, 0, 10) * 1000) : 0;
}
