using System.Text.Json;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Search;
using RetailServerless.Embedded.Search.Index;

namespace RetailServerless.Embedded.Search.Facets;

/// <summary>Counts facet values over all matches, each facet without its own filter.</summary>
internal sealed class FacetCounter
{
    private readonly CatalogIndex _index;
    private readonly CatalogColumns _columns;
    private readonly byte[] _ranges;
    private readonly IReadOnlyList<string> _facets;
    private readonly int[]? _categories;
    private readonly int[]? _brands;
    private readonly int[]? _prices;
    private readonly int[]? _availability;
    private readonly int[]? _attributes;
    private readonly uint[] _attributeBits = [];
    private readonly bool[] _attributeWanted = [];

    public FacetCounter(CatalogIndex index, SearchRequest request, FilterSet filters, long now)
    {
        _index = index;
        _columns = index.Columns;
        _ranges = index.Prices.At(now).Ranges;
        _facets = [.. request.Facets.Distinct(StringComparer.Ordinal)];
        _categories = Wants(FacetNames.Category) ? new int[_columns.Categories.Count] : null;
        _brands = Wants(FacetNames.Brand) ? new int[_columns.Brands.Count] : null;
        _prices = Wants(FacetNames.Price) ? new int[PriceRanges.Count] : null;
        _availability = Wants(FacetNames.Availability) ? new int[Enum.GetValues<Availability>().Length] : null;
        var names = _facets.Select(FacetNames.AttributeOf).OfType<string>().Select(name => (Name: name, Id: _columns.AttributeNames.Find(name))).Where(name => name.Id >= 0).ToList();
        if (names.Count == 0)
        {
            return;
        }

        _attributes = new int[_columns.Attributes.Count];
        _attributeBits = new uint[_columns.AttributeNames.Count];
        _attributeWanted = new bool[_columns.AttributeNames.Count];
        foreach (var (name, id) in names)
        {
            _attributeWanted[id] = true;
            _attributeBits[id] = filters.AttributeBits.GetValueOrDefault(name);
        }
    }

    /// <summary>Whether any facet was asked for.</summary>
    public bool IsWanted => _facets.Count > 0;

    /// <summary>Counts a document in the facets whose own filter is the only one that it fails.</summary>
    public void Count(int document, uint failed)
    {
        if (_categories is not null && (failed & ~FilterSet.CategoryBit) == 0)
        {
            _categories[_columns.Category[document]]++;
        }

        if (_brands is not null && (failed & ~FilterSet.BrandBit) == 0)
        {
            _brands[_columns.Brand[document]]++;
        }

        if (_availability is not null && (failed & ~FilterSet.AvailabilityBit) == 0)
        {
            _availability[_index.Stock.Availability[document]]++;
        }

        if (_prices is not null && (failed & ~FilterSet.PriceBit) == 0 && _ranges[document] is var range and not CurrentPrices.NoRange)
        {
            _prices[range]++;
        }

        if (_attributes is null)
        {
            return;
        }

        foreach (var attribute in _columns.AttributesOf(document))
        {
            var name = _columns.AttributeNameOf[attribute];
            if (_attributeWanted[name] && (failed & ~_attributeBits[name]) == 0)
            {
                _attributes[attribute]++;
            }
        }
    }

    /// <summary>The values of each facet, the most frequent first; price ranges in their own order.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FacetValue>> Result() =>
        _facets.ToDictionary(facet => facet, IReadOnlyList<FacetValue> (facet) => facet switch
        {
            FacetNames.Category => Top(RollUp(), _columns.Categories.PathOf),
            FacetNames.Brand => Top(_brands!, id => _columns.Brands[id]),
            FacetNames.Availability => Top(_availability!, id => JsonNamingPolicy.CamelCase.ConvertName(((Availability)id).ToString())),
            FacetNames.Price => [.. _prices!.Select((count, range) => new FacetValue(PriceRanges.NameOf(range), count)).Where(value => value.Count > 0)],
            _ => TopAttributes(FacetNames.AttributeOf(facet)!),
        }, StringComparer.Ordinal);

    // Parents have smaller numbers than their children, so one pass downwards adds every level up.
    private int[] RollUp()
    {
        var counts = (int[])_categories!.Clone();
        for (var id = counts.Length - 1; id > 0; id--)
        {
            counts[_columns.Categories.ParentOf(id)] += counts[id];
        }

        return counts;
    }

    private List<FacetValue> TopAttributes(string name)
    {
        var id = _columns.AttributeNames.Find(name);
        return id < 0 ? [] : Top(_attributes!, attribute => _columns.Attributes[attribute][(name.Length + 1)..], attribute => _columns.AttributeNameOf[attribute] == id);
    }

    private static List<FacetValue> Top(int[] counts, Func<int, string> name, Func<int, bool>? include = null) =>
        [.. Enumerable.Range(0, counts.Length)
            .Where(id => counts[id] > 0 && (include is null || include(id)))
            .OrderByDescending(id => counts[id]).ThenBy(id => id)
            .Select(id => new FacetValue(name(id), counts[id]))
            .Where(value => value.Value.Length > 0)
            .Take(SearchLimits.FacetValues)];

    private bool Wants(string facet) => _facets.Contains(facet, StringComparer.Ordinal);
}
