using RetailServerless.Embedded.Search.Facets;

namespace RetailServerless.Embedded.Search.Matching;

/// <summary>Filters matches, counts them and their facets, and keeps the page asked for.</summary>
internal sealed class HitCollector(FilterSet filters, FacetCounter facets, SortKeys keys, Hit? after, int size) : IMatchCollector
{
    private readonly TopHits _top = new(size);
    private readonly bool _countFacets = facets.IsWanted;

    /// <summary>How many documents match and pass all filters.</summary>
    public int Total { get; private set; }

    /// <summary>How many of them are behind the place where the page starts.</summary>
    public int Remaining { get; private set; }

    public void Collect(int document, float score)
    {
        var failed = filters.Failed(document);
        if (_countFacets && !FilterSet.IsMoreThanOne(failed))
        {
            facets.Count(document, failed);
        }

        if (failed != 0)
        {
            return;
        }

        Total++;
        var hit = new Hit(keys.KeyOf(document, score), document, score);
        if (after is null || after.Value.IsBefore(hit))
        {
            Remaining++;
            _top.Add(hit);
        }
    }

    /// <summary>The hits of the page, in order.</summary>
    public Hit[] Page() => _top.Sorted();
}
