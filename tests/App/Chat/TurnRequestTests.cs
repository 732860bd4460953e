using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Chat;
using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.Chat.Returns;
using RetailServerless.Core.Orders;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Chat;

namespace RetailServerless.Functions.Tests.Chat;

[Collection(ChatGroup.Name)]
public sealed class TurnRequestTests(ChatHost host)
{
    [Theory]
    [InlineData("""{"message": "hi" """, HttpStatusCode.BadRequest, "invalid-json")]
    [InlineData("""{"message": 5}""", HttpStatusCode.BadRequest, "invalid-json")]
    [InlineData("""null""", HttpStatusCode.BadRequest, "invalid-json")]
    [InlineData("""{}""", HttpStatusCode.BadRequest, "message-empty")]
    [InlineData("""{"message": "   "}""", HttpStatusCode.BadRequest, "message-empty")]
    public async Task A_body_that_is_no_message_is_refused_with_what_is_wrong(string body, HttpStatusCode status, string code)
    {
        var shopper = host.AsShopper("r1");

        var problem = await ChatHost.ReadAsync(await shopper.PostAsync(await shopper.BeginAsync(), body), status);

        Assert.EndsWith("/problems/" + code, (string)problem["type"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_message_is_413_and_a_10_MiB_one_too()
    {
        var shopper = host.AsShopper("r2");
        var conversation = await shopper.BeginAsync();

        var longOne = await shopper.PostAsync(conversation, new { message = new string('a', 4001) });
        var huge = await shopper.PostAsync(conversation, new { message = new string('a', 10 * 1024 * 1024) });
        var chunked = await shopper.PostAsync(conversation, new ChunkedContent(new byte[10 * 1024 * 1024]));

        Assert.EndsWith("message-too-long", (string)(await ChatHost.ReadAsync(longOne, HttpStatusCode.RequestEntityTooLarge))["type"]!, StringComparison.Ordinal);
        Assert.EndsWith("body-too-large", (string)(await ChatHost.ReadAsync(huge, HttpStatusCode.RequestEntityTooLarge))["type"]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, chunked.StatusCode);
        Assert.Equal("completed", (string)(await shopper.SayAsync(conversation, new string('a', 4000)))["status"]!);
    }

    [Fact]
    public async Task An_unknown_conversation_a_wrong_and_a_missing_key_have_each_their_answer()
    {
        var body = new { message = "hi" };
        var unknown = await host.AsShopper("r3").PostAsync(Guid.CreateVersion7().ToString(), body);
        var noId = await host.AsShopper("r3").PostAsync("nonsense", body);
        var wrong = await host.SendAsync(HttpMethod.Post, "api/conversations", null, ("x-storefront-key", "sfk_test_wrong"), ("x-shopper-id", "r3"));
        var missing = await host.SendAsync(HttpMethod.Post, "api/conversations", null);

        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized),
            (unknown.StatusCode, noId.StatusCode, wrong.StatusCode, missing.StatusCode));
    }

    [Fact]
    public async Task The_same_key_gives_the_same_answer_and_starts_no_second_return()
    {
        await host.PutOrderAsync(ChatHost.Order("r4", "O-84001", OrderStatus.Delivered, 2, ("S-2", "Pacer Running Shoe", 65m)));
        var shopper = host.AsShopper("r4");
        var conversation = await shopper.BeginAsync();
        var key = ("Idempotency-Key", "return-1");

        var first = await shopper.SayAsync(conversation, "Return order O-84001", key);
        var again = await shopper.SayAsync(conversation, "Return order O-84001", key);
        var other = await shopper.PostAsync(conversation, new { message = "Return order O-84002" }, key);
        var later = await shopper.SayAsync(conversation, "Return order O-84001");

        Assert.Equal("return-accepted", (string)first["outcome"]!);
        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal("return-refused", (string)later["outcome"]!);
        Assert.Contains("already open", (string)later["reply"]!["text"]!, StringComparison.Ordinal);
        Assert.Single(await ReturnsOfAsync("r4"));
    }

    [Fact]
    public async Task The_history_of_a_turn_is_forgotten_and_its_answer_is_not()
    {
        var shopper = host.AsShopper("r8");
        var conversation = await shopper.BeginAsync();
        var first = await shopper.SayAsync(conversation, "tents", ("Idempotency-Key", "k"));
        var client = host.Get<IDurableTaskClientProvider>().GetClient();
        var instance = Guid.Parse((string)first["turnId"]!).ToString("N");
        await client.WaitForInstanceCompletionAsync(instance, default);
        var later = new FakeTimeProvider(DateTimeOffset.UtcNow.AddHours(2));

        await new TurnHousekeeping(host.Get<IReplyStream>(), later).ForgetFinishedTurns(new TimerInfo(), client, default);

        Assert.Null(await client.GetInstanceAsync(instance, default));
        Assert.Equal(first.ToJsonString(), (await shopper.SayAsync(conversation, "tents", ("Idempotency-Key", "k"))).ToJsonString());
    }

    [Fact]
    public async Task Two_requests_with_one_key_at_once_are_one_turn()
    {
        var shopper = host.AsShopper("r5");
        var conversation = await shopper.BeginAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shopper.SayAsync(conversation, "tents", ("Idempotency-Key", "k"))));

