using RetailServerless.Core.Results;
using RetailServerless.Core.Search;
using RetailServerless.Embedded.Search.Facets;
using RetailServerless.Embedded.Search.Highlighting;
using RetailServerless.Embedded.Search.Index;
using RetailServerless.Embedded.Search.Matching;
using RetailServerless.Embedded.Search.Paging;
using RetailServerless.Embedded.Search.Queries;

namespace RetailServerless.Embedded.Search;

/// <summary>Product search on Lucene.NET's postings. Not personal: it reads the catalog and the request, nothing about who asks, and keeps nothing.</summary>
internal sealed class LuceneProductSearch(ActiveIndex active, TimeProvider clock) : IProductSearch
{
    /// <summary>With fewer matches than this a search by relevance asks for fewer of the words.</summary>
    private const int EnoughHits = 10;

    public Task<Result<SearchResponse>> SearchAsync(SearchRequest request, CancellationToken cancellationToken)
    {
        if (SearchRequestValidator.Validate(request) is { } failure)
        {
            return Task.FromResult<Result<SearchResponse>>(failure);
        }

        if (active.Hold() is not { } index)
        {
            return Task.FromResult<Result<SearchResponse>>(new Failure(FailureKind.Unavailable, "no-catalog", "There is no catalog yet. Import one with POST /api/imports/catalog.") { RetryAfter = TimeSpan.FromSeconds(5) });
        }

        try
        {
            return Task.FromResult(Search(index, request, cancellationToken));
        }
        finally
        {
            index.Release();
        }
    }

    private Result<SearchResponse> Search(CatalogIndex index, SearchRequest request, CancellationToken cancellationToken)
    {
        if (!PageToken.Decode(request, index.Version).TryGet(out var page, out var failure) && failure is not null)
        {
            return failure;
        }

        var readers = index.RentReaders();
        var plan = new QueryPlanner(index, readers).Plan(request.Query);
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var filters = new FilterSet(index, request, now, PhraseMatcher.Match(index, plan.Phrases));
        var keys = new SortKeys(index, request.Sort, plan.IsBrowse, now);
        var matcher = new WordMatcher(index, readers, plan.Concepts);
        var required = page?.Required ?? LexicalRanker.Required(plan.KnownConcepts);
        while (true)
        {
            var facets = new FacetCounter(index, request, filters, now);
            var hits = new HitCollector(filters, facets, keys, page?.After, request.Size);
            Match(index, plan, matcher, required, hits, cancellationToken);
            var enough = request.Sort == SearchSort.Relevance ? EnoughHits : 1;
            if (page is null && hits.Total < enough && matcher.NextRequired(required, enough) is var fewer and > 0)
            {
                required = fewer;
                continue;
            }

            index.Return(readers);
            return Respond(index, request, plan, required, hits, facets);
        }
    }

    private static void Match(CatalogIndex index, QueryPlan plan, WordMatcher matcher, int required, HitCollector hits, CancellationToken cancellationToken)
    {
        if (!plan.IsBrowse)
        {
            matcher.Match(Math.Max(required, 1), hits, cancellationToken);
            return;
        }

        for (var document = 0; document < index.Columns.Count; document++)
        {
            hits.Collect(document, 0);
        }
    }

    private static SearchResponse Respond(CatalogIndex index, SearchRequest request, QueryPlan plan, int required, HitCollector hits, FacetCounter facets)
    {
        var page = hits.Page();
        var highlighter = request.Highlight && !plan.IsBrowse ? new Highlighter(plan) : null;
        return new SearchResponse
        {
            Hits = [.. page.Select(hit => Read(index, hit, highlighter))],
            Total = hits.Total,
            ContinuationToken = hits.Remaining > page.Length ? new PageToken(page[^1], required).Encode(request, index.Version) : null,
            Facets = facets.Result(),
            CorrectedQuery = plan.CorrectedQuery,
            CatalogVersion = index.Version,
        };
    }

    private static SearchHit Read(CatalogIndex index, Hit hit, Highlighter? highlighter)
    {
        var product = index.Read(hit.Document);
        return new SearchHit(product, hit.Score, highlighter?.Highlight(product) ?? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));
    }
}
