using RetailServerless.Core.Search;
using RetailServerless.Embedded.Search.Index;

namespace RetailServerless.Embedded.Search.Matching;

/// <summary>Makes one number of what hits are ordered by; larger comes first.</summary>
internal sealed class SortKeys(CatalogIndex index, SearchSort sort, bool browse, long now)
{
    private const double CountScale = 1 << 24;
    private const double NeutralRating = 3000;
    private readonly long[] _prices = index.Prices.At(now).Prices;
    private readonly int[] _titles = sort == SearchSort.Title ? index.TitleOrder : [];

    public double KeyOf(int document, float score) => sort switch
    {
        SearchSort.Relevance => browse ? Popularity(document) : score,
        SearchSort.PriceAscending => _prices[document] is var price and > 0 ? -price : double.NegativeInfinity,
        SearchSort.PriceDescending => _prices[document] is var price and > 0 ? price : double.NegativeInfinity,
        SearchSort.Rating => (index.Columns.Rating[document] * CountScale) + Math.Min(index.Columns.RatingCount[document], CountScale - 1),
        SearchSort.Title => -_titles[document],
        _ => throw new InvalidOperationException($"No order {sort}."),
    };

    // Without words nothing is relevant: well rated by many comes first.
    private double Popularity(int document) =>
        index.Columns.Rating[document] is var rating and > 0 ? (rating - NeutralRating) * Math.Log(1 + index.Columns.RatingCount[document]) : 0;
}
