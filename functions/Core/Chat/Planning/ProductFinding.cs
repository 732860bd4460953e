using RetailServerless.Core.Catalog;
using RetailServerless.Core.Chat.Grounding;
using RetailServerless.Core.Chat.Understanding;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Decisions;
using RetailServerless.Core.Personalization;
using RetailServerless.Core.Search;

namespace RetailServerless.Core.Chat.Planning;

/// <summary>Finds products by what the shopper asked for. What was asked decides; what the person bought before only orders the result, and only with a grant.</summary>
internal sealed class ProductFinding(IProductSearch search, IPersonHistory history)
{
    private const int Shown = 5;
    private const int Considered = 20;
    private const double TasteWeight = 0.3;
    private const double OutOfStockFactor = 0.8;

    public async Task PlanAsync(PlanBuilder plan, CancellationToken cancellationToken)
    {
        var query = plan.Understanding.Query;
        var (request, bound) = await RequestAsync(query, plan.Now, cancellationToken);
        var (response, relaxed) = await SearchAsync(request, query, cancellationToken);
        if (response is null)
        {
            plan.Outcome = "cannot-answer";
            plan.Because("There is no catalog to search.");
            plan.Say(PointCode.NoCatalog);
            return;
        }

        plan.With(PlanBuilder.SearchModel);
        var missing = response.CorrectedQuery is null ? MissingWords(query, response.Hits) : [];
        if (response.Total == 0 || (query.Categories.Count == 0 && missing.Count > 0 && missing.Count == query.FreeWords.Count && query.FreeWords.Count == Words.Of(query.Text).Count))
        {
            plan.Because("No product of the catalog fits the request, even with fewer conditions.");
            plan.Say(PointCode.NothingFound);
            return;
        }

        relaxed = string.Join(" and ", new[] { relaxed }.OfType<string>().Concat(missing)) is { Length: > 0 } left ? left : null;
        var taste = await TasteAsync(plan, cancellationToken);
        var ranked = query.Sort == SearchSort.Relevance ? Rank(response.Hits, taste) : [.. response.Hits.Select(h => (h, h.Score, 0.0))];
        var shown = ranked.DistinctBy(r => r.Hit.Product.ItemGroupId ?? r.Hit.Product.Sku.Value).Take(Shown).Select(r => plan.AddProduct(r.Hit.Product)).ToList();
        var catalog = plan.AddCatalog(response.Total, bound, [.. query.Categories, .. query.Brands, .. query.ExcludedBrands]);
        if (response.CorrectedQuery is { } corrected)
        {
            plan.Because("The words of the message are not in the catalog; similar ones were searched for.");
            plan.Say(PointCode.Corrected, null, corrected);
        }

        Say(plan, catalog, shown, relaxed, ranked.Take(Shown).Any(r => r.Taste > 0));
        foreach (var (hit, score, liked) in ranked.Take(Considered))
        {
            plan.Consider(new Candidate(hit.Product.Sku.Value, Math.Round(score, 4), liked > 0 ? "fits earlier purchases" : null));
        }

        plan.Because(relaxed is null ? $"{response.Total} products fit the request." : $"No product fits everything; without {relaxed}, {response.Total} products fit.");
        plan.Because(query.Sort == SearchSort.Relevance ? "The best matches of the words come first; what is out of stock moves down." : "The order is the one that was asked for.");
    }

    private static void Say(PlanBuilder plan, CatalogEvidence catalog, List<ProductEvidence> shown, string? relaxed, bool personalized)
    {
        plan.Focus = shown.Count == 1 ? shown[0].Sku : null;
        foreach (var product in shown)
        {
            plan.Show(product);
        }

        if (relaxed is not null)
        {
            plan.Say(PointCode.Relaxed, null, relaxed);
        }

        plan.Say(PointCode.Found, catalog);
        if (catalog.AffordableUpTo is not null)
        {
            plan.Say(PointCode.AffordableMeans, catalog);
        }

        if (personalized)
        {
            plan.Because("The person consented to personalization, so products of brands and categories that they bought before move up.");
            plan.Say(PointCode.Personalized);
        }

        shown.ForEach(p => plan.Say(PointCode.Offer, p));
    }

    private async Task<PersonTaste> TasteAsync(PlanBuilder plan, CancellationToken cancellationToken) =>
        plan.Understanding.Query.Sort == SearchSort.Relevance && await plan.AskAsync(Purpose.Personalization, cancellationToken) is { } grant
            ? await history.ReadTasteAsync(grant, cancellationToken)
            : PersonTaste.Unknown;

    // What can be had, and what fits the person's taste, moves up among what fits the words about as well.
    private static List<(SearchHit Hit, double Score, double Taste)> Rank(IReadOnlyList<SearchHit> hits, PersonTaste taste) =>
    [
        .. hits.Select(hit => (Hit: hit, Taste: Liked(hit.Product, taste)))
            .Select(h => (h.Hit, Score: h.Hit.Score * (1 + (TasteWeight * h.Taste)) * (h.Hit.Product.Availability == Availability.OutOfStock ? OutOfStockFactor : 1), h.Taste))
            .OrderByDescending(h => h.Score),
    ];

