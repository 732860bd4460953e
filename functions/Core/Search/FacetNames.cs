namespace RetailServerless.Core.Search;

/// <summary>The names of facets.</summary>
public static class FacetNames
{
    /// <summary>Counts every level of the category path.</summary>
    public const string Category = "category";

    /// <summary>Counts brands.</summary>
    public const string Brand = "brand";

    /// <summary>Counts ranges of the price asked now, see <see cref="PriceRanges"/>.</summary>
    public const string Price = "price";

    /// <summary>Counts availabilities.</summary>
    public const string Availability = "availability";

    /// <summary>What the name of an attribute's facet starts with.</summary>
    public const string AttributePrefix = "attributes.";

    /// <summary>What may be asked for, in words.</summary>
    public const string Allowed = "category, brand, price, availability, or attributes.NAME";

    /// <summary>The attribute that a facet counts, in lower case; <see langword="null"/> when the facet is not one of an attribute.</summary>
    public static string? AttributeOf(string facet) =>
        facet.StartsWith(AttributePrefix, StringComparison.Ordinal) && facet.Length > AttributePrefix.Length ? facet[AttributePrefix.Length..].ToLowerInvariant() : null;

    /// <summary>Whether there is such a facet. Any attribute has one; an attribute that no product has counts nothing.</summary>
    public static bool IsKnown(string facet) => facet is Category or Brand or Price or Availability || AttributeOf(facet) is not null;
}
