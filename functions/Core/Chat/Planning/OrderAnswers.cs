using RetailServerless.Core.Chat.Grounding;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Orders;
using RetailServerless.Core.Privacy.Redaction;

namespace RetailServerless.Core.Chat.Planning;

/// <summary>Answers how far an order is. Somebody else's number is answered like an unknown one.</summary>
internal sealed class OrderAnswers(IOrderReader orders)
{
    private const int MostOrders = 3;

    public async Task PlanAsync(PlanBuilder plan, CancellationToken cancellationToken)
    {
        if (await GrantAsync(plan, cancellationToken) is not { } grant)
        {
            return;
        }

        if (plan.Understanding.Order is { } placeholder)
        {
            if (await FindAsync(plan, grant, placeholder, cancellationToken) is { } order)
            {
                Say(plan, order, placeholder);
            }

            return;
        }

        var newest = await orders.ListAsync(grant, cancellationToken).Take(MostOrders).ToListAsync(cancellationToken);
        if (newest.Count == 0)
        {
            plan.Because("The person has no orders.");
            plan.Say(PointCode.NoOrders);
            return;
        }

        plan.Because("No order was named, so the newest ones are told.");
        foreach (var order in newest.Where((o, i) => i == 0 || o.Status is OrderStatus.Processing or OrderStatus.Shipped))
        {
            Say(plan, order, plan.Request.Vault.GetOrAdd(PersonalTextKind.Order, order.Id.Value));
        }
    }

    /// <summary>Leave to read the person's orders; <see langword="null"/> after it was said why there is none.</summary>
    public static async ValueTask<Grant?> GrantAsync(PlanBuilder plan, CancellationToken cancellationToken)
    {
        if (plan.Request.Person.IsVisitor)
        {
            plan.Outcome = "cannot-answer";
            plan.Because("A visitor has no account, and orders belong to accounts.");
            plan.Counterfactual = "Signed in, the person would have been answered.";
            plan.Say(PointCode.NeedsAccount);
            return null;
        }

        if (await plan.AskAsync(Purpose.Service, cancellationToken) is { } grant)
        {
            return grant;
        }

        plan.Outcome = "cannot-answer";
        plan.Because("The consent policy gives no leave to read the person's orders.");
        plan.Say(PointCode.Refused);
        return null;
    }

    /// <summary>The order behind a placeholder; <see langword="null"/> after it was said that there is none.</summary>
    public async Task<Order?> FindAsync(PlanBuilder plan, Grant grant, string placeholder, CancellationToken cancellationToken)
    {
        if (plan.Request.Vault.Resolve(placeholder) is { } number)
        {
            foreach (var spelling in Spellings(number))
            {
                if (await orders.FindAsync(grant, new OrderId(spelling), cancellationToken) is { } order)
                {
                    return order;
                }
            }
        }

        plan.Because("The person has no order of this number.");
        plan.Say(PointCode.OrderUnknown, null, placeholder);
        return null;
    }

    public static OrderEvidence Say(PlanBuilder plan, Order order, string placeholder)
    {
        var evidence = plan.Add(OrderEvidence.Of(order, placeholder, plan.NextNumber));
        plan.Because("The order belongs to the person, and its state is what the shop's data says.");
        plan.Say(PointCode.OrderStatus, evidence);
        plan.Say(PointCode.OrderLines, evidence);
        return evidence;
    }

    // A shopper writes 100001 or o-100001 for O-100001.
    private static IEnumerable<string> Spellings(string number)
    {
        yield return number;
        if (number.All(char.IsAsciiDigit))
        {
            yield return "O-" + number;
        }
        else if (number.StartsWith("O-", StringComparison.Ordinal))
        {
            yield return number[2..];
        }
    }
}
