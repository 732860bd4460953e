using System.Globalization;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Chat.Grounding;
using RetailServerless.Core.Chat.Policies;
using RetailServerless.Core.Chat.Returns;
using RetailServerless.Core.Chat.Understanding;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Orders;
using RetailServerless.Core.Personalization;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Results;
using RetailServerless.Core.Search;

namespace RetailServerless.Core.Chat.Planning;

/// <summary>Decides what a turn answers: understands the message, asks for the basis of what it reads, retrieves the evidence, and applies the policies.</summary>
public sealed class TurnPlanner
{
    private readonly CatalogWords _words;
    private readonly IPolicyStore _policies;
    private readonly IConsentGate _gate;
    private readonly TimeProvider _clock;
    private readonly ProductFinding _finding;
    private readonly ProductAnswers _products;
    private readonly OrderAnswers _orders;
    private readonly ReturnAnswers _returns;

    /// <summary>A planner over these sources.</summary>
    public TurnPlanner(
        CatalogWords words, IProductSearch search, ICatalog catalog, IOrderReader orders, ReturnStore returns, IPersonHistory history, IPolicyStore policies, IConsentGate gate, TimeProvider clock)
    {
        _words = words;
        _policies = policies;
        _gate = gate;
        _clock = clock;
        _finding = new ProductFinding(search, history);
        _products = new ProductAnswers(search, catalog, _finding);
        _orders = new OrderAnswers(orders);
        _returns = new ReturnAnswers(orders, catalog, policies, returns, _orders);
    }

    /// <summary>Plans a turn. A policy that is missing or unreadable is a failure: what it would have allowed is not done.</summary>
    public async Task<Result<TurnPlan>> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        if (!(await _policies.GetAsync<StorePolicy>(StorePolicy.Id, cancellationToken)).TryGet(out var store, out var failure))
        {
            return failure;
        }

        var (vocabulary, version) = await _words.GetAsync(cancellationToken);
        var context = new DialogueContext(request.Shown.Count, request.Focus is not null, request.AwaitsReturnOf is not null);
        var understanding = RuleUnderstanding.Understand(request.Message, vocabulary, store.Value, context);
        var plan = new PlanBuilder(request, understanding, store, _gate, version?.Value ?? "none", _clock.GetUtcNow());
        return await PlanAsync(plan, cancellationToken) is { } refused ? refused : plan.Build();
    }

    private async Task<Failure?> PlanAsync(PlanBuilder plan, CancellationToken cancellationToken)
    {
        switch (plan.Intent)
        {
            case Intent.Greeting:
                plan.Because("The message is a greeting.");
                plan.Say(PointCode.Greet);
                plan.Say(PointCode.Capabilities);
                return null;
            case Intent.Thanks:
                plan.Because("The message says thanks or goodbye.");
                plan.Say(PointCode.Welcome);
                return null;
            case Intent.FindProducts when !MayNameAProduct(plan.Understanding.Query):
                await _finding.PlanAsync(plan, cancellationToken);
                return null;
            case Intent.FindProducts or Intent.ProductQuestion or Intent.PriceAndAvailability or Intent.Unknown:
                await _products.PlanAsync(plan, cancellationToken);
                return null;
            case Intent.OrderStatus:
                await _orders.PlanAsync(plan, cancellationToken);
                return null;
            case Intent.StartReturn:
                return await _returns.PlanAsync(plan, cancellationToken);
            case Intent.StorePolicy:
                Quote(plan);
                return null;
            case Intent.HandOff:
                HandOff(plan);
                return null;
            default:
                throw new InvalidOperationException($"Unknown intent {plan.Intent}.");
        }
    }

    private static bool MayNameAProduct(ProductQuery query) =>
        query is { FreeWords.Count: > 0, MinPrice: null, MaxPrice: null, Affordable: false, ExcludedBrands.Count: 0, Sort: SearchSort.Relevance };

    private static void Quote(PlanBuilder plan)
    {
        var topic = plan.Store.Value.Topics.Single(t => t.Id == plan.Understanding.Topic);
        plan.Under(plan.Store.Reference);
        plan.Because($"The store policy answers questions about {topic.Id}.");
        var evidence = plan.Add(new PolicyEvidence
        {
            Number = plan.NextNumber,
            Version = plan.Store.Version.ToString(CultureInfo.InvariantCulture),
            PolicyId = plan.Store.Id,
            Topic = topic.Id,
            Sentences = topic.Answer,
        });
        plan.Say(PointCode.Quote, evidence);
    }

    private static void HandOff(PlanBuilder plan)
    {
        plan.Under(plan.Store.Reference);
        plan.Outcome = "handed-off";
        plan.HandsOff = true;
        plan.Because("The person asked for a person.");
        plan.Say(PointCode.HandedOff, plan.Add(new TicketEvidence
        {
            Number = plan.NextNumber,
            Version = plan.Store.Version.ToString(CultureInfo.InvariantCulture),
            AnswerWithinHours = plan.Store.Value.AnswerWithinHours,
        }));
    }
}
