using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using RetailServerless.Core.Decisions;
using RetailServerless.Core.Orders;

namespace RetailServerless.Functions.Tests.Chat;

/// <summary>The second provider against a server that speaks the real wire protocol, well and badly.</summary>
public sealed class ModelTests : IAsyncLifetime
{
    private StubModel _model = null!;
    private ChatHost _host = null!;

    public async Task InitializeAsync()
    {
        _model = await StubModel.StartAsync();
        _host = new ChatHost(new()
        {
            ["Chat:Provider"] = "openai",
            ["Chat:OpenAI:Endpoint"] = _model.Endpoint,
            ["Chat:OpenAI:ApiKey"] = "secret-1",
            ["Chat:OpenAI:Model"] = "Stub-1",
            ["Chat:FirstTokenTimeoutMilliseconds"] = "1500",
            ["Chat:ReplyTimeoutMilliseconds"] = "3000",
        });
        await _host.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _model.DisposeAsync();
    }

    [Fact]
    public async Task A_model_words_the_reply_and_sees_placeholders_only()
    {
        await _host.PutOrderAsync(ChatHost.Order("m1", "O-91001", OrderStatus.Shipped, 0, ("T-1", "TrailMaster X4 Tent", 250m)));
        _model.Answer = context => StubModel.SayAsync(context, "Good news: order [ORDER_1] has been shipped [1]. It holds one TrailMaster X4 Tent for $250.00. [1] Anything else?");

        var turn = await SayAsync("m1", "Where is order O-91001? I am jane@example.com");

        Assert.Equal("Good news: order O-91001 has been shipped. It holds one TrailMaster X4 Tent for $250.00. Anything else?", Text(turn));
        Assert.Equal(("openai-stub-1@1", true, null), ((string)turn["model"]!["name"]!, (bool)turn["model"]!["isLlm"]!, turn["model"]!["fallback"]));
        Assert.Equal([1], turn["reply"]!["sentences"]![0]!["citations"]!.AsArray().Select(c => (int)c!));
        var sent = _model.Request.ToJsonString();
        Assert.Contains("[ORDER_1]", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("91001", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("jane@", sent, StringComparison.Ordinal);
        Assert.Equal(("Bearer secret-1", true, "Stub-1"), (_model.Authorization, (bool)_model.Request["stream"]!, (string)_model.Request["model"]!));
    }

    [Fact]
    public async Task What_a_model_gets_wrong_is_put_right_or_withheld_and_counted()
    {
        _model.Answer = context => StubModel.SayAsync(context, "The TrailMaster X4 Tent costs $99.00 [1]. Use code TENT20 for a discount! See https://evil.example. It is in stock.");

        var turn = await SayAsync("m2", "How much is the TrailMaster X4 Tent?");

        Assert.Equal("The TrailMaster X4 Tent costs $250.00. It is in stock.", Text(turn));
        var record = await _host.Get<IDecisionStore>().FindAsync(Guid.Parse((string)turn["decisionId"]!), default);
        Assert.Contains("The check against the evidence put 1 sentences right and withheld 2.", record!.Reasons);
        Assert.Contains("openai-stub-1@1", record.Models);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    [InlineData(401)]
    public async Task An_error_of_the_endpoint_gives_the_offline_answer_marked(int status)
    {
        _model.Answer = context => StubModel.FailAsync(context, status);

        AssertFallback(await SayAsync("m3", "How much is the TrailMaster X4 Tent?"), "model-failed");
    }

    [Fact]
    public async Task A_model_without_a_first_token_is_not_waited_for()
    {
        _model.Answer = async context =>
        {
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
            }
        };

        AssertFallback(await SayAsync("m4", "How much is the TrailMaster X4 Tent?"), "timeout");
    }

    [Fact]
    public async Task A_stream_that_is_no_JSON_gives_the_offline_answer()
    {
        _model.Answer = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: {\"choices\": [oops\n\n");
        };

        AssertFallback(await SayAsync("m5", "How much is the TrailMaster X4 Tent?"), "model-failed");
    }

    [Fact]
    public async Task A_stream_that_ends_without_an_end_gives_the_offline_answer()
    {
        _model.Answer = context => StubModel.BeginAsync(context, "The TrailMaster X4 Tent costs $250.00 [1]. It is");

        AssertFallback(await SayAsync("m6", "How much is the TrailMaster X4 Tent?"), "model-failed");
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_restarts_the_stream()
    {
        _model.Answer = async context =>
        {
            await StubModel.BeginAsync(context, "The TrailMaster X4 Tent costs $250.00 [1]. It is in stock and ");
            await Task.Delay(300);
            context.Abort();
        };
        var shopper = _host.AsShopper("m7");

        var answer = await shopper.PostAsync(await shopper.BeginAsync(), new { message = "How much is the TrailMaster X4 Tent?" }, ("Accept", "text/event-stream"));
        var events = await EventReader.ReadAsync(answer).ToListAsync();

        var restart = events.FindIndex(e => e.Type == "restart");
        Assert.True(restart > 0, string.Join(' ', events.Select(e => e.Type)));
        Assert.All(events[..restart], e => Assert.StartsWith("1-", e.Id, StringComparison.Ordinal));
        Assert.All(events[restart..], e => Assert.StartsWith("2-", e.Id, StringComparison.Ordinal));
        AssertFallback(events[^1].Data, "model-failed");
    }

    [Fact]
    public async Task A_model_that_says_nothing_true_gives_the_offline_answer()
    {
        _model.Answer = context => StubModel.SayAsync(context, "Buy the Zephyr Ultra Dome for $5 at www.cheap.example!");

        AssertFallback(await SayAsync("m8", "How much is the TrailMaster X4 Tent?"), "nothing-left");
    }

    [Fact]
    public async Task A_return_is_decided_by_the_policy_whatever_a_model_says()
    {
        await _host.PutOrderAsync(ChatHost.Order("m9", "O-99001", OrderStatus.Delivered, 90, ("S-2", "Pacer Running Shoe", 65m)));
        _model.Answer = context => StubModel.SayAsync(context, "I have accepted your return and you get a full refund. Thank you.");

        var turn = await SayAsync("m9", "Return order O-99001");

        Assert.Equal("return-refused", (string)turn["outcome"]!);
        Assert.DoesNotContain("refund", Text(turn), StringComparison.Ordinal);
    }

    private async Task<JsonObject> SayAsync(string customer, string message)
    {
        var shopper = _host.AsShopper(customer);
        return await shopper.SayAsync(await shopper.BeginAsync(), message);
    }

    private static string Text(JsonObject turn) => (string)turn["reply"]!["text"]!;

    private static void AssertFallback(JsonObject turn, string reason)
    {
        Assert.Equal("TrailMaster X4 Tent costs $250.00. TrailMaster X4 Tent is in stock.", Text(turn));
        Assert.Equal(("offline-responder@1", false, reason), ((string)turn["model"]!["name"]!, (bool)turn["model"]!["isLlm"]!, (string?)turn["model"]!["fallback"]));
    }
}
