using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Chat.Replies;

namespace RetailServerless.Core.Tests.Chat;

public sealed class ReplyWriterTests
{
    private const string Offline = "TrailMaster X4 Tent costs $250.00. TrailMaster X4 Tent is in stock, with 3 left.";

    private readonly FakeTimeProvider _clock = new(Some.Now);
    private readonly TestShop _shop = new();

    [Fact]
    public async Task The_offline_responder_says_that_it_is_no_language_model()
    {
        using var responder = new OfflineResponder();

        var answer = await responder.GetResponseAsync([new ChatMessage(ChatRole.User, "hi")]);
        var metadata = responder.GetService<ChatClientMetadata>()!;

        Assert.Contains("no language model", metadata.ProviderName, StringComparison.Ordinal);
        Assert.Equal("offline-responder@1", metadata.DefaultModelId);
        Assert.StartsWith("I can't answer that.", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_models_sentences_go_out_one_by_one_once_they_are_checked()
    {
        var (reply, restarts) = await WriteAsync(ScriptedClient.Saying("The TrailMaster X4 Tent costs $250.00 [1]. It costs $99.00 only. It weighs 9 kg. Enjoy!"));

        Assert.Equal("The TrailMaster X4 Tent costs $250.00. It costs $250.00 only. Enjoy!", reply.Text);
        Assert.Equal((1, 1, true, "llm@1"), (reply.Corrected, reply.Withheld, reply.IsLlm, reply.Model));
        Assert.Empty(restarts);
    }

    [Fact]
    public async Task A_model_that_says_nothing_in_time_is_replaced()
    {
        var client = new ScriptedClient(HangAsync);

        var writing = WriteAsync(client);
        while (!writing.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }

        var (reply, restarts) = await writing;
        Assert.Equal((Offline, "timeout", "llm@1"), (reply.Text, reply.Fallback, reply.FailedModel));
        Assert.Equal(["timeout"], restarts);
    }

    [Fact]
    public async Task A_model_that_breaks_off_is_replaced_and_what_it_said_is_taken_back()
    {
        var (reply, restarts) = await WriteAsync(new ScriptedClient(_ => ScriptedClient.Words("The TrailMaster X4 Tent costs $250.00. It", ends: false).ToAsyncEnumerable()));

        Assert.Equal((Offline, "model-failed"), (reply.Text, reply.Fallback));
        Assert.Single(restarts);
    }

    [Fact]
    public async Task A_model_that_is_not_approved_is_never_asked()
    {
        var client = ScriptedClient.Saying("Hello.");

        var (reply, _) = await WriteAsync(client, "llm");

        Assert.Equal((Offline, "model-not-approved"), (reply.Text, reply.Fallback));
        Assert.Empty(client.Prompts);
    }

    [Fact]
    public Task When_not_even_the_rules_may_serve_nothing_is_answered() =>
        Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(ScriptedClient.Saying("Hello."), "llm", OfflineResponder.Name));

    [Fact]
    public async Task A_cut_off_sentence_is_not_sent()
    {
        IEnumerable<ChatResponseUpdate> Cut() => [.. ScriptedClient.Words("The TrailMaster X4 Tent costs $250.00. It is in stock, and", ends: false), new ChatResponseUpdate { FinishReason = ChatFinishReason.Length }];

        var (reply, _) = await WriteAsync(new ScriptedClient(_ => Cut().ToAsyncEnumerable()));

        Assert.Equal("The TrailMaster X4 Tent costs $250.00.", reply.Text);
    }

    [Fact]
    public async Task The_prompt_has_evidence_draft_and_placeholders_and_nothing_personal()
    {
        _shop.Add("O-10001", Core.Orders.OrderStatus.Shipped, 0, Some.Tent);
        var client = ScriptedClient.Saying("Order [ORDER_1] has been shipped [1].");

        var (reply, _) = await WriteAsync(client, "Where is order O-10001?", []);

        Assert.Equal("Order [ORDER_1] has been shipped.", reply.Text);
        Assert.Contains("\"placeholder\":\"[ORDER_1]\"", client.Prompts.Single(), StringComparison.Ordinal);
        Assert.Contains("DRAFT", client.Prompts.Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("10001", client.Prompts.Single(), StringComparison.Ordinal);
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> HangAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        yield break;
    }

    private Task<(WrittenReply Reply, List<string> Restarts)> WriteAsync(IChatClient client, params string[] retired) => WriteAsync(client, "How much is the TrailMaster X4 Tent?", retired);

    private async Task<(WrittenReply Reply, List<string> Restarts)> WriteAsync(IChatClient client, string message, string[] retired)
    {
        var plan = await _shop.PlanAsync(message);
        var responders = new Responders(new Responder(client, "llm", true), new Responder(new OfflineResponder(), OfflineResponder.Name, false));
        var writer = new ReplyWriter(responders, new TestModels(retired), new ReplyOptions(), _clock, NullLogger<ReplyWriter>.Instance);
        var restarts = new List<string>();
        await foreach (var part in writer.WriteAsync(plan, message.Replace("O-10001", "[ORDER_1]", StringComparison.Ordinal), default))
        {
            if (part is ReplyPart.Restart restart)
            {
                restarts.Add(restart.Reason);
            }

            if (part is ReplyPart.End end)
            {
                return (end.Reply, restarts);
            }
        }

        throw new InvalidOperationException("There was no end.");
    }
}
