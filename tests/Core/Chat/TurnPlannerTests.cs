using RetailServerless.Core.Catalog;
using RetailServerless.Core.Chat;
using RetailServerless.Core.Chat.Grounding;
using RetailServerless.Core.Chat.Planning;
using RetailServerless.Core.Chat.Replies;
using RetailServerless.Core.Chat.Returns;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Orders;
using RetailServerless.Core.People;
using RetailServerless.Core.Personalization;
using RetailServerless.Core.Privacy.Redaction;

namespace RetailServerless.Core.Tests.Chat;

public sealed class TurnPlannerTests
{
    private readonly TestShop _shop = new();

    [Fact]
    public async Task Without_a_grant_the_persons_history_is_never_read()
    {
        var plan = await _shop.PlanAsync("show me something from the outdoor category");

        Assert.NotEmpty(plan.Shown);
        Assert.Equal((Purpose.Personalization, "no-consent"), plan.Refusals.Select(r => (r.Purpose, r.Code)).Single());
        Assert.DoesNotContain(plan.Grants, g => g.Purpose == Purpose.Personalization);
    }

    [Fact]
    public async Task With_a_grant_the_history_is_read_and_what_fits_it_comes_first()
    {
        _shop.Granted.Add(Purpose.Personalization);
        _shop.Taste = () => new PersonTaste(new Dictionary<string, double>(StringComparer.OrdinalIgnoreCase) { ["HikeMate"] = 1 }, new Dictionary<string, double>());

        var plan = await _shop.PlanAsync("show me something from the outdoor category");

        Assert.Equal("B-1", plan.Candidates[0].Reference);
        Assert.Contains(plan.Points, p => p.Code == PointCode.Personalized);
        Assert.Contains(plan.Grants, g => g is { Purpose: Purpose.Personalization, ReceiptId: "r-1" });
    }

    [Fact]
    public async Task Nothing_that_fits_everything_is_said_and_what_was_left_out()
    {
        var plan = await _shop.PlanAsync("running shoes under $50");

        Assert.Contains(plan.Points, p => p is { Code: PointCode.Relaxed, Value: "the price" });
        Assert.Contains("I left out the price", string.Join(' ', OfflineComposer.Compose(plan)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("what about the second one?", "B-1")]
    [InlineData("how much is the last one", "S-1")]
    [InlineData("compare the first two", "T-1,B-1")]
    public async Task Pointers_lead_to_the_products_shown_before(string message, string skus)
    {
        var plan = await _shop.PlanAsync(message, shown: [Some.Tent.Sku, Some.Backpack.Sku, Some.Shoe.Sku]);

        Assert.Equal(skus, string.Join(',', plan.Evidence.OfType<ProductEvidence>().Select(p => p.Sku)));
    }

    [Fact]
    public async Task Without_the_service_grant_no_order_is_read()
    {
        _shop.Granted.Clear();
        _shop.Add("O-10001", OrderStatus.Delivered, 3, Some.Tent);

        var plan = await _shop.PlanAsync("where is order O-10001?");

        Assert.Equal("cannot-answer", plan.Outcome);
        Assert.Empty(plan.Evidence);
        Assert.Equal("no-consent", plan.Refusals.Single().Code);
    }

    [Fact]
    public async Task A_visitor_is_told_that_orders_need_an_account()
    {
        _shop.Person = PersonId.OfVisitor(Guid.NewGuid());

        var plan = await _shop.PlanAsync("where is order O-10001?");

        Assert.Equal(PointCode.NeedsAccount, plan.Points.Single().Code);
    }

    [Fact]
    public async Task Without_the_returns_policy_nothing_is_taken_back()
    {
        _shop.Returns = null;
        _shop.Add("O-10001", OrderStatus.Delivered, 3, Some.Tent);

        var result = await _shop.TryPlanAsync("return order O-10001");

        Assert.Equal("policy-missing", result.Failure!.Code);
        Assert.Empty(await ReturnsAsync());
    }

    [Fact]
    public async Task Doing_a_turn_again_starts_no_second_return_and_says_the_same()
    {
        _shop.Add("O-10001", OrderStatus.Delivered, 3, Some.Tent);
        var turn = Guid.CreateVersion7();

        var first = await _shop.PlanAsync("return order O-10001", turn);
        var again = await _shop.PlanAsync("return order O-10001", turn);
        var other = await _shop.PlanAsync("return order O-10001");

        Assert.Equal(("return-accepted", "return-accepted", "return-refused"), (first.Outcome, again.Outcome, other.Outcome));
        Assert.Equal(turn, Assert.Single(await ReturnsAsync()).Turn);
    }

    [Fact]
    public async Task Of_several_items_the_chat_asks_which_and_goes_on_with_the_answer()
    {
        _shop.Add("O-10001", OrderStatus.Delivered, 3, Some.Tent, Some.Backpack);

        var asked = await _shop.PlanAsync("I want to return order O-10001");
        var answered = await _shop.PlanAsync("the backpack", awaits: asked.AwaitsReturnOf);

        Assert.Equal("[ORDER_1]", asked.AwaitsReturnOf);
        Assert.Empty(asked.Evidence.OfType<ReturnEvidence>());
        Assert.Equal("Adventurer Pro Backpack", answered.Evidence.OfType<ReturnEvidence>().Single().Lines.Single().Title);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("affordable things from the outdoor category")]
    [InlineData("tell me about the TrailMaster X4 Tent")]
    [InlineData("is the Adventurer Pro Backpack in stock?")]
    [InlineData("how much is the Nimbus 5 Running Shoe?")]
    [InlineData("what colour is the TrailMaster X4 Tent?")]
    [InlineData("what is the rating of the TrailMaster X4 Tent")]
    [InlineData("is the TrailMaster X4 Tent fireproof?")]
    [InlineData("where is order O-10001?")]
    [InlineData("where is order O-10002?")]
    [InlineData("return order O-10001")]
    [InlineData("return order O-10002")]
    [InlineData("return order O-10003")]
    [InlineData("where is order O-99999?")]
    [InlineData("how much is shipping?")]
    [InlineData("I want to talk to a human")]
    [InlineData("what is the capital of France?")]
    public async Task Every_sentence_of_the_rules_passes_the_check_of_a_models(string message)
    {
        _shop.Add("O-10001", OrderStatus.Delivered, 3, Some.Tent, Some.Shoe);
        _shop.Add("O-10002", OrderStatus.Shipped, 0, Some.Backpack);
        _shop.Add("O-10003", OrderStatus.Delivered, 80, Some.Backpack);
        var plan = await _shop.PlanAsync(message);
        var checker = new SentenceChecker(new EvidenceSheet(plan.Evidence, new Redactor(new RedactionPolicy()).Redact(message, _shop.Vault), DateOnly.FromDateTime(Some.Now.UtcDateTime)));

        var results = OfflineComposer.Compose(plan).Select(s => (Sentence: s, Checked: checker.Check(s)!)).ToList();

        Assert.NotEmpty(results);
        Assert.All(results, r => Assert.True(r.Checked.Fate == SentenceFate.Kept, $"{r.Sentence} {string.Join(',', r.Checked.Problems)}"));
    }

    private async Task<List<ReturnDocument>> ReturnsAsync() =>
        await _shop.Documents.QueryAsync<ReturnDocument>(ReturnStore.Container, _shop.Person.Value, RetailServerless.Core.Storage.DocumentQuery.All, default).Select(d => d.Value).ToListAsync();
}
