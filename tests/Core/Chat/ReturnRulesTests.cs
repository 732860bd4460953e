using RetailServerless.Core.Catalog;
using RetailServerless.Core.Chat.Returns;
using RetailServerless.Core.Orders;
using RetailServerless.Core.People;

namespace RetailServerless.Core.Tests.Chat;

public sealed class ReturnRulesTests
{
    private static readonly ReturnsPolicy Policy = new()
    {
        WindowDays = 30,
        WindowDaysByCategory = new() { ["Electronics"] = 14 },
        ExcludedCategories = ["Gift cards", "Grocery/Fresh"],
    };

    [Theory]
    [InlineData(OrderStatus.Delivered, 0, "Outdoor/Tents", ReturnCode.Accepted)]
    [InlineData(OrderStatus.Delivered, 30, "Outdoor/Tents", ReturnCode.Accepted)]
    [InlineData(OrderStatus.Delivered, 31, "Outdoor/Tents", ReturnCode.WindowClosed)]
    [InlineData(OrderStatus.Delivered, 14, "Electronics/Headphones", ReturnCode.Accepted)]
    [InlineData(OrderStatus.Delivered, 15, "Electronics/Headphones", ReturnCode.WindowClosed)]
    [InlineData(OrderStatus.Delivered, 1, "Gift cards", ReturnCode.CategoryExcluded)]
    [InlineData(OrderStatus.Delivered, 1, "Grocery/Fresh/Fish", ReturnCode.CategoryExcluded)]
    [InlineData(OrderStatus.Delivered, 1, "Grocery/Dry", ReturnCode.Accepted)]
    [InlineData(OrderStatus.Delivered, 1, "", ReturnCode.Accepted)]
    [InlineData(OrderStatus.Processing, 0, "Outdoor", ReturnCode.NotDelivered)]
    [InlineData(OrderStatus.Shipped, 0, "Outdoor", ReturnCode.NotDelivered)]
    [InlineData(OrderStatus.Cancelled, 0, "Outdoor", ReturnCode.Cancelled)]
    [InlineData(OrderStatus.Returned, 5, "Outdoor", ReturnCode.AlreadyReturned)]
    public void The_policy_decides(OrderStatus status, int daysAgo, string category, ReturnCode expected) =>
        Assert.Equal(expected, Decide(status, daysAgo, category, alreadyOpen: false).Code);

    [Fact]
    public void A_late_return_is_told_until_when_it_would_have_been_accepted()
    {
        var decision = Decide(OrderStatus.Delivered, 31, "Outdoor", alreadyOpen: false);

        Assert.Equal(new DateOnly(2026, 11, 23), decision.LastDay);
        Assert.Equal("It would have been accepted on or before 2026-11-23.", decision.Counterfactual);
    }

    [Fact]
    public void A_line_is_returned_once() => Assert.Equal(ReturnCode.AlreadyOpen, Decide(OrderStatus.Delivered, 1, "Outdoor", alreadyOpen: true).Code);

    private static ReturnDecision Decide(OrderStatus status, int daysAgo, string category, bool alreadyOpen)
    {
        var order = new Order
        {
            Id = new OrderId("O-1"),
            Customer = new CustomerId("c1"),
            Status = status,
            PlacedAt = Some.Now.AddDays(-daysAgo - 3),
            DeliveredAt = status is OrderStatus.Delivered or OrderStatus.Returned ? Some.Now.AddDays(-daysAgo) : null,
            Lines = [new OrderLine(new Sku("X"), "X", 1, new Money(1m, "USD"))],
        };
        return ReturnRules.Decide(Policy, new ReturnRequest(order, order.Lines[0], category.Split('/', StringSplitOptions.RemoveEmptyEntries), alreadyOpen), Some.Now);
    }
}
