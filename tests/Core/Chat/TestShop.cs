using RetailServerless.Core.Catalog;
using RetailServerless.Core.Chat.Planning;
using RetailServerless.Core.Chat.Policies;
using RetailServerless.Core.Chat.Returns;
using RetailServerless.Core.Chat.Understanding;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Orders;
using RetailServerless.Core.People;
using RetailServerless.Core.Personalization;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Redaction;
using RetailServerless.Core.Results;
using RetailServerless.Core.Search;
using RetailServerless.Core.Tests.Fakes;

namespace RetailServerless.Core.Tests.Chat;

/// <summary>A planner over a shop in memory. What it must not read can be made to throw.</summary>
internal sealed class TestShop : IProductSearch, ICatalog, IOrderReader, IPolicyStore, IConsentGate, IPersonHistory
{
    private static readonly CatalogVersion Version = new("v1");

    public List<Product> Products { get; } = [Some.Tent, Some.Backpack, Some.Shoe];

    public List<Order> Orders { get; } = [];

    public HashSet<Purpose> Granted { get; } = [Purpose.Service];

    public Func<PersonTaste> Taste { get; set; } = () => throw new InvalidOperationException("The person's history was read without leave.");

    public ReturnsPolicy? Returns { get; set; } = new() { WindowDays = 30, ExcludedCategories = ["Grocery"] };

    public PlaceholderVault Vault { get; } = new();

    public MemoryDocumentStore Documents { get; } = new();

    public PersonId Person { get; set; } = PersonId.Of(new CustomerId("c1"));

    public TurnPlanner Planner(TimeProvider clock) => new(new CatalogWords(this, this), this, this, this, new ReturnStore(Documents), this, this, this, clock);

    public async Task<TurnPlan> PlanAsync(string message, Guid? turn = null, IReadOnlyList<Sku>? shown = null, string? awaits = null)
    {
        var result = await TryPlanAsync(message, turn, shown, awaits);
        return result.Value;
    }

