using RetailServerless.Core.Catalog;
using RetailServerless.Core.Chat.Understanding;
using RetailServerless.Core.Search;

namespace RetailServerless.Core.Chat.Planning;

/// <summary>The vocabulary of the catalog in effect, read once for each version: the facets over everything, and over each department, so that a large catalog's words are not cut off.</summary>
public sealed class CatalogWords(IProductSearch search, ICatalog catalog) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile Known? _known;

    /// <summary>The vocabulary and the version it is of; an empty one before the first catalog.</summary>
    public async ValueTask<(CatalogVocabulary Vocabulary, CatalogVersion? Version)> GetAsync(CancellationToken cancellationToken)
    {
        var version = await catalog.CurrentVersionAsync(cancellationToken);
        if (version is null)
        {
            return (CatalogVocabulary.Empty, null);
        }

        if (_known is { } known && known.Version == version)
        {
            return (known.Vocabulary, version);
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_known is not { } now || now.Version != version)
            {
                // The index may still answer from the version before: then the words are read again next time.
                var (vocabulary, answered) = await ReadAsync(cancellationToken);
                _known = new Known(answered ?? default, vocabulary);
            }

            return (_known.Vocabulary, version);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async Task<(CatalogVocabulary Vocabulary, CatalogVersion? Version)> ReadAsync(CancellationToken cancellationToken)
    {
        var request = new SearchRequest { Size = 1, Facets = CatalogVocabulary.Facets };
        if (!(await search.SearchAsync(request, cancellationToken)).TryGet(out var whole, out _))
        {
            return (CatalogVocabulary.Empty, null);
        }

        var responses = new List<SearchResponse> { whole };
        foreach (var department in Values(whole, "category").Where(c => !c.Contains('/', StringComparison.Ordinal)))
        {
            if ((await search.SearchAsync(request with { Categories = [department] }, cancellationToken)).TryGet(out var part, out _))
            {
                responses.Add(part);
            }
        }

        IReadOnlyList<string> All(string facet) => [.. responses.SelectMany(r => Values(r, facet)).Distinct(StringComparer.OrdinalIgnoreCase)];
        var attributes = CatalogVocabulary.Facets.Where(f => f.StartsWith("attributes.", StringComparison.Ordinal)).ToDictionary(f => f["attributes.".Length..], All, StringComparer.Ordinal);
        return (new CatalogVocabulary(All("category"), All("brand"), attributes), whole.CatalogVersion);
    }

    private static IEnumerable<string> Values(SearchResponse response, string facet) =>
        response.Facets.TryGetValue(facet, out var values) ? values.Select(v => v.Value) : [];

    private sealed record Known(CatalogVersion Version, CatalogVocabulary Vocabulary);
}
