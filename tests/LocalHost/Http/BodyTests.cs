using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using FromBody = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace RetailServerless.LocalHost.Tests.Http;

public sealed class BodyTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(b => b.Configuration["LocalHost:MaxRequestBodyBytes"] = "2000", typeof(Bodies));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_body_becomes_an_object_and_an_object_becomes_a_body()
    {
        var answer = await _host.Client.PostAsync("echo", Json("""{ "name": "Ann", "size": 3, "mood": "veryGood" }"""));

        Assert.Equal("""{"name":"Ann","size":3,"mood":"veryGood"}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("{ \"name\": \"Ann\",\n \"size\": 3,, }", "line 2, position 12")]
    [InlineData("{ \"name\": \"Ann\", \"size\": \"three\", \"mood\": \"good\" }", "$.size")]
    [InlineData("{ \"name\": \"Ann\", \"size\": 3, \"mood\": 1 }", "$.mood")]
    [InlineData("{ \"name\": \"Ann\" }", "lacks required properties: 'size', 'mood'")]
    [InlineData("null", "A JSON body is required")]
    [InlineData("", "A JSON body is required")]
    public async Task A_malformed_body_is_400_and_says_where(string body, string expected)
    {
        var answer = await _host.Client.PostAsync("echo", Json(body));

        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith("/invalid-json", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Contains(expected, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_is_415()
    {
        var answer = await _host.Client.PostAsync("echo", new StringContent("name=Ann", Encoding.UTF8, "application/x-www-form-urlencoded"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_limit_is_413(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "echo") { Content = Json("{ \"name\": \"" + new string('a', 5000) + "\" }") };
        request.Headers.TransferEncodingChunked = chunked;

        var answer = await _host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_body_over_the_limit_that_the_function_reads_itself_is_413()
    {
        var answer = await _host.Client.PostAsync("raw", Json(new string('a', 5000)));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_that_may_be_absent_is_null_without_one()
    {
        var answer = await _host.Client.PostAsync("maybe", null);

        Assert.Equal("nothing", await answer.Content.ReadAsStringAsync());
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public enum Mood
    {
        Good,
        VeryGood,
    }

    public sealed record Person(string Name)
    {
        public required int Size { get; init; }

        public required Mood Mood { get; init; }
    }

    public static class Bodies
    {
        [Function(nameof(Echo))]
        public static Person Echo([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "echo")] HttpRequest request, [FromBody] Person person) => person;

        [Function(nameof(Maybe))]
        public static string Maybe([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "maybe")] HttpRequest request, [FromBody] Person? person) => person?.Name ?? "nothing";

        [Function(nameof(Raw))]
        public static async Task<string> Raw([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "raw")] HttpRequest request)
        {
            using var reader = new StreamReader(request.Body);
            return await reader.ReadToEndAsync();
        }
    }
}
