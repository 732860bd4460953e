using RetailServerless.Core.Catalog;
using RetailServerless.Core.Chat.Understanding;

namespace RetailServerless.Core.Chat.Grounding;

/// <summary>Everything that a reply may say: the evidence of the turn, and what the shopper said themselves.</summary>
public sealed class EvidenceSheet
{
    private readonly HashSet<string> _verbatim = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The sheet of a turn.</summary>
    /// <param name="evidence">Its evidence.</param>
    /// <param name="message">What the shopper said, redacted.</param>
    /// <param name="today">The day in UTC.</param>
    public EvidenceSheet(IReadOnlyList<Evidence> evidence, string message, DateOnly today)
    {
        Message = message;
        Today = today;
        Evidence = evidence;
        MessageAmounts = [.. MoneyText.Find(message).Select(a => a.Amount), .. NumberText.Find(message).Select(n => n.Value)];
        SharedNumbers = new NumberFacts(message);
        AddWords(message);
        foreach (var item in evidence)
        {
            Add(item);
        }
    }

    internal string Message { get; }

    internal DateOnly Today { get; }

    internal IReadOnlyList<Evidence> Evidence { get; }

    internal List<ProductFacts> Products { get; } = [];

    internal List<OrderEvidence> Orders { get; } = [];

    internal List<ReturnEvidence> Returns { get; } = [];

    internal List<PolicyEvidence> Policies { get; } = [];

    internal bool HasTicket { get; private set; }

    internal HashSet<decimal> MessageAmounts { get; }

    /// <summary>Amounts of orders and policies, which belong to no product.</summary>
    internal List<Money> SharedAmounts { get; } = [];

    internal HashSet<decimal> PolicyAmounts { get; } = [];

    internal List<DateOnly> Days { get; } = [];

    /// <summary>Words of orders, policies and of the shopper.</summary>
    internal HashSet<string> SharedWords { get; } = new(StringComparer.Ordinal);

    /// <summary>Numbers of orders, policies and of the shopper.</summary>
    internal NumberFacts SharedNumbers { get; }

    internal HashSet<string> Links { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal HashSet<string> Placeholders { get; } = new(StringComparer.Ordinal);

    internal bool IsVerbatim(string sentence) => _verbatim.Contains(sentence.Trim());

    internal bool Knows(string word) => SharedWords.Contains(word) || Products.Exists(p => p.Words.Contains(word));

    private void Add(Evidence item)
    {
        switch (item)
        {
            case ProductEvidence product:
                Products.Add(new ProductFacts(product));
                SharedNumbers.Add(Products.Count, "product", "option", "item", "result", "match", "of");
                if (product.Link is not null)
                {
                    Links.Add(product.Link);
                }

                break;
            case OrderEvidence order:
                Add(order);
                break;
            case ReturnEvidence returns:
                Add(returns);
                break;
            case PolicyEvidence policy:
                Policies.Add(policy);
                AddQuotable(policy.Sentences);
                break;
            case CatalogEvidence catalog:
                SharedNumbers.Add(catalog.Count, "product", "option", "item", "result", "match", "more");
                catalog.Names.ToList().ForEach(AddWords);
                if (catalog.AffordableUpTo is { } bound)
                {
                    SharedAmounts.Add(bound);
                    PolicyAmounts.Add(bound.Amount);
                }

                break;
            case TicketEvidence ticket:
                HasTicket = true;
                SharedNumbers.Add(ticket.AnswerWithinHours, "hour");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(item), item, null);
        }
    }

    private void Add(OrderEvidence order)
    {
        Orders.Add(order);
        Placeholders.Add(order.Placeholder);
        Days.AddRange(new[] { order.PlacedOn, order.ShippedOn, order.DeliveredOn, order.ExpectedOn }.OfType<DateOnly>());
        SharedAmounts.Add(order.Total);
        SharedNumbers.Add(order.Lines.Count, "item", "product", "article", "line");
        SharedNumbers.Add(order.Lines.Sum(l => l.Quantity), "item", "product", "article", "piece", "unit");
        foreach (var line in order.Lines)
        {
            AddWords(line.Title);
            SharedNumbers.AddText(line.Title);
            SharedNumbers.Add(line.Quantity, "piece", "unit", "item", "pair", "x");
            SharedAmounts.Add(line.UnitPrice);
            SharedAmounts.Add(line.UnitPrice * line.Quantity);
        }
    }

    private void Add(ReturnEvidence returns)
    {
        Returns.Add(returns);
        Placeholders.Add(returns.Placeholder);
        foreach (var line in returns.Lines)
        {
            AddWords(line.Title);
            SharedNumbers.AddText(line.Title);
            SharedNumbers.Add(line.WindowDays, "day");
            AddQuotable(line.Counterfactual is null ? [line.Reason] : [line.Reason, line.Counterfactual]);
            if (line.LastDay is { } last)
            {
                Days.Add(last);
            }
        }
    }

    private void AddQuotable(IReadOnlyList<string> sentences)
    {
        foreach (var sentence in sentences)
        {
            _verbatim.Add(sentence.Trim());
            AddWords(sentence);
            SharedNumbers.AddText(sentence);
            PolicyAmounts.UnionWith(MoneyText.Find(sentence).Select(a => a.Amount));
        }
    }

    private void AddWords(string text)
    {
        foreach (var word in Words.Of(text))
        {
            SharedWords.Add(word.Normal);
            SharedWords.Add(word.Text);
        }
    }
}