    // A search gives what fits most of the words; which of them nothing fits has to be said.
    private static List<string> MissingWords(ProductQuery query, IReadOnlyList<SearchHit> hits)
    {
        var known = hits.Select(h => h.Product)
            .SelectMany(p => Words.Of($"{p.Title} {p.Brand} {p.Description} {string.Join(' ', p.CategoryPath)} {string.Join(' ', p.Attributes.Values)}"))
            .SelectMany(w => new[] { w.Normal, w.Text }.Concat(w.Text.Split('-', '\'')))
            .ToHashSet(StringComparer.Ordinal);
        return [.. query.FreeWords.Where(w => w.Length > 2 && w.All(char.IsLetter) && w is not ("year" or "old" or "month") && !known.Contains(w) && !known.Any(k => k.StartsWith(w, StringComparison.Ordinal) || (k.Length > 3 && w.StartsWith(k, StringComparison.Ordinal)))).Distinct(StringComparer.Ordinal)];
    }

    private static double Liked(Product product, PersonTaste taste) =>
        (product.Brand is { } brand ? taste.Brands.GetValueOrDefault(brand) : 0) + (product.CategoryPath is [.., var narrowest] ? taste.Categories.GetValueOrDefault(narrowest) : 0);

    private async Task<(SearchRequest Request, Money? Affordable)> RequestAsync(ProductQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var request = new SearchRequest
        {
            Query = query.Text.Length == 0 ? null : Cut(query.Text),
            Categories = [.. query.Categories.Take(SearchLimits.FilterValues)],
            Brands = [.. query.Brands.Distinct().Take(SearchLimits.FilterValues)],
            ExcludedBrands = [.. query.ExcludedBrands.Distinct().Take(SearchLimits.FilterValues)],
            MinPrice = query.MinPrice,
            MaxPrice = query.MaxPrice,
            Attributes = query.Attributes,
            Availability = query.InStockOnly ? [Availability.InStock] : [],
            Sort = query.Sort,
            Size = Considered,
        };
        if (!query.Affordable || query.MaxPrice is not null)
        {
            return (request, null);
        }

        var facets = await search.SearchAsync(request with { Size = 1, Facets = ["price"] }, cancellationToken);
        if (!facets.TryGet(out var response, out _) || MiddlePrice.Of(response) is not { } middle)
        {
            return (request, null);
        }

        // The bound that is said is a price of the catalog: the highest that is not above the middle.
        var dearest = await search.SearchAsync(request with { MaxPrice = middle.Amount, Sort = SearchSort.PriceDescending, Size = 1 }, cancellationToken);
        return dearest.TryGet(out var below, out _) && below.Hits is [{ Product: var product }] && product.PriceAt(now) is { } bound
            ? (request with { MaxPrice = bound.Amount }, bound)
            : (request, null);
    }

    // What is dropped first is what words can still find; a price or stock that was asked for is dropped last and always said.
    private async Task<(SearchResponse? Response, string? Relaxed)> SearchAsync(SearchRequest request, ProductQuery query, CancellationToken cancellationToken)
    {
        if (!(await search.SearchAsync(request, cancellationToken)).TryGet(out var response, out _))
        {
            return (null, null);
        }

        foreach (var (without, name) in Relaxations(request, query))
        {
            if (response.Total > 0)
            {
                break;
            }

            if ((await search.SearchAsync(without, cancellationToken)).TryGet(out var wider, out _) && wider.Total > 0)
            {
                return (wider, name);
            }
        }

        return (response, null);
    }

    private static IEnumerable<(SearchRequest Request, string Name)> Relaxations(SearchRequest request, ProductQuery query)
    {
        var values = query.Attributes.SelectMany(a => a.Value).ToList();
        if (values.Count > 0)
        {
            var words = Cut(string.Join(' ', [query.Text, .. values]).Trim());
            yield return (request with { Attributes = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal), Query = words }, string.Join(" and ", values.Distinct(StringComparer.OrdinalIgnoreCase)));
        }

        if (query.Categories.Count > 0 && query.Text.Length > 0)
        {
            yield return (request with { Query = null }, "some of the words");
            yield return (request with { Categories = [] }, "the category");
        }

        if (query.MinPrice is not null || query.MaxPrice is not null)
        {
            yield return (request with { MinPrice = null, MaxPrice = null }, "the price");
        }

        if (query.InStockOnly)
        {
            yield return (request with { Availability = [] }, "the stock");
        }
    }

    private static string Cut(string text) => text.Length <= SearchLimits.QueryLength ? text : text[..SearchLimits.QueryLength];
}
