using System.Net;
using System.Text.Json.Nodes;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.Orders;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;

namespace RetailServerless.Functions.Tests.Chat;

[Collection(ChatGroup.Name)]
public sealed class ConversationTests(ChatHost host)
{
    [Fact]
    public async Task A_conversation_opens_with_the_statement_that_an_AI_answers()
    {
        var answer = await host.AsShopper("a1").SendAsync(HttpMethod.Post, "api/conversations");

        var conversation = await ChatHost.ReadAsync(answer, HttpStatusCode.Created);
        Assert.Contains("an AI answers", (string)conversation["disclosure"]!, StringComparison.Ordinal);
        Assert.Equal("chat/ai-disclosure@1", (string)conversation["disclosureVersion"]!);
        Assert.Equal($"/api/conversations/{conversation["id"]}", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_storefront_without_a_person_begins_for_a_new_visitor()
    {
        var conversation = await ChatHost.ReadAsync(await host.SendAsync(HttpMethod.Post, "api/conversations", null, ("x-storefront-key", host.Key)), HttpStatusCode.Created);
        var visitor = (string)conversation["visitorId"]!;

        var turn = await ChatHost.ReadAsync(await host.SendAsync(
            HttpMethod.Post, $"api/conversations/{conversation["id"]}/turns", new { message = "tents" }, ("x-storefront-key", host.Key), ("x-visitor-id", visitor)));

        Assert.Equal("findProducts", (string)turn["intent"]!);
    }

    [Fact]
    public async Task A_reply_has_text_products_citations_and_an_explained_decision()
    {
        var shopper = host.AsShopper("a2");
        var turn = await shopper.SayAsync(await shopper.BeginAsync(), "affordable running shoes under $100");

        Assert.Equal("completed", (string)turn["status"]!);
        Assert.Equal(["S-1", "S-2", "S-4"], turn["products"]!.AsArray().Select(p => (string)p!["sku"]!).Order(StringComparer.Ordinal));
        Assert.Contains("Pacer Running Shoe costs $65.00 and is in stock.", (string)turn["reply"]!["text"]!, StringComparison.Ordinal);
        Assert.Equal(("offline-responder@1", false), ((string)turn["model"]!["name"]!, (bool)turn["model"]!["isLlm"]!));
        Assert.NotEmpty(turn["citations"]!.AsArray());
        var explanation = await shopper.GetAsync(((string)turn["links"]!["explanation"]!).TrimStart('/'));
        Assert.Equal((string)turn["decisionId"]!, (string?)explanation["decisionId"] ?? (string?)explanation["id"]);
    }

    [Fact]
    public async Task A_conversation_of_eight_turns_keeps_its_thread()
    {
        await host.PutOrderAsync(ChatHost.Order("a3", "O-31001", OrderStatus.Shipped, 0, ("T-1", "TrailMaster X4 Tent", 250m)));
        await host.PutOrderAsync(ChatHost.Order("a3", "O-31002", OrderStatus.Delivered, 5, ("S-2", "Pacer Running Shoe", 65m)));
        var shopper = host.AsShopper("a3");
        var conversation = await shopper.BeginAsync();
        async Task<string> SayAsync(string message) => (string)(await shopper.SayAsync(conversation, message))["reply"]!["text"]!;

        Assert.Contains("Alpine Explorer Tent costs $350.00", await SayAsync("Do you have tents?"), StringComparison.Ordinal);
        Assert.Contains("costs", await SayAsync("How much is the second one?"), StringComparison.Ordinal);
        Assert.Contains("2-year warranty", await SayAsync("Does the TrailMaster X4 Tent have a warranty?"), StringComparison.Ordinal);
        Assert.Contains("TrailMaster X4 Tent is in stock", await SayAsync("Is it in stock?"), StringComparison.Ordinal);
        Assert.Contains("Order O-31001 was shipped", await SayAsync("Where is order O-31001?"), StringComparison.Ordinal);
        Assert.Contains("started the return of Pacer Running Shoe from order O-31002", await SayAsync("I want to return order O-31002"), StringComparison.Ordinal);
        Assert.Contains("Standard delivery takes", await SayAsync("How long does shipping take?"), StringComparison.Ordinal);
        Assert.Contains("handed this conversation to a person", await SayAsync("I want to talk to a human"), StringComparison.Ordinal);

        var read = await shopper.GetAsync($"api/conversations/{conversation}?size=5");
        Assert.Equal([1, 2, 3, 4, 5], read["turns"]!.AsArray().Select(t => (int)t!["number"]!));
        var next = await shopper.GetAsync($"api/conversations/{conversation}?size=5&continuationToken={read["continuationToken"]}");
        Assert.Equal([6, 7, 8], next["turns"]!.AsArray().Select(t => (int)t!["number"]!));
        Assert.Null(next["continuationToken"]);
    }

    [Fact]
    public async Task Someone_elses_order_number_is_answered_like_an_unknown_one()
    {
        await host.PutOrderAsync(ChatHost.Order("a4-owner", "O-40001", OrderStatus.Delivered, 3, ("T-1", "TrailMaster X4 Tent", 250m)));
        var stranger = host.AsShopper("a4-stranger");
        var conversation = await stranger.BeginAsync();

        var theirs = (string)(await stranger.SayAsync(conversation, "Where is order O-40001?"))["reply"]!["text"]!;
        var unknown = (string)(await stranger.SayAsync(conversation, "Where is order O-49999?"))["reply"]!["text"]!;
        var taken = (string)(await stranger.SayAsync(conversation, "Return order O-40001"))["reply"]!["text"]!;

        Assert.Equal(unknown.Replace("O-49999", "O-40001", StringComparison.Ordinal), theirs);
        Assert.Equal(theirs, taken);
    }

    [Fact]
    public async Task What_is_stored_of_a_message_is_redacted_and_of_a_card_nothing_is_kept()
    {
        var shopper = host.AsShopper("a5");
        var conversation = await shopper.BeginAsync();

        var turn = await shopper.SayAsync(conversation, "I am jane@example.com, card 4012 8888 8888 1881, where is order O-50001?");

        Assert.Equal("I am jane@example.com, card [CARD], where is order O-50001?", (string)turn["message"]!);
        var person = PersonId.Of(new CustomerId("a5")).Value;
        foreach (var container in new[] { TurnDocument.Container, ConversationDocument.Container })
        {
            await foreach (var stored in host.Get<IDocumentStore>().QueryAsync<JsonObject>(container, person, DocumentQuery.All, default))
            {
                var json = stored.Value.ToJsonString();
                Assert.DoesNotContain("jane@", json, StringComparison.Ordinal);
                Assert.DoesNotContain("8888", json, StringComparison.Ordinal);
                Assert.DoesNotContain("50001", json, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_turn_leaves_one_audit_entry_and_a_handoff_one_more()
    {
        var shopper = host.AsShopper("a6");
        var conversation = await shopper.BeginAsync();

        await shopper.SayAsync(conversation, "tents", ("Idempotency-Key", "k-1"));
        await shopper.SayAsync(conversation, "tents", ("Idempotency-Key", "k-1"));
        var first = await shopper.SendAsync(HttpMethod.Post, $"api/conversations/{conversation}/handoff", new { reason = "call +1 650 253 0000" });
        var again = await shopper.SendAsync(HttpMethod.Post, $"api/conversations/{conversation}/handoff");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        var leaves = await host.Get<IAuditStore>().ReadPartitionAsync(PersonId.Of(new CustomerId("a6")).Value, -1, 100, default);
        Assert.Equal(["chat.turn", "chat.handoff"], leaves.Select(l => (string)JsonNode.Parse(l.Leaf)!["kind"]!));
    }

    [Fact]
    public async Task Feedback_is_kept_redacted_and_the_last_word_counts()
    {
        var shopper = host.AsShopper("a7");
        var conversation = await shopper.BeginAsync();
        var turn = await shopper.SayAsync(conversation, "tents");
        var url = $"api/conversations/{conversation}/turns/{turn["turnId"]}/feedback";

        await ChatHost.ReadAsync(await shopper.SendAsync(HttpMethod.Post, url, new { helpful = false, comment = "write to me@example.com" }));
        var last = await ChatHost.ReadAsync(await shopper.SendAsync(HttpMethod.Post, url, new { helpful = true, comment = "write to me@example.com" }));

        Assert.True((bool)last["helpful"]!);
        var stored = await host.Get<ConversationStore>().FindTurnAsync(PersonId.Of(new CustomerId("a7")), Guid.Parse(conversation), Guid.Parse((string)turn["turnId"]!), default);
        Assert.Equal("write to [EMAIL_1]", stored!.Value.Feedback!.Comment);
        Assert.Equal(HttpStatusCode.BadRequest, (await shopper.SendAsync(HttpMethod.Post, url, new { comment = "no" })).StatusCode);
    }

    [Fact]
    public async Task A_conversation_is_its_persons_alone()
    {
        var owner = host.AsShopper("a8");
        var conversation = await owner.BeginAsync();
        var turn = await owner.SayAsync(conversation, "tents");
        var stranger = host.AsShopper("a8-stranger");

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.SendAsync(HttpMethod.Get, $"api/conversations/{conversation}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.SendAsync(HttpMethod.Get, $"api/conversations/{conversation}/turns/{turn["turnId"]}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync(conversation, new { message = "hi" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.SendAsync(HttpMethod.Post, $"api/conversations/{conversation}/handoff")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.AsStorefrontFor("a8").SendAsync(HttpMethod.Get, $"api/conversations/{conversation}")).StatusCode);
    }
}
