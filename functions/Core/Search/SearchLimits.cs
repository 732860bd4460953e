namespace RetailServerless.Core.Search;

/// <summary>What one search may ask for.</summary>
public static class SearchLimits
{
    /// <summary>Longest query, in characters.</summary>
    public const int QueryLength = 500;

    /// <summary>Most hits of a page.</summary>
    public const int PageSize = 100;

    /// <summary>Most values of one filter.</summary>
    public const int FilterValues = 50;

    /// <summary>Most facets, and most attributes that filter, of one search.</summary>
    public const int Names = 20;

    /// <summary>Longest value of a filter, in characters.</summary>
    public const int ValueLength = 500;

    /// <summary>Most values that a facet answers, the most frequent first.</summary>
    public const int FacetValues = 50;
}
