using System.Globalization;
using RetailServerless.Core.Chat.Grounding;
using RetailServerless.Core.Orders;

namespace RetailServerless.Core.Chat.Replies;

/// <summary>Sentences about orders and returns.</summary>
internal static class OrderWords
{
    public static IEnumerable<string> Status(OrderEvidence order)
    {
        var cite = OfflineComposer.Cite(order);
        var placed = $"You placed order {order.Placeholder} on {DateText.Format(order.PlacedOn)}.{cite}";
        return order.Status switch
        {
            OrderStatus.Processing => [placed, $"Order {order.Placeholder} is being prepared.{cite}", Expected(order)],
            OrderStatus.Shipped =>
            [
                placed,
                order.ShippedOn is { } shipped ? $"Order {order.Placeholder} was shipped on {DateText.Format(shipped)}.{cite}" : $"Order {order.Placeholder} has been shipped.{cite}",
                Expected(order),
            ],
            OrderStatus.Delivered => [placed, order.DeliveredOn is { } delivered ? $"Order {order.Placeholder} was delivered on {DateText.Format(delivered)}.{cite}" : $"Order {order.Placeholder} has been delivered.{cite}"],
            OrderStatus.Cancelled => [placed, $"Order {order.Placeholder} was cancelled.{cite}"],
            OrderStatus.Returned => [placed, $"Order {order.Placeholder} was delivered and has been returned.{cite}"],
            _ => throw new ArgumentOutOfRangeException(nameof(order), order.Status, null),
        };
    }

    public static string Lines(OrderEvidence order) => string.Create(
        CultureInfo.InvariantCulture,
        $"It has {string.Join(", ", order.Lines.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Quantity} × {l.Title}")))}, {MoneyText.Format(order.Total)} in all.{OfflineComposer.Cite(order)}");

    public static IEnumerable<string> Return(ReturnEvidence returns, int position)
    {
        var line = returns.Lines[position];
        var cite = OfflineComposer.Cite(returns);
        if (line.Accepted)
        {
            yield return $"I have started the return of {line.Title} from order {returns.Placeholder}.{cite}";
            yield return line.LastDay is { } last ? $"Please send it back by {DateText.Format(last)}.{cite}" : "";
            yield break;
        }

        yield return line.Code == "already-open"
            ? $"A return of {line.Title} from order {returns.Placeholder} is already open.{cite}"
            : $"I can't start a return of {line.Title} from order {returns.Placeholder}.{cite}";
        if (line.Code != "already-open")
        {
            yield return line.Reason + cite;
        }

        if (line.Counterfactual is { } counterfactual)
        {
            yield return counterfactual + cite;
        }
    }

    private static string Expected(OrderEvidence order) =>
        order.ExpectedOn is { } day ? $"It should arrive by {DateText.Format(day)}.{OfflineComposer.Cite(order)}" : "";
}
