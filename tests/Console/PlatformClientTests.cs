using System.Net;
using RetailServerless.Console.Platform;

namespace RetailServerless.Console.Tests;

public sealed class PlatformClientTests
{
    private readonly FakePlatform _platform = new();
    private readonly FakeToken _token = new();
    private readonly PlatformClient _client;

    public PlatformClientTests() => _client = new PlatformClient(new HttpClient(_platform) { BaseAddress = new Uri("http://platform.test/") }, _token);

    [Fact]
    public async Task A_question_carries_the_token_of_who_looks()
    {
        _platform.OnGet("/api/things/1", """{"name":"a"}""");

        var result = await _client.GetAsync<Thing>("api/things/1", default);

        Assert.Equal(new Thing("a"), result.Value);
        Assert.Equal("Bearer token-of-the-test", Assert.Single(_platform.Sent).Headers["Authorization"]);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_asked()
    {
        _token.Value = null;

        var result = await _client.GetAsync<Thing>("api/things/1", default);

        Assert.Equal(ProblemKind.SignedOut, result.Problem?.Kind);
        Assert.Empty(_platform.Sent);
    }

    [Fact]
    public async Task A_list_goes_on_where_the_page_before_ended()
    {
        _platform.OnGet("/api/things", """{"items":[{"name":"b"}]}""");

        var result = await _client.ListAsync<Thing>("api/things?kind=x", "a+b/c=", default);

        Assert.Equal([new Thing("b")], result.Value!.Items);
        Assert.Null(result.Value.ContinuationToken);
        Assert.Equal("?kind=x&continuationToken=a%2Bb%2Fc%3D", _platform.Sent[0].Query);
    }

    [Fact]
    public async Task A_change_carries_the_version_it_is_about_and_its_key()
    {
        _platform.On(HttpMethod.Post, "/api/things/1/approval", _ =>
        {
            var answer = FakePlatform.Json(HttpStatusCode.OK, """{"name":"a"}""");
            answer.Headers.ETag = new("\"2\"");
            return answer;
        });

        var result = await _client.PostAsync<Thing>("api/things/1/approval", new { reason = "good" }, new SendOptions { IfMatch = "\"1\"", IdempotencyKey = "k" }, default);

        Assert.Equal("\"2\"", result.ETag);
        var sent = Assert.Single(_platform.Sent);
        Assert.Equal(("\"1\"", "k", """{"reason":"good"}"""), (sent.Headers["If-Match"], sent.Headers["Idempotency-Key"], sent.Body));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, nameof(ProblemKind.NoPermission))]
    [InlineData(HttpStatusCode.Unauthorized, nameof(ProblemKind.SignedOut))]
    [InlineData(HttpStatusCode.NotFound, nameof(ProblemKind.NotFound))]
    [InlineData(HttpStatusCode.PreconditionFailed, nameof(ProblemKind.Stale))]
    [InlineData(HttpStatusCode.Conflict, nameof(ProblemKind.Other))]
    [InlineData(HttpStatusCode.ServiceUnavailable, nameof(ProblemKind.Unreachable))]
    public async Task A_problem_keeps_the_words_of_the_platform(HttpStatusCode status, string kind)
    {
        _platform.On(HttpMethod.Get, "/api/things/1", _ => FakePlatform.Problem(status, "some-code", "What to do.", """{"$.a":["must be b"]}"""));

        var problem = (await _client.GetAsync<Thing>("api/things/1", default)).Problem!;

        Assert.Equal((kind, "some-code", "Some code", "What to do.", (int)status), (problem.Kind.ToString(), problem.Code, problem.Title, problem.Detail, problem.Status));
        Assert.Equal(["must be b"], problem.Errors["$.a"]);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "<html>")]
    [InlineData(HttpStatusCode.OK, "null")]
    [InlineData(HttpStatusCode.InternalServerError, "<html>")]
    [InlineData(HttpStatusCode.BadGateway, "")]
    public async Task An_answer_of_something_else_is_a_problem_too(HttpStatusCode status, string body)
    {
        _platform.On(HttpMethod.Get, "/api/things/1", _ => FakePlatform.Json(status, body));

        Assert.NotNull((await _client.GetAsync<Thing>("api/things/1", default)).Problem);
    }

    [Fact]
    public async Task A_platform_that_does_not_answer_is_a_problem_with_what_to_do()
    {
        _platform.On(HttpMethod.Get, "/api/things/1", HttpResponseMessage (_) => throw new HttpRequestException("refused"));

        var problem = (await _client.GetAsync<Thing>("api/things/1", default)).Problem!;

        Assert.Equal(ProblemKind.Unreachable, problem.Kind);
        Assert.Contains("Try again", problem.Detail);
    }

    private sealed record Thing(string Name);
}
