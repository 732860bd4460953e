using System.Globalization;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Chat.Grounding;
using RetailServerless.Core.Chat.Returns;
using RetailServerless.Core.Chat.Understanding;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Decisions;
using RetailServerless.Core.Orders;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Redaction;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Chat.Planning;

/// <summary>Starts returns under <c>policies/chat/returns.yaml</c>. A return is written before a word about it is said.</summary>
internal sealed class ReturnAnswers(IOrderReader orders, ICatalog catalog, IPolicyStore policies, ReturnStore returns, OrderAnswers orderAnswers)
{
    private const int MostOrders = 20;

    public async Task<Failure?> PlanAsync(PlanBuilder plan, CancellationToken cancellationToken)
    {
        // Without the policy nothing is taken back.
        if (!(await policies.GetAsync<ReturnsPolicy>(ReturnsPolicy.Id, cancellationToken)).TryGet(out var policy, out var failure))
        {
            return failure;
        }

        plan.Under(policy.Reference);
        if (await OrderAnswers.GrantAsync(plan, cancellationToken) is not { } grant || await OrderAsync(plan, grant, cancellationToken) is not { } found)
        {
            return null;
        }

        var (order, placeholder) = found;
        var lines = LinesOf(plan, order);
        if (lines.Count == 0)
        {
            var evidence = plan.Add(OrderEvidence.Of(order, placeholder, plan.NextNumber));
            plan.AwaitsReturnOf = placeholder;
            plan.Because("The order has several items and the message does not say which.");
            plan.Say(PointCode.AskLine, evidence);
            plan.Say(PointCode.OrderLines, evidence);
            return null;
        }

        await DecideAsync(plan, policy, grant, order, placeholder, lines, cancellationToken);
        return null;
    }

    private async Task DecideAsync(
        PlanBuilder plan, Policy<ReturnsPolicy> policy, Grant grant, Order order, string placeholder, IReadOnlyList<OrderLine> lines, CancellationToken cancellationToken)
    {
        var decisions = new List<ReturnEvidenceLine>();
        foreach (var line in lines)
        {
            var decision = await DecideAsync(plan, policy, grant, order, line, cancellationToken);
            decisions.Add(new ReturnEvidenceLine(line.Title, decision.IsAccepted, CodeOf(decision.Code), decision.Reason, decision.Counterfactual, decision.LastDay, decision.WindowDays));
            plan.Consider(new Candidate(line.Sku.Value, decision.IsAccepted ? 1 : 0, decision.Reason));
            plan.Because(decision.Reason);
            plan.Counterfactual ??= decision.Counterfactual;
        }

        var evidence = plan.Add(new ReturnEvidence
        {
            Number = plan.NextNumber,
            Version = policy.Version.ToString(CultureInfo.InvariantCulture),
            PolicyId = policy.Id,
            Placeholder = placeholder,
            Lines = decisions,
        });
        plan.Outcome = decisions.Exists(d => d.Accepted) ? "return-accepted" : "return-refused";
        for (var i = 0; i < decisions.Count; i++)
        {
            plan.Say(PointCode.ReturnLine, evidence, i.ToString(CultureInfo.InvariantCulture));
        }
    }

    private async Task<ReturnDecision> DecideAsync(PlanBuilder plan, Policy<ReturnsPolicy> policy, Grant grant, Order order, OrderLine line, CancellationToken cancellationToken)
    {
        var product = await catalog.FindAsync(line.Sku, cancellationToken);
        var before = await returns.FindAsync(grant, order.Id, line.Sku.Value, cancellationToken);
        ReturnDecision Decide(bool alreadyOpen) => ReturnRules.Decide(policy.Value, new ReturnRequest(order, line, product?.CategoryPath ?? [], alreadyOpen), plan.Now);

        var decision = Decide(before is not null && before.Turn != plan.Request.Turn);
        if (!decision.IsAccepted)
        {
            return decision;
        }

        var started = await returns.StartAsync(
            grant,
            new ReturnDocument
            {
                Id = DerivedId.Of(plan.Request.Turn, "return/" + line.Sku.Value),
                Order = order.Id,
                Sku = line.Sku.Value,
                Quantity = line.Quantity,
                Turn = plan.Request.Turn,
                StartedAt = plan.Now,
                Policy = policy.Reference,
                LastDay = decision.LastDay,
            },
            cancellationToken);
        return started.Turn == plan.Request.Turn ? decision : Decide(alreadyOpen: true);
    }

    private async Task<(Order Order, string Placeholder)?> OrderAsync(PlanBuilder plan, Grant grant, CancellationToken cancellationToken)
    {
        if ((plan.Understanding.Order ?? plan.Request.AwaitsReturnOf) is { } placeholder)
        {
            return await orderAnswers.FindAsync(plan, grant, placeholder, cancellationToken) is { } named ? (named, placeholder) : null;
        }

        // Without a number: the one order in which the message names an item, else the question for the number.
        var newest = await orders.ListAsync(grant, cancellationToken).Take(MostOrders).ToListAsync(cancellationToken);
        if (newest.Count == 0)
        {
            plan.Because("The person has no orders.");
            plan.Say(PointCode.NoOrders);
            return null;
        }

        var fitting = newest.Where(o => o.Lines.Any(l => IsNamed(plan, l))).ToList();
        if (fitting.Count == 1)
        {
            return (fitting[0], plan.Request.Vault.GetOrAdd(PersonalTextKind.Order, fitting[0].Id.Value));
        }

        plan.Because("The message does not say which order.");
        plan.Say(PointCode.AskOrder);
        return null;
    }

    private static List<OrderLine> LinesOf(PlanBuilder plan, Order order)
    {
        if (order.Lines.Count == 1 || plan.Understanding.WholeOrder)
        {
            return [.. order.Lines];
        }

        var positions = ShownReferences.Read(plan.Request.Message, order.Lines.Count);
        return positions.Count > 0 ? [.. positions.Select(i => order.Lines[i])] : [.. order.Lines.Where(l => IsNamed(plan, l) || IsSingledOut(plan, order, l))];
    }

    // Named by its number, or by at least two words of its title, or by what it is: the last word before the variant.
    private static bool IsNamed(PlanBuilder plan, OrderLine line)
    {
        var said = plan.Understanding.ContentWords.ToHashSet(StringComparer.Ordinal);
        var title = WordsOf(line.Title);
        return said.Contains(Words.Key(line.Sku.Value)) || title.Count(said.Contains) >= 2 || (WordsOf(line.Title.Split(',')[0]) is [.., var kind] && said.Contains(kind));
    }

    // Inside one order a word is enough that no other item has.
    private static bool IsSingledOut(PlanBuilder plan, Order order, OrderLine line)
    {
        var others = order.Lines.Where(l => l.Sku != line.Sku).SelectMany(l => WordsOf(l.Title)).ToHashSet(StringComparer.Ordinal);
        return WordsOf(line.Title).Exists(w => !others.Contains(w) && plan.Understanding.ContentWords.Contains(w));
    }

    private static List<string> WordsOf(string title) => [.. Words.Of(title).Select(w => w.Normal).Distinct(StringComparer.Ordinal)];

    private static string CodeOf(ReturnCode code) => code switch
    {
        ReturnCode.Accepted => "accepted",
        ReturnCode.AlreadyOpen => "already-open",
        ReturnCode.AlreadyReturned => "already-returned",
        ReturnCode.Cancelled => "cancelled",
        ReturnCode.NotDelivered => "not-delivered",
        ReturnCode.CategoryExcluded => "category-excluded",
        ReturnCode.WindowClosed => "window-closed",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, null),
    };
}
