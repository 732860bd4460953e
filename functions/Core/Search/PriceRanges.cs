using System.Globalization;

namespace RetailServerless.Core.Search;

/// <summary>The ranges that the price facet counts: a 1-2-5 ladder in units of the catalog's currency, lower bound inclusive, upper bound exclusive.</summary>
public static class PriceRanges
{
    private static readonly decimal[] Bounds = [0, 5, 10, 25, 50, 100, 200, 500, 1000, 2000, 5000];

    /// <summary>How many ranges there are.</summary>
    public static int Count => Bounds.Length;

    /// <summary>The number of the range a price is in.</summary>
    public static int IndexOf(decimal price)
    {
        var index = Bounds.Length - 1;
        while (index > 0 && price < Bounds[index])
        {
            index--;
        }

        return index;
    }

    /// <summary>How the facet names a range: <c>25-50</c>, the last <c>5000-</c>.</summary>
    public static string NameOf(int index) => index == Bounds.Length - 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Bounds[index]}-")
        : string.Create(CultureInfo.InvariantCulture, $"{Bounds[index]}-{Bounds[index + 1]}");
}
