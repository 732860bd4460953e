using RetailServerless.Core.Catalog;
using RetailServerless.Core.Chat.Grounding;
using RetailServerless.Core.Orders;

namespace RetailServerless.Core.Tests.Chat;

public sealed class SentenceCheckerTests
{
    private static readonly OrderEvidence Shipped = new()
    {
        Number = 4,
        Version = "Shipped",
        Placeholder = "[ORDER_1]",
        Status = OrderStatus.Shipped,
        PlacedOn = new DateOnly(2026, 11, 20),
        ShippedOn = new DateOnly(2026, 11, 22),
        ExpectedOn = new DateOnly(2026, 11, 25),
        Lines = [new OrderEvidenceLine("X-1", "Summit Breeze Jacket", 2, new Money(60m, "USD"))],
        Total = new Money(120m, "USD"),
    };

    [Theory]
    [InlineData("The TrailMaster X4 Tent costs $250.00 [1].")]
    [InlineData("The TrailMaster X4 Tent is $250 and in stock.")]
    [InlineData("TrailMaster X4 Tent costs 250 USD, and only 3 left.")]
    [InlineData("The Adventurer Pro Backpack is out of stock.")]
    [InlineData("The Adventurer Pro Backpack is not available.")]
    [InlineData("The Nimbus 5 Running Shoe costs $89.99 instead of $120.00.")]
    [InlineData("The Nimbus 5 Running Shoe is on sale: you save $30.01.")]
    [InlineData("The tent has a 2-year warranty [1].")]
    [InlineData("The 40L Adventurer Pro Backpack is made of nylon.")]
    [InlineData("TrailMaster X4 Tent is rated 4.5 out of 5 by 12 customers.")]
    [InlineData("I found three products under $300.")]
    [InlineData("Order [ORDER_1] was shipped on November 22, 2026 [4].")]
    [InlineData("Your order should arrive tomorrow.")]
    [InlineData("Your order has not been delivered yet.")]
    [InlineData("You ordered 2 × Summit Breeze Jacket for $120.00 in all [4].")]
    [InlineData("Standard delivery takes 3 to 5 working days and costs $4.95.")]
    [InlineData("Delivery is free for orders over $50 [5].")]
    [InlineData("Unfortunately, I can't answer that.")]
    [InlineData("Feel free to ask me anything!")]
    [InlineData("How can I help you today?")]
    [InlineData("Both the TrailMaster X4 Tent and the Nimbus 5 Running Shoe are in stock.")]
    [InlineData("TrailMaster X4 Tent and Nimbus 5 Running Shoe cost $250.00 and $89.99.")]
    public void What_the_evidence_says_is_kept(string sentence)
    {
        var result = Check(sentence);

        Assert.Equal((SentenceFate.Kept, ""), (result.Fate, string.Join(',', result.Problems)));
    }

    [Theory]
    [InlineData("The TrailMaster X4 Tent costs $199.99.", "price", "The TrailMaster X4 Tent costs $250.00.")]
    [InlineData("TrailMaster X4 Tent costs €250.00 [1].", "price", "TrailMaster X4 Tent costs $250.00.")]
    [InlineData("The TrailMaster X4 Tent costs $89.99.", "price", "The TrailMaster X4 Tent costs $250.00.")]
    [InlineData("The Adventurer Pro Backpack is in stock.", "availability", "Adventurer Pro Backpack is out of stock.")]
    [InlineData("The TrailMaster X4 Tent is sold out.", "availability", "TrailMaster X4 Tent is in stock.")]
    public void A_wrong_price_or_availability_of_one_product_is_put_right(string sentence, string problem, string right)
    {
        var result = Check(sentence);

        Assert.Equal((SentenceFate.Corrected, problem, right), (result.Fate, Assert.Single(result.Problems), result.Text));
    }

    [Theory]
    [InlineData("I recommend the Zephyr Ultra Tent.", "name")]
    [InlineData("It is also called \"Sky Dome\".", "name")]
    [InlineData("The OutdoorLiving Adventurer is great.", "name")]
    [InlineData("The TrailMaster X4 Tent is 20% off.", "number")]
    [InlineData("The TrailMaster X4 Tent is on sale.", "promise")]
    [InlineData("Use a coupon at checkout.", "promise")]
    [InlineData("You get a free backpack with it.", "promise")]
    [InlineData("The tent has a 5-year warranty [1].", "number")]
    [InlineData("The TrailMaster X4 Tent weighs 4 kg.", "number")]
    [InlineData("There are 17 left of the TrailMaster X4 Tent.", "number")]
    [InlineData("Your order was delivered on November 22, 2026.", "order")]
    [InlineData("Order [ORDER_1] arrives on November 30.", "date")]
    [InlineData("Your order arrives on Monday.", "date")]
    [InlineData("Order [ORDER_7] was shipped.", "order")]
    [InlineData("Your order was cancelled.", "order")]
    [InlineData("I have started your return.", "order")]
    [InlineData("You will get a full refund.", "order")]
    [InlineData("I transferred you to a colleague.", "order")]
    [InlineData("See https://evil.example/pay for details.", "link")]
    [InlineData("Visit cheap-tents.com now.", "link")]
    [InlineData("Write to help@shop.example please.", "contact")]
    [InlineData("Click [here](http://x).", "link")]
    [InlineData("The Adventurer Pro Backpack costs less than $50.", "price")]
    [InlineData("TrailMaster X4 Tent and Nimbus 5 Running Shoe cost $89.99 and $250.00.", "price")]
    public void What_the_evidence_does_not_say_is_withheld(string sentence, string problem)
    {
        var result = Check(sentence);

        Assert.Equal(SentenceFate.Withheld, result.Fate);
        Assert.Contains(problem, result.Problems);
        Assert.Equal("", result.Text);
    }

    [Fact]
    public void A_sentence_without_a_name_is_about_the_product_of_the_one_before()
    {
        var checker = new SentenceChecker(Sheet());
        checker.Check("The Adventurer Pro Backpack is made of nylon.");

        var next = checker.Check("It costs $250.");

        Assert.Equal((SentenceFate.Corrected, "It costs $90.00."), (next!.Fate, next.Text));
    }

    [Fact]
    public void Citations_leave_the_text_and_unknown_ones_leave_altogether()
    {
        var result = Check("The TrailMaster X4 Tent is in stock. [1, 9]");

        Assert.Equal(("The TrailMaster X4 Tent is in stock.", "1"), (result.Text, string.Join(',', result.Citations)));
    }

    private static EvidenceSheet Sheet() => new(
        [Some.Evidence(Some.Tent, 1), Some.Evidence(Some.Backpack, 2), Some.Evidence(Some.Shoe, 3), Shipped, Some.Shipping(5)], "something under $300", new DateOnly(2026, 11, 24));

    private static CheckedSentence Check(string sentence) => new SentenceChecker(Sheet()).Check(sentence)!;
}
