using System.Text;
using Microsoft.AspNetCore.Http;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Tests.Api;

public sealed class RequestJsonTests
{
    [Fact]
    public async Task A_JSON_body_is_read()
    {
        var result = await Request("""{"name":"shoe","count":2}""").ReadJsonAsync<Thing>();

        Assert.Equal(new Thing("shoe", 2), result.Value);
    }

    [Theory]
    [InlineData("{\"name\":\"a\",\n\"count\":\"secret\"}", "$.count", 2)]
    [InlineData("{\"name\":\"a\",\"count\":2", "$.count", 1)]
    [InlineData("{'name':1}", "$", 1)]
    [InlineData("null", "$", 1)]
    [InlineData("", "$", 1)]
    [InlineData("[[[[[[", "$", 1)]
    public async Task Malformed_JSON_is_refused_with_path_and_line(string body, string path, int line)
    {
        var result = await Request(body).ReadJsonAsync<Thing>();

        Assert.Equal(FailureKind.Invalid, result.Failure!.Kind);
        Assert.Equal(path, Assert.Single(result.Failure.Errors).Key);
        Assert.Contains($"line {line}", result.Failure.Detail);
        Assert.DoesNotContain("secret", result.Failure.Detail);
    }

    [Fact]
    public async Task Missing_members_are_named()
    {
        var result = await Request("""{"name":"a"}""").ReadJsonAsync<Needy>();

        Assert.Contains("'count'", result.Failure!.Detail);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_refused_whether_it_says_its_length_or_not(bool saysLength)
    {
        var request = Request($$"""{"name":"{{new string('x', 200)}}","count":2}""");
        request.ContentLength = saysLength ? 225 : null;

        var result = await request.ReadJsonAsync<Thing>(maxBytes: 100);

        Assert.Equal(FailureKind.TooLarge, result.Failure!.Kind);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Another_media_type_is_refused(string? contentType)
    {
        var result = await Request("{}", contentType).ReadJsonAsync<Thing>();

        Assert.Equal(FailureKind.UnsupportedMediaType, result.Failure!.Kind);
    }

    private static HttpRequest Request(string body, string? contentType = "application/json")
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = contentType;
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return request;
    }

    private sealed record Thing(string Name, int Count);

    private sealed record Needy
    {
        public required string Name { get; init; }

        public required int Count { get; init; }
    }
}
