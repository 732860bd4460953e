using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.Orders;
using RetailServerless.Core.People;

namespace RetailServerless.Functions.Tests.Chat;

[Collection(ChatGroup.Name)]
public sealed class EventStreamTests(ChatHost host)
{
    private static readonly (string, string) Events = ("Accept", "text/event-stream");

    [Fact]
    public async Task Events_come_in_order_each_with_an_id()
    {
        var shopper = host.AsShopper("e1");

        var answer = await shopper.PostAsync(await shopper.BeginAsync(), new { message = "running shoes" }, Events);
        var events = await EventReader.ReadAsync(answer).ToListAsync();

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("products", events[0].Type);
        Assert.Equal("done", events[^1].Type);
        Assert.All(events[1..^1], e => Assert.Contains(e.Type, new[] { "token", "citation" }));
        Assert.Equal(Enumerable.Range(1, events.Count).Select(i => $"1-{i}"), events.Select(e => e.Id));
        Assert.Equal((string)events[^1].Data["reply"]!["text"]!, string.Join(' ', events.Where(e => e.Type == "token").Select(e => (string)e.Data["text"]!)));
    }

    [Fact]
    public async Task Last_Event_ID_resumes_after_that_event()
    {
        var shopper = host.AsShopper("e2");
        var conversation = await shopper.BeginAsync();
        var answer = await shopper.PostAsync(conversation, new { message = "running shoes" }, Events);
        var turn = answer.Content.Headers.GetValues("Content-Location").Single().TrimStart('/');
        var all = await EventReader.ReadAsync(answer).ToListAsync();

        var rest = await EventReader.ReadAsync(await shopper.SendAsync(HttpMethod.Get, turn, null, Events, ("Last-Event-ID", all[2].Id))).ToListAsync();
        var repeated = await EventReader.ReadAsync(await shopper.SendAsync(HttpMethod.Get, turn, null, Events)).ToListAsync();

        Assert.Equal(all.Skip(3).Select(e => (e.Id, e.Type, e.Data.ToJsonString())), rest.Select(e => (e.Id, e.Type, e.Data.ToJsonString())));
        Assert.Equal(all.Select(e => (e.Id, e.Type, e.Data.ToJsonString())), repeated.Select(e => (e.Id, e.Type, e.Data.ToJsonString())));
    }

    [Fact]
    public async Task The_shopper_sees_their_own_order_number_and_the_stream_never_does()
    {
        await host.PutOrderAsync(ChatHost.Order("e3", "O-71001", OrderStatus.Shipped, 0, ("T-1", "TrailMaster X4 Tent", 250m)));
        var shopper = host.AsShopper("e3");

        var events = await EventReader.ReadAsync(await shopper.PostAsync(await shopper.BeginAsync(), new { message = "Where is my order?" }, Events)).ToListAsync();

        Assert.Contains(events, e => e.Type == "token" && ((string)e.Data["text"]!).Contains("O-71001", StringComparison.Ordinal));
        var turn = Guid.Parse((string)events[^1].Data["turnId"]!);
        await foreach (var entry in host.Get<Core.Chat.IReplyStream>().ReadAsync(turn, Core.Chat.ReplyPosition.Start, default))
        {
            Assert.DoesNotContain("71001", entry.Event.Data.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_client_that_hangs_up_ends_only_its_reading()
    {
        var shopper = host.AsShopper("e4");
        var conversation = await shopper.BeginAsync();
        using (var hangUp = new CancellationTokenSource())
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"api/conversations/{conversation}/turns")
            {
                Content = new StringContent("""{"message":"tents"}""", System.Text.Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("Accept", "text/event-stream");
            request.Headers.Add("Authorization", "Bearer " + host.Issuer.Shopper("e4"));
            using var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, hangUp.Token);
            await hangUp.CancelAsync();
        }

        var turns = await WaitForTurnAsync(shopper, conversation);

        Assert.Equal(("completed", "tents"), ((string)turns["status"]!, (string)turns["message"]!));
        Assert.Empty((await host.Get<ConversationStore>().FindAsync(PersonId.Of(new CustomerId("e4")), Guid.Parse(conversation), default))!.Value.Pending);
    }

    [Fact]
    public async Task Later_is_202_with_the_url_of_the_turn()
    {
        var shopper = host.AsShopper("e5");
        var conversation = await shopper.BeginAsync();

        var answer = await shopper.PostAsync(conversation, new { message = "tents" }, ("Prefer", "respond-async"));

        var pending = await ChatHost.ReadAsync(answer, HttpStatusCode.Accepted);
        Assert.Equal($"/api/conversations/{conversation}/turns/{pending["turnId"]}", answer.Headers.Location!.ToString());
        Assert.Equal("completed", (string)(await WaitForTurnAsync(shopper, conversation))["status"]!);
    }

    private static async Task<System.Text.Json.Nodes.JsonObject> WaitForTurnAsync(Shopper shopper, string conversation)
    {
        for (var tries = 0; ; tries++)
        {
            var turns = (await shopper.GetAsync($"api/conversations/{conversation}"))["turns"]!.AsArray();
            if (turns.Count == 1 && (string)turns[0]!["status"]! != "pending")
            {
                return turns[0]!.AsObject();
            }

            Assert.True(tries < 200, "The turn did not come to an end.");
            await Task.Delay(50);
        }
    }
}
