using RetailServerless.Core.Catalog;
using RetailServerless.Core.Chat.Grounding;
using RetailServerless.Core.Chat.Policies;
using RetailServerless.Core.Chat.Understanding;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Decisions;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Chat.Planning;

/// <summary>A plan while the rules make it.</summary>
internal sealed class PlanBuilder(PlanRequest request, TurnUnderstanding understanding, Policy<StorePolicy> store, IConsentGate gate, string catalogVersion, DateTimeOffset now)
{
    /// <summary>The model that orders the hits of a search.</summary>
    public static readonly string SearchModel = $"{Search.LexicalRankerCard.Card.Name}@{Search.LexicalRankerCard.Card.Version}";

    private readonly List<Evidence> _evidence = [];
    private readonly List<Point> _points = [];
    private readonly List<Candidate> _candidates = [];
    private readonly List<string> _models = [RuleUnderstanding.Reference];
    private readonly List<string> _policies = [];
    private readonly List<GrantReference> _grants = [];
    private readonly List<Refusal> _refusals = [];
    private readonly List<string> _reasons = [];
    private readonly List<int> _shown = [];

    public PlanRequest Request { get; } = request;

    public TurnUnderstanding Understanding { get; } = understanding;

    public Policy<StorePolicy> Store { get; } = store;

    public DateTimeOffset Now { get; } = now;

    public Intent Intent { get; set; } = understanding.Intent;

    public string Outcome { get; set; } = "answered";

    public string? Focus { get; set; }

    public string? AwaitsReturnOf { get; set; }

    public string? Counterfactual { get; set; }

    public bool HandsOff { get; set; }

    public int NextNumber => _evidence.Count + 1;

    public void Say(PointCode code, Evidence? evidence = null, string? value = null) => _points.Add(new Point(code, evidence?.Number ?? 0, value));

    public void Because(string reason) => _reasons.Add(reason);

    public void Consider(Candidate candidate) => _candidates.Add(candidate);

    public void Under(string policy)
    {
        if (!_policies.Contains(policy))
        {
            _policies.Add(policy);
        }
    }

    public void With(string model)
    {
        if (!_models.Contains(model))
        {
            _models.Add(model);
        }
    }

    public T Add<T>(T evidence)
        where T : Evidence
    {
        _evidence.Add(evidence);
        return evidence;
    }

    public ProductEvidence AddProduct(Product product) => Add(ProductEvidence.Of(product, NextNumber, catalogVersion, Now));

    public CatalogEvidence AddCatalog(int count, Money? affordableUpTo, IReadOnlyList<string> names) =>
        Add(new CatalogEvidence { Number = NextNumber, Version = catalogVersion, Count = count, AffordableUpTo = affordableUpTo, Names = names });

    public void Show(ProductEvidence product) => _shown.Add(product.Number);

    /// <summary>Asks the gate; the answer goes into the record. <see langword="null"/> when it refused.</summary>
    public async ValueTask<Grant?> AskAsync(Purpose purpose, CancellationToken cancellationToken)
    {
        var answer = await gate.AskAsync(Request.Person, purpose, Request.Signals, cancellationToken);
        if (answer.Grant is { } grant)
        {
            _grants.Add(grant.ToReference());
            return grant;
        }

        _refusals.Add(answer.Refusal!);
        return null;
    }

    /// <summary>Says that the chat cannot answer, and what it can do.</summary>
    public void CannotAnswer(string reason)
    {
        Outcome = "cannot-answer";
        Because(reason);
        Say(PointCode.CannotAnswer);
        Say(PointCode.Capabilities);
    }

    public TurnPlan Build() => new()
    {
        Intent = Intent,
        Outcome = Outcome,
        Points = _points,
        Evidence = _evidence,
        Shown = _shown,
        Focus = Focus,
        AwaitsReturnOf = AwaitsReturnOf,
        Candidates = _candidates,
        Models = _models,
        Policies = _policies,
        Grants = _grants,
        Refusals = _refusals,
        Reasons = _reasons,
        Counterfactual = Counterfactual,
        HandsOff = HandsOff,
    };
}