    public async Task<Result<TurnPlan>> TryPlanAsync(string message, Guid? turn = null, IReadOnlyList<Sku>? shown = null, string? awaits = null)
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Some.Now);
        return await Planner(clock).PlanAsync(
            new PlanRequest
            {
                Person = Person,
                Conversation = Guid.CreateVersion7(),
                Turn = turn ?? Guid.CreateVersion7(),
                Message = new Redactor(new RedactionPolicy()).Redact(message, Vault),
                Vault = Vault,
                Shown = shown ?? [],
                AwaitsReturnOf = awaits,
            },
            default);
    }

    public Order Add(string id, OrderStatus status, int deliveredDaysAgo, params Product[] products)
    {
        var order = new Order
        {
            Id = new OrderId(id),
            Customer = new CustomerId("c1"),
            Status = status,
            PlacedAt = Some.Now.AddDays(-deliveredDaysAgo - 3),
            DeliveredAt = status == OrderStatus.Delivered ? Some.Now.AddDays(-deliveredDaysAgo) : null,
            Lines = [.. products.Select(p => new OrderLine(p.Sku, p.Title, 1, p.Price!.Value))],
        };
        Orders.Add(order);
        return order;
    }

    public Task<Result<SearchResponse>> SearchAsync(SearchRequest request, CancellationToken cancellationToken)
    {
        var words = Words.Of(request.Query ?? "").Select(w => w.Normal).ToList();
        int Score(Product p) => Words.Of($"{p.Title} {p.Brand} {string.Join(' ', p.CategoryPath)}").Count(w => words.Contains(w.Normal));
        var hits = Products
            .Where(p => words.Count == 0 || Score(p) > 0)
            .Where(p => request.Categories.Count == 0 || request.Categories.Any(c => string.Join('/', p.CategoryPath).StartsWith(c, StringComparison.OrdinalIgnoreCase)))
            .Where(p => request.Brands.Count == 0 || request.Brands.Contains(p.Brand!))
            .Where(p => !request.ExcludedBrands.Contains(p.Brand!))
            .Where(p => (request.MinPrice is null || p.PriceAt(Some.Now)!.Value.Amount >= request.MinPrice) && (request.MaxPrice is null || p.PriceAt(Some.Now)!.Value.Amount <= request.MaxPrice))
            .Where(p => request.Availability.Count == 0 || request.Availability.Contains(p.Availability))
            .Where(p => request.Attributes.All(a => p.Attributes.TryGetValue(a.Key, out var v) && a.Value.Contains(v, StringComparer.OrdinalIgnoreCase)))
            .OrderByDescending(Score).ToList();
        var facets = request.Facets.ToDictionary(f => f, f => (IReadOnlyList<FacetValue>)[.. hits.SelectMany(p => Facet(p, f)).GroupBy(v => v).Select(g => new FacetValue(g.Key, g.Count()))]);
        return Task.FromResult<Result<SearchResponse>>(new SearchResponse
        {
            Hits = [.. hits.Take(request.Size).Select(p => new SearchHit(p, 1 + Score(p), new Dictionary<string, IReadOnlyList<string>>()))],
            Total = hits.Count,
            Facets = facets,
            CatalogVersion = Version,
        });
    }

    public ValueTask<CatalogVersion?> CurrentVersionAsync(CancellationToken cancellationToken) => new(Version);

    public ValueTask<Product?> FindAsync(Sku sku, CancellationToken cancellationToken) => new(Products.Find(p => p.Sku == sku));

    public ValueTask<IReadOnlyList<Product>> FindManyAsync(IReadOnlyList<Sku> skus, CancellationToken cancellationToken) => new([.. skus.Select(s => Products.Find(p => p.Sku == s)).OfType<Product>()]);

    public Task<Order?> FindAsync(Grant grant, OrderId id, CancellationToken cancellationToken) => Task.FromResult(Orders.Find(o => o.Id == id && PersonId.Of(o.Customer) == grant.Person));

    public IAsyncEnumerable<Order> ListAsync(Grant grant, CancellationToken cancellationToken) => Orders.Where(o => PersonId.Of(o.Customer) == grant.Person).OrderByDescending(o => o.PlacedAt).ToAsyncEnumerable();

    public Task<PersonTaste> ReadTasteAsync(Grant grant, CancellationToken cancellationToken)
    {
        grant.Require(Purpose.Personalization, Person);
        return Task.FromResult(Taste());
    }

    public ValueTask<Result<IReadOnlyList<string>>> ListAsync(string folder, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("The chat lists no policies.");

    public ValueTask<Result<Policy<T>>> GetAsync<T>(string id, CancellationToken cancellationToken)
        where T : class => new(id switch
        {
            StorePolicy.Id => new Policy<T>(id, 1, (T)(object)Some.Store),
            RedactionPolicy.Id => new Policy<T>(id, 1, (T)(object)new RedactionPolicy()),
            ReturnsPolicy.Id when Returns is not null => new Policy<T>(id, 1, (T)(object)Returns),
            _ => new Failure(FailureKind.Unavailable, "policy-missing", "There is no such policy."),
        });

    public ValueTask<GateAnswer> AskAsync(PersonId person, ConsentScope scope, PrivacySignals signals, CancellationToken cancellationToken) => new(Granted.Contains(scope.Purpose)
        ? new GateAnswer(new Grant(person, scope, scope.Purpose == Purpose.Service ? LegalBasis.Contract : LegalBasis.Consent, "consent/default@1", "r-1", Some.Now), null)
        : new GateAnswer(null, new Refusal(scope.Purpose, "no-consent", "consent/default@1")));

    private static IEnumerable<string> Facet(Product product, string facet) => facet switch
    {
        "category" => [string.Join('/', product.CategoryPath)],
        "brand" => [product.Brand!],
        "price" => [PriceRanges.NameOf(PriceRanges.IndexOf(product.PriceAt(Some.Now)!.Value.Amount))],
        _ => product.Attributes.TryGetValue(facet["attributes.".Length..], out var value) ? [value] : [],
    };
}
