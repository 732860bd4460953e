using RetailServerless.Core.Search;
using RetailServerless.Embedded.Search.Index;

namespace RetailServerless.Embedded.Search.Facets;

/// <summary>
/// The filters of a request over the columns of an index. Each filter is a bit, so that a facet can count what passes all filters but its own (multi-select). A value that no product has matches nothing.
/// </summary>
internal sealed class FilterSet
{
    public const uint CategoryBit = 1;
    public const uint BrandBit = 2;
    public const uint PriceBit = 4;
    public const uint AvailabilityBit = 8;

    private const uint HardBits = 0xC000_0000;
    private const int FirstAttributeBit = 4;

    private readonly CatalogColumns _columns;
    private readonly StockColumns _stock;
    private readonly long[] _prices;
    private readonly bool[]? _categories;
    private readonly bool[]? _brands;
    private readonly bool[]? _excludedBrands;
    private readonly long _minPrice;
    private readonly long _maxPrice;
    private readonly bool _byPrice;
    private readonly uint _availability;
    private readonly List<(bool[] Values, uint Bit)> _attributes = [];
    private readonly HashSet<int>? _documents;

    /// <param name="index">The index.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="now">Milliseconds since 1970.</param>
    /// <param name="documents">The only documents that may match; <see langword="null"/>: any.</param>
    public FilterSet(CatalogIndex index, SearchRequest request, long now, HashSet<int>? documents)
    {
        _columns = index.Columns;
        _stock = index.Stock;
        _prices = index.Prices.At(now).Prices;
        _documents = documents;
        _categories = request.Categories.Count == 0 ? null : _columns.Categories.Under(request.Categories);
        _brands = request.Brands.Count == 0 ? null : _columns.Brands.AnyOf(request.Brands);
        _excludedBrands = request.ExcludedBrands.Count == 0 ? null : _columns.Brands.AnyOf(request.ExcludedBrands);
        _byPrice = request.MinPrice is not null || request.MaxPrice is not null;
        _minPrice = IndexNumbers.FromPrice(request.MinPrice ?? 0);
        _maxPrice = request.MaxPrice is { } max ? IndexNumbers.FromPrice(max) : long.MaxValue;
        _availability = request.Availability.Count == 0 ? uint.MaxValue : request.Availability.Aggregate(0u, (mask, value) => mask | (1u << (int)value));
        foreach (var (name, values) in request.Attributes.Where(attribute => attribute.Value.Count > 0))
        {
            var prefix = name.ToLowerInvariant() + IndexFields.Separator;
            _attributes.Add((_columns.Attributes.AnyOf(values.SelectMany(AttributeValues.Split).Select(value => prefix + value)), 1u << (FirstAttributeBit + _attributes.Count)));
            AttributeBits[name.ToLowerInvariant()] = _attributes[^1].Bit;
        }
    }

    /// <summary>The bit of each attribute that filters.</summary>
    public Dictionary<string, uint> AttributeBits { get; } = new(StringComparer.Ordinal);

    /// <summary>The filters that a document fails. After the second failure the rest is not looked at.</summary>
    public uint Failed(int document)
    {
        if ((_excludedBrands is not null && _excludedBrands[_columns.Brand[document]]) || (_documents is not null && !_documents.Contains(document)))
        {
            return HardBits;
        }

        var failed = 0u;
        if (_categories is not null && !_categories[_columns.Category[document]])
        {
            failed |= CategoryBit;
        }

        if (_brands is not null && !_brands[_columns.Brand[document]])
        {
            failed |= BrandBit;
        }

        if (_availability != uint.MaxValue && (_availability & (1u << _stock.Availability[document])) == 0)
        {
            failed |= AvailabilityBit;
        }

        if (_byPrice && !IsMoreThanOne(failed) && (_prices[document] < _minPrice || _prices[document] > _maxPrice))
        {
            failed |= PriceBit;
        }

        for (var i = 0; i < _attributes.Count && !IsMoreThanOne(failed); i++)
        {
            if (!HasAny(document, _attributes[i].Values))
            {
                failed |= _attributes[i].Bit;
            }
        }

        return failed;
    }

    /// <summary>Whether more than one filter failed, so that no facet counts the document.</summary>
    public static bool IsMoreThanOne(uint failed) => (failed & (failed - 1)) != 0;

    private bool HasAny(int document, bool[] values)
    {
        foreach (var attribute in _columns.AttributesOf(document))
        {
            if (values[attribute])
            {
                return true;
            }
        }

        return false;
    }
}
