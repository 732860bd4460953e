namespace RetailServerless.Embedded.Search.Index;

/// <summary>
/// What filters, facets and sorts need of every document, by document number, in memory: about 60 bytes a product. Read once when an index is opened; stock, which changes, is in <see cref="StockColumns"/>.
/// </summary>
internal sealed class CatalogColumns
{
    /// <summary>Number of the brand in <see cref="Brands"/>; the empty one for products without.</summary>
    public required int[] Brand { get; init; }

    /// <summary>Number of the narrowest category in <see cref="Categories"/>.</summary>
    public required int[] Category { get; init; }

    /// <summary>Where the attributes of a document begin in <see cref="AttributeIds"/>; one more entry than documents.</summary>
    public required int[] AttributeStarts { get; init; }

    /// <summary>Numbers of attribute values in <see cref="Attributes"/>.</summary>
    public required int[] AttributeIds { get; init; }

    /// <summary>Regular prices, see <see cref="IndexNumbers"/>.</summary>
    public required long[] Price { get; init; }

    /// <summary>Reduced prices of the documents that have one.</summary>
    public required IReadOnlyDictionary<int, Sale> Sales { get; init; }

    /// <summary>Ratings in thousandths; 0 for none.</summary>
    public required short[] Rating { get; init; }

    public required int[] RatingCount { get; init; }

    /// <summary>Where the product is in the product file.</summary>
    public required long[] StoredAt { get; init; }

    public required ValueTable Brands { get; init; }

    public required CategoryTree Categories { get; init; }

    /// <summary>Name, separator, value.</summary>
    public required ValueTable Attributes { get; init; }

    /// <summary>Names of attributes, in lower case.</summary>
    public required ValueTable AttributeNames { get; init; }

    /// <summary>The number of the name of each of <see cref="Attributes"/>.</summary>
    public required int[] AttributeNameOf { get; init; }

    public int Count => Brand.Length;

    /// <summary>Numbers of the attributes of a document.</summary>
    public ReadOnlySpan<int> AttributesOf(int document) => AttributeIds.AsSpan(AttributeStarts[document], AttributeStarts[document + 1] - AttributeStarts[document]);

    /// <summary>A reduced price and its time.</summary>
    /// <param name="Price">The price.</param>
    /// <param name="From">First millisecond.</param>
    /// <param name="Until">First millisecond after it.</param>
    internal readonly record struct Sale(long Price, long From, long Until);
}
