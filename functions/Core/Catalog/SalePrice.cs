namespace RetailServerless.Core.Catalog;

/// <summary>A reduced price and the time in which it is asked (<c>sale_price</c>, <c>sale_price_effective_date</c>).</summary>
/// <param name="Price">The reduced price.</param>
/// <param name="From">First instant, UTC; <see langword="null"/>: since ever.</param>
/// <param name="Until">First instant after it, UTC; <see langword="null"/>: without end.</param>
public sealed record SalePrice(Money Price, DateTimeOffset? From, DateTimeOffset? Until)
{
    /// <summary>Whether the reduced price is asked at this instant.</summary>
    public bool IsActiveAt(DateTimeOffset instant) => (From is null || instant >= From) && (Until is null || instant < Until);
}
