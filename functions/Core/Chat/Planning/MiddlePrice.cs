using System.Globalization;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Search;

namespace RetailServerless.Core.Chat.Planning;

/// <summary>The middle of the prices of a selection, from the counts of its price facet: the median, interpolated inside its range and rounded to a whole amount.</summary>
internal static class MiddlePrice
{
    /// <summary>The middle; <see langword="null"/> when the selection has no prices.</summary>
    public static Money? Of(SearchResponse response)
    {
        if (!response.Facets.TryGetValue("price", out var facet) || response.Hits is not [{ Product.Price: { } any }, ..])
        {
            return null;
        }

        var ranges = facet.Select(f => (Bounds: Parse(f.Value), f.Count)).OrderBy(f => f.Bounds.From).ToList();
        var half = ranges.Sum(r => r.Count) / 2.0;
        var before = 0;
        foreach (var ((from, to), count) in ranges)
        {
            if (before + count >= half && count > 0)
            {
                var share = (decimal)((half - before) / count);
                return new Money(Math.Ceiling(from + (((to ?? from * 2) - from) * share)), any.Currency);
            }

            before += count;
        }

        return null;
    }

    private static (decimal From, decimal? To) Parse(string range)
    {
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        var from = decimal.Parse(range.AsSpan(0, dash), CultureInfo.InvariantCulture);
        return (from, dash + 1 < range.Length ? decimal.Parse(range.AsSpan(dash + 1), CultureInfo.InvariantCulture) : null);
    }
}
