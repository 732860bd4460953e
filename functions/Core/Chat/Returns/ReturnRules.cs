using System.Globalization;
using RetailServerless.Core.Orders;

namespace RetailServerless.Core.Chat.Returns;

/// <summary>Decides about a return under the policy.</summary>
public static class ReturnRules
{
    /// <summary>The decision. Days are counted in UTC.</summary>
    public static ReturnDecision Decide(ReturnsPolicy policy, ReturnRequest request, DateTimeOffset now)
    {
        var window = policy.WindowOf(request.CategoryPath);
        var lastDay = DeliveryDay(request.Order) is { } delivered ? delivered.AddDays(window) : (DateOnly?)null;
        ReturnDecision Is(ReturnCode code, string reason, string? counterfactual = null) => new(code, reason, counterfactual, lastDay, window);

        if (request.AlreadyOpen)
        {
            return Is(ReturnCode.AlreadyOpen, "A return of this item is already open.");
        }

        return request.Order.Status switch
        {
            OrderStatus.Returned => Is(ReturnCode.AlreadyReturned, "The order has already been returned."),
            OrderStatus.Cancelled => Is(ReturnCode.Cancelled, "The order was cancelled before it was sent."),
            OrderStatus.Processing or OrderStatus.Shipped =>
                Is(ReturnCode.NotDelivered, "The item has not been delivered yet.", $"Once it has been delivered, it can be returned within {Days(window)}."),
            OrderStatus.Delivered => DecideDelivered(policy, request, now, lastDay, window),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Order.Status, null),
        };
    }

    private static ReturnDecision DecideDelivered(ReturnsPolicy policy, ReturnRequest request, DateTimeOffset now, DateOnly? lastDay, int window)
    {
        if (policy.ExcludingCategory(request.CategoryPath) is { } category)
        {
            return new ReturnDecision(ReturnCode.CategoryExcluded, $"Items of the category {category} cannot be returned.", null, lastDay, window);
        }

        if (lastDay is null)
        {
            return new ReturnDecision(ReturnCode.NotDelivered, "The day of delivery is not known yet.", $"Once it is known, the item can be returned within {Days(window)}.", null, window);
        }

        return DateOnly.FromDateTime(now.UtcDateTime) <= lastDay
            ? new ReturnDecision(ReturnCode.Accepted, $"The item was delivered within the last {Days(window)}.", null, lastDay, window)
            : new ReturnDecision(
                ReturnCode.WindowClosed,
                $"The item could be returned within {Days(window)} after delivery, until {lastDay.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.",
                $"It would have been accepted on or before {lastDay.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.",
                lastDay,
                window);
    }

    private static DateOnly? DeliveryDay(Order order) => order.DeliveredAt is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null;

    private static string Days(int days) => string.Create(CultureInfo.InvariantCulture, $"{days} day{(days == 1 ? "" : "s")}");
}
