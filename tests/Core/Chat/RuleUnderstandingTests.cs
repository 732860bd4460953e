using RetailServerless.Core.Chat;
using RetailServerless.Core.Chat.Understanding;
using RetailServerless.Core.Search;

namespace RetailServerless.Core.Tests.Chat;

public sealed class RuleUnderstandingTests
{
    [Theory]
    [InlineData("affordable running shoes under $100", Intent.FindProducts)]
    [InlineData("I need a tent for four people", Intent.FindProducts)]
    [InlineData("running shoes", Intent.FindProducts)]
    [InlineData("Do you have wireless headphones?", Intent.FindProducts)]
    [InlineData("gift for a 6 year old under 30", Intent.FindProducts)]
    [InlineData("wireless headphones not Sony in stock", Intent.FindProducts)]
    [InlineData("How much is the TrailMaster X4 Tent?", Intent.PriceAndAvailability)]
    [InlineData("Is the Adventurer Pro Backpack in stock?", Intent.PriceAndAvailability)]
    [InlineData("Tell me about the TrailMaster X4 Tent", Intent.ProductQuestion)]
    [InlineData("Where is my order?", Intent.OrderStatus)]
    [InlineData("Where is [ORDER_1]?", Intent.OrderStatus)]
    [InlineData("has my package shipped yet", Intent.OrderStatus)]
    [InlineData("I want to return [ORDER_1]", Intent.StartReturn)]
    [InlineData("Please send the boots back, order [ORDER_1]", Intent.StartReturn)]
    [InlineData("Can I return [ORDER_1]?", Intent.StartReturn)]
    [InlineData("What is your return policy?", Intent.StorePolicy)]
    [InlineData("How long do I have to return something?", Intent.StorePolicy)]
    [InlineData("How much does shipping cost?", Intent.StorePolicy)]
    [InlineData("When are you open?", Intent.StorePolicy)]
    [InlineData("I want to talk to a human", Intent.HandOff)]
    [InlineData("connect me with an agent please", Intent.HandOff)]
    [InlineData("Hello!", Intent.Greeting)]
    [InlineData("Thank you, bye", Intent.Thanks)]
    [InlineData("Write me a poem", Intent.Unknown)]
    [InlineData("Who won the world cup?", Intent.Unknown)]
    public void What_a_shopper_wants_is_understood(string message, Intent intent) => Assert.Equal(intent, Understand(message).Intent);

    [Fact]
    public void Constraints_are_read_from_one_sentence()
    {
        var query = Understand("wireless headphones not Sony in blue, in stock, between $20 and $50").Query;

        Assert.Equal(["Electronics/Headphones"], query.Categories);
        Assert.Equal(["Sony"], query.ExcludedBrands);
        Assert.Empty(query.Brands);
        Assert.Equal((20m, 50m), (query.MinPrice, query.MaxPrice));
        Assert.Equal(["blue"], query.Attributes["color"]);
        Assert.True(query.InStockOnly);
        Assert.Equal("wireless headphones", query.Text);
    }

    [Theory]
    [InlineData("under $100", null, "100")]
    [InlineData("below 1,299.99 dollars", null, "1299.99")]
    [InlineData("between 20 and 50", "20", "50")]
    [InlineData("from €20 to €50", "20", "50")]
    [InlineData("$20 - $50", "20", "50")]
    [InlineData("over 200", "200", null)]
    [InlineData("$30 or less", null, "30")]
    [InlineData("around $100", "80", "120")]
    [InlineData("a 6 year old under 30", null, "30")]
    [InlineData("under 30 litres", null, null)]
    [InlineData("boots size 42", null, null)]
    [InlineData("shoes under 50 in blue", null, "50")]
    public void Price_bounds_are_read(string message, string? min, string? max)
    {
        var bounds = PriceBounds.Read(message);

        Assert.Equal((min is null ? null : decimal.Parse(min), max is null ? (decimal?)null : decimal.Parse(max)), (bounds.Min, bounds.Max));
    }

    [Theory]
    [InlineData("cheap boots", true, SearchSort.Relevance)]
    [InlineData("the cheapest boots", false, SearchSort.PriceAscending)]
    [InlineData("best rated boots", false, SearchSort.Rating)]
    public void Cheap_is_relative_and_cheapest_is_an_order(string message, bool affordable, SearchSort sort)
    {
        var query = Understand(message).Query;

        Assert.Equal((affordable, sort), (query.Affordable, query.Sort));
    }

    [Theory]
    [InlineData("what about the second one?", new[] { 1 }, false)]
    [InlineData("compare the first two", new[] { 0, 1 }, false)]
    [InlineData("is the last one in stock", new[] { 2 }, false)]
    [InlineData("is it waterproof?", new int[0], true)]
    [InlineData("how much is that one", new int[0], true)]
    public void Pointers_to_what_was_shown_are_followed(string message, int[] shown, bool focus)
    {
        var understanding = Understand(message, new DialogueContext(3, true, false));

        Assert.Equal(shown, understanding.Shown);
        Assert.Equal(focus, understanding.PointsAtFocus);
        Assert.Contains(understanding.Intent, new[] { Intent.ProductQuestion, Intent.PriceAndAvailability });
    }

    [Fact]
    public void An_answer_to_which_item_goes_on_with_the_return() =>
        Assert.Equal(Intent.StartReturn, Understand("the blue jacket", new DialogueContext(0, false, true)).Intent);

    private static TurnUnderstanding Understand(string message, DialogueContext context = default) => RuleUnderstanding.Understand(message, Some.Vocabulary, Some.Store, context);
}
