using System.Text.RegularExpressions;
using RetailServerless.Core.Orders;

namespace RetailServerless.Core.Chat.Grounding;

/// <summary>What is said about an order, a return, a refund or a hand-off must have happened.</summary>
internal static partial class OrderCheck
{
    public static void Run(SentenceUnderCheck check)
    {
        var text = check.Masked;
        if (IsAboutAnOrder(check))
        {
            CheckStatus(check, text, Delivered(), OrderStatus.Delivered, OrderStatus.Returned);
            CheckStatus(check, text, Shipped(), OrderStatus.Shipped, OrderStatus.Delivered, OrderStatus.Returned);
            CheckStatus(check, text, Processing(), OrderStatus.Processing);
            CheckStatus(check, text, Cancelled(), OrderStatus.Cancelled);
        }

        if (ReturnStarted().IsMatch(text) && !IsNegated(text, ReturnStarted().Match(text).Index) && !check.Sheet.Returns.Exists(r => r.Lines.Any(l => l.Accepted || l.Code is "already-open" or "already-returned")))
        {
            check.Withhold("order");
        }

        if (Refunded().IsMatch(text) && !check.Sheet.Policies.Exists(p => p.Sentences.Any(s => s.Contains("refund", StringComparison.OrdinalIgnoreCase) || s.Contains("money back", StringComparison.OrdinalIgnoreCase))))
        {
            check.Withhold("order");
        }

        if (HandedOver().IsMatch(text) && !check.Sheet.HasTicket)
        {
            check.Withhold("order");
        }
    }

    private static bool IsAboutAnOrder(SentenceUnderCheck check) =>
        Order().IsMatch(check.Text) || check.Sheet.Orders.Exists(o => check.Citations.Contains(o.Number));

    private static void CheckStatus(SentenceUnderCheck check, string text, Regex pattern, params ReadOnlySpan<OrderStatus> statuses)
    {
        if (pattern.Match(text) is not { Success: true } match || IsConditional(text, match.Index))
        {
            return;
        }

        // The orders that the sentence names, else all of the evidence.
        var orders = check.Sheet.Orders.Where(o => check.Text.Contains(o.Placeholder, StringComparison.Ordinal) || check.Citations.Contains(o.Number)).ToList();
        orders = orders.Count > 0 ? orders : check.Sheet.Orders;
        var negated = IsNegated(text, match.Index);
        var fits = orders.Count > 0;
        foreach (var order in orders)
        {
            fits &= statuses.Contains(order.Status) != negated;
        }

        if (!fits)
        {
            check.Withhold("order");
        }
    }

    private static bool IsNegated(string text, int at) => Negation().IsMatch(text[Math.Max(0, at - 24)..at]);

    private static bool IsConditional(string text, int at) => Condition().IsMatch(text[Math.Max(0, at - 48)..at]);

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"\b(?:orders?|packages?|parcels?|shipments?)\b|\[ORDER_", Options, 1000)]
    private static partial Regex Order();

    [GeneratedRegex(@"\b(?:delivered|arrived|received\s+by)\b", Options, 1000)]
    private static partial Regex Delivered();

    [GeneratedRegex(@"\b(?:shipped|dispatched|on\s+(?:its|the)\s+way|in\s+transit|out\s+for\s+delivery|sent\s+out|handed\s+to\s+the\s+carrier|with\s+the\s+carrier)\b", Options, 1000)]
    private static partial Regex Shipped();

    [GeneratedRegex(@"\b(?:processing|being\s+(?:processed|prepared|packed)|in\s+preparation|pending)\b", Options, 1000)]
    private static partial Regex Processing();

    [GeneratedRegex(@"\b(?:cancell?ed|called\s+off)\b", Options, 1000)]
    private static partial Regex Cancelled();

    [GeneratedRegex(@"\breturn\w*\b[^.]{0,40}\b(?:started|opened|open|accepted|approved|registered|created|initiated|processed|confirmed)\b|\b(?:started|opened|accepted|approved|registered|created|initiated|processed|confirmed)\b[^.]{0,30}\breturn\b", Options, 1000)]
    private static partial Regex ReturnStarted();

    [GeneratedRegex(@"\b(?:refund(?:ed|s|ing)?|money\s+back|reimburs\w+|store\s+credit|compensat\w+)\b", Options, 1000)]
    private static partial Regex Refunded();

    [GeneratedRegex(@"\b(?:handed|transferred|forwarded|passed|connected|escalated)\b[^.]{0,60}\b(?:person|human|colleague|agent|team|staff|someone|representative)\b", Options, 1000)]
    private static partial Regex HandedOver();

    [GeneratedRegex(@"\b(?:not|n't|never|no|cannot|yet\s+to\s+be|neither)\b|n['’]t\b", Options, 1000)]
    private static partial Regex Negation();

    [GeneratedRegex(@"\b(?:once|when|if|until|after|before|will|should|expected|can|could|would|may|as\s+soon\s+as|to\s+be)\b", Options, 1000)]
    private static partial Regex Condition();
}
