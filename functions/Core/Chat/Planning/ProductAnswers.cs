using RetailServerless.Core.Catalog;
using RetailServerless.Core.Chat.Grounding;
using RetailServerless.Core.Chat.Replies;
using RetailServerless.Core.Chat.Understanding;
using RetailServerless.Core.Decisions;
using RetailServerless.Core.Search;

namespace RetailServerless.Core.Chat.Planning;

/// <summary>Answers about products that the shopper names or points at.</summary>
internal sealed class ProductAnswers(IProductSearch search, ICatalog catalog, ProductFinding finding)
{
    private const int MostProducts = 5;

    // Of the words of a title so many must be said, and of what was said so much must be of the title.
    private const double TitleShare = 0.6;
    private const double BareTitleShare = 0.75;
    private const double MessageShare = 0.5;

    public async Task PlanAsync(PlanBuilder plan, CancellationToken cancellationToken)
    {
        var products = await PointedAtAsync(plan, cancellationToken);
        if (products.Count == 0 && plan.Understanding.Query.ExcludedBrands.Count == 0)
        {
            products = await NamedAsync(plan, cancellationToken);
        }

        if (products.Count > 0)
        {
            Answer(plan, products);
        }
        else if (plan.Intent == Intent.FindProducts || plan.Understanding.Query.HasConstraint || await MeansProductsAsync(plan, cancellationToken))
        {
            plan.Intent = Intent.FindProducts;
            await finding.PlanAsync(plan, cancellationToken);
        }
        else if (plan.Intent == Intent.Unknown || plan.Understanding.ContentWords.Count > 0)
        {
            plan.CannotAnswer("The message names no product of the catalog and nothing else that the chat can do.");
        }
        else
        {
            plan.Because("The message names no product.");
            plan.Say(PointCode.AskProduct);
        }
    }

    private static void Answer(PlanBuilder plan, IReadOnlyList<Product> products)
    {
        plan.Intent = plan.Intent == Intent.PriceAndAvailability ? plan.Intent : Intent.ProductQuestion;
        plan.Because("The message names or points at these products, and the catalog says what they are, cost, and whether they can be had.");
        plan.Focus = products.Count == 1 ? products[0].Sku.Value : null;
        foreach (var product in products)
        {
            var evidence = plan.AddProduct(product);
            plan.Show(evidence);
            plan.Consider(new Candidate(product.Sku.Value, 1, "named by the shopper"));
            foreach (var name in plan.Understanding.AskedAttributes)
            {
                plan.Say(ProductWords.Knows(evidence, name) ? PointCode.Attribute : PointCode.AttributeUnknown, evidence, name);
            }

            if (plan.Intent == Intent.PriceAndAvailability)
            {
                plan.Say(PointCode.Price, evidence);
                plan.Say(PointCode.Stock, evidence);
            }
            else if (plan.Understanding.AskedAttributes.Count == 0)
            {
                var question = string.Join(' ', plan.Understanding.ContentWords);
                if (ProductWords.LeavesOpen(evidence, question))
                {
                    plan.Because("The catalog's description does not have what was asked.");
                    plan.Say(PointCode.NotSaid, evidence);
                }

                plan.Say(PointCode.Describe, evidence, question);
                plan.Say(PointCode.Offer, evidence);
            }
        }
    }

    private async Task<IReadOnlyList<Product>> PointedAtAsync(PlanBuilder plan, CancellationToken cancellationToken)
    {
        var request = plan.Request;
        IReadOnlyList<Sku> skus = plan.Understanding.Shown.Count > 0
            ? [.. plan.Understanding.Shown.Where(i => i < request.Shown.Count).Select(i => request.Shown[i])]
            : !plan.Understanding.PointsAtFocus ? [] : request.Focus is { } focus ? [focus] : [.. request.Shown.Take(1)];
        return skus.Count == 0 ? [] : await catalog.FindManyAsync([.. skus.Take(MostProducts)], cancellationToken);
    }

    private async Task<IReadOnlyList<Product>> NamedAsync(PlanBuilder plan, CancellationToken cancellationToken)
    {
        var said = plan.Understanding.ContentWords.ToHashSet(StringComparer.Ordinal);
        if (said.Count == 0)
        {
            return [];
        }

        var query = string.Join(' ', plan.Understanding.ContentWords);
        var request = new SearchRequest { Query = query.Length <= SearchLimits.QueryLength ? query : query[..SearchLimits.QueryLength], Size = 10 };
        if (!(await search.SearchAsync(request, cancellationToken)).TryGet(out var response, out _))
        {
            return [];
        }

        plan.With(PlanBuilder.SearchModel);
        var named = response.Hits
            .Select(hit => (hit.Product, Share: Shares(hit.Product, said)))
            .Where(h => h.Share.Title >= (plan.Intent is Intent.Unknown or Intent.FindProducts ? BareTitleShare : TitleShare) && h.Share.Message >= MessageShare)
            .OrderByDescending(h => h.Share.Title + h.Share.Message)
            .ToList();
        return named.Count == 0 ? [] : [named[0].Product];
    }

    // A message means products when all that it says are words of one product's name, brand or category.
    private async Task<bool> MeansProductsAsync(PlanBuilder plan, CancellationToken cancellationToken)
    {
        var said = plan.Understanding.ContentWords.ToHashSet(StringComparer.Ordinal);
        var query = plan.Understanding.Query.Text;
        if (said.Count == 0 || query.Length is 0 or > SearchLimits.QueryLength)
        {
            return false;
        }

        return (await search.SearchAsync(new SearchRequest { Query = query, Size = 5 }, cancellationToken)).TryGet(out var response, out _)
            && response.CorrectedQuery is null
            && response.Hits.Any(h => said.IsSubsetOf(Words.Of($"{h.Product.Title} {h.Product.Brand} {string.Join(' ', h.Product.CategoryPath)}").Select(w => w.Normal)));
    }

    private static (double Title, double Message) Shares(Product product, HashSet<string> said)
    {
        if (said.Contains(Words.Key(product.Sku.Value)))
        {
            return (1, 1);
        }

        var title = Words.Of(product.Title).Select(w => w.Normal).ToHashSet(StringComparer.Ordinal);
        var all = Words.Of($"{product.Title} {product.Brand} {string.Join(' ', product.CategoryPath)} {string.Join(' ', product.Attributes.Values)}").Select(w => w.Normal).ToHashSet(StringComparer.Ordinal);
        return title.Count == 0 ? (0, 0) : ((double)title.Count(said.Contains) / title.Count, (double)said.Count(all.Contains) / said.Count);
    }
}