        Assert.Single(answers.Select(a => (string)a["turnId"]!).Distinct());
        Assert.Single((await shopper.GetAsync($"api/conversations/{conversation}"))["turns"]!.AsArray());
    }

    [Fact]
    public async Task Turns_of_one_conversation_are_answered_one_after_the_other_and_too_many_wait()
    {
        var shopper = host.AsShopper("r6");
        var conversation = await shopper.BeginAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => shopper.PostAsync(conversation, new { message = $"tents {i}" })));

        var done = answers.Where(a => a.StatusCode == HttpStatusCode.OK).ToList();
        Assert.All(answers.Except(done), a => Assert.Equal((HttpStatusCode.TooManyRequests, true), (a.StatusCode, a.Headers.RetryAfter is not null)));
        Assert.InRange(done.Count, TurnTaking.MostPending, 60);
        var person = PersonId.Of(new CustomerId("r6"));
        var turns = await host.Get<ConversationStore>().ListTurnsAsync(person, Guid.Parse(conversation), default);
        Assert.Equal(Enumerable.Range(1, done.Count), turns.Select(t => t.Taken.Number));
        Assert.True(turns.Zip(turns.Skip(1)).All(p => p.First.CompletedAt <= p.Second.CompletedAt), "A turn was done before the one before it.");
    }

    [Fact]
    public async Task A_thousand_parallel_turns_are_all_answered_once()
    {
        var conversations = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i => (Shopper: host.AsStorefrontFor($"r7-{i}"), Id: await host.AsStorefrontFor($"r7-{i}").BeginAsync())));

        var answers = await Task.WhenAll(conversations.SelectMany(c => Enumerable.Range(0, 10).Select(async i =>
        {
            var answer = await c.Shopper.PostAsync(c.Id, new { message = $"running shoes {i}" }, ("Prefer", "respond-async"));
            return answer.StatusCode;
        })));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Accepted, a));
        foreach (var (shopper, id) in conversations)
        {
            await WaitForAllAsync(shopper, id, 10);
        }
    }

    private static async Task WaitForAllAsync(Shopper shopper, string conversation, int count)
    {
        for (var tries = 0; ; tries++)
        {
            var turns = (await shopper.GetAsync($"api/conversations/{conversation}?size=100"))["turns"]!.AsArray();
            if (turns.Count == count && turns.All(t => (string)t!["status"]! == "completed"))
            {
                Assert.Equal(Enumerable.Range(1, count), turns.Select(t => (int)t!["number"]!));
                return;
            }

            Assert.True(tries < 1200, "The turns did not come to an end.");
            await Task.Delay(50);
        }
    }

    private async Task<List<ReturnDocument>> ReturnsOfAsync(string customer) =>
        await host.Get<IDocumentStore>().QueryAsync<ReturnDocument>(ReturnStore.Container, PersonId.Of(new CustomerId(customer)).Value, DocumentQuery.All, default).Select(d => d.Value).ToListAsync();

    private sealed class ChunkedContent : HttpContent
    {
        private readonly byte[] _bytes;

        public ChunkedContent(byte[] bytes)
        {
            _bytes = bytes;
            Headers.ContentType = new("application/json");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(_bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
