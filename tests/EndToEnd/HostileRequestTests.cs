using System.Net;
using System.Text;
using System.Text.Json;
using RetailServerless.EndToEnd.Running;

namespace RetailServerless.EndToEnd;

/// <summary>One platform for the tests of this class.</summary>
public sealed class RunningShop : IAsyncLifetime
{
    public Platform Platform { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Platform = await Platform.StartAsync();
        await Shop.ImportAsync(Platform);
    }

    public async Task DisposeAsync() => await Platform.DisposeAsync();
}

/// <summary>What a storefront can do wrong, and what people do at once.</summary>
public sealed class HostileRequestTests(RunningShop shop) : IClassFixture<RunningShop>
{
    private readonly Platform _platform = shop.Platform;

    [Fact]
    public async Task Malformed_JSON_is_answered_with_where_it_is_malformed()
    {
        var request = _platform.Turn(await _platform.BeginAsync(), "");
        request.Content = new StringContent("{\"message\": \"hello\",,}", Encoding.UTF8, "application/json");

        var (status, problem) = await SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.EndsWith("/invalid-json", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Contains("line 1", problem.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_message_of_10_MiB_is_refused_as_too_large()
    {
        var request = _platform.Turn(await _platform.BeginAsync(), new string('a', 10 << 20));

        var (status, problem) = await SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Equal("application/problem+json", problem.GetProperty("mediaType").GetString());
    }

    [Fact]
    public async Task An_unknown_conversation_and_another_persons_are_the_same_404()
    {
        var others = await _platform.BeginAsync("C2");

        var (unknown, _) = await SendAsync(_platform.Turn(Guid.CreateVersion7().ToString(), "hello"));
        var (foreign, _) = await SendAsync(_platform.Turn(others, "hello"));

        Assert.Equal(HttpStatusCode.NotFound, unknown);
        Assert.Equal(HttpStatusCode.NotFound, foreign);
    }

    [Fact]
    public async Task Somebody_elses_order_is_answered_like_one_that_does_not_exist()
    {
        var conversation = await _platform.BeginAsync();

        var foreign = await _platform.SayAsync(conversation, "Where is my order O-2001?");
        var unknown = await _platform.SayAsync(conversation, "Where is my order O-9999?");
        var own = await _platform.SayAsync(conversation, "Where is my order O-1001?");

        Assert.Equal(unknown.Text().Replace("O-9999", "O-2001", StringComparison.Ordinal), foreign.Text());
        Assert.Contains("delivered", own.Text(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("delivered", foreign.Text(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_wrong_key_and_a_missing_key_get_401_that_says_what_to_send()
    {
        using var missing = new HttpRequestMessage(HttpMethod.Get, new Uri(_platform.Address, "/api/products/search?q=tent"));
        using var wrong = new HttpRequestMessage(HttpMethod.Get, new Uri(_platform.Address, "/api/products/search?q=tent"));
        wrong.Headers.Add("x-storefront-key", _platform.Key[..^4] + "AAAA");

        var (withoutKey, problem) = await SendAsync(missing);
        var (withWrongKey, _) = await SendAsync(wrong);

        Assert.Equal(HttpStatusCode.Unauthorized, withoutKey);
        Assert.Equal(HttpStatusCode.Unauthorized, withWrongKey);
        Assert.Contains("x-storefront-key", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_turns_at_once_are_all_answered_and_numbered_without_a_gap()
    {
        var conversations = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _platform.BeginAsync()));

        var turns = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => _platform.JsonAsync(_platform.Turn(conversations[i % 100], "running shoes under $100"))));

        Assert.All(turns, t => Assert.Contains("Stridelane Swift Running Shoes", EndedText(t), StringComparison.Ordinal));
        Assert.All(turns.GroupBy(t => t.GetProperty("conversationId").GetString()), c => Assert.Equal(Enumerable.Range(1, 10), c.Select(t => t.GetProperty("number").GetInt32()).Order()));
    }

    [Fact]
    public async Task A_client_that_hangs_up_in_the_middle_of_the_stream_finds_the_whole_turn_later()
    {
        var conversation = await _platform.BeginAsync();
        var request = _platform.Turn(conversation, "running shoes under $100");
        request.Headers.Add("Accept", "text/event-stream");

        using (var answer = await _platform.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            var stream = await answer.Content.ReadAsStreamAsync();
            Assert.True(await stream.ReadAsync(new byte[16]) > 0);
        }

        var turns = await _platform.JsonAsync(_platform.Request(HttpMethod.Get, $"/api/conversations/{conversation}", "C1"));
        var turn = await _platform.EndAsync(turns.GetProperty("turns")[0].GetProperty("links").GetProperty("self").GetString()!);
        Assert.Contains("Stridelane Swift Running Shoes", turn.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_of_a_turn_is_explained_to_its_shopper_and_to_nobody_else()
    {
        var turn = await _platform.SayAsync(await _platform.BeginAsync(), "running shoes under $100");
        var url = turn.GetProperty("links").GetProperty("explanation").GetString()!;

        var explanation = await _platform.JsonAsync(_platform.Request(HttpMethod.Get, url, "C1"));
        var (foreign, _) = await SendAsync(_platform.Request(HttpMethod.Get, url, "C2"));

        Assert.Contains("Stridelane", explanation.ToString() + turn.Text(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, foreign);
    }

    private static string EndedText(JsonElement turn) => turn.GetProperty("status").GetString() == "completed" ? turn.Text() : turn.ToString();

    private async Task<(HttpStatusCode Status, JsonElement Problem)> SendAsync(HttpRequestMessage request)
    {
        using var answer = await _platform.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        using var document = JsonDocument.Parse(text);
        var problem = System.Text.Json.Nodes.JsonNode.Parse(text)!.AsObject();
        problem["mediaType"] = answer.Content.Headers.ContentType?.MediaType;
        return (answer.StatusCode, JsonSerializer.SerializeToElement(problem));
    }
}
