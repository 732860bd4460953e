using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Tests.Api;

public sealed class ProblemsTests
{
    [Fact]
    public async Task A_failure_is_written_as_problem_details()
    {
        var failure = new Failure(FailureKind.TooMany, "too-many-requests", "Wait a little.")
        {
            RetryAfter = TimeSpan.FromMilliseconds(1200),
            Errors = new Dictionary<string, string[]> { ["$.name"] = ["is too long"] },
        };

        var (context, json) = await ExecuteAsync(c => failure.ToActionResult(c));

        Assert.Equal(429, context.Response.StatusCode);
        Assert.Equal("application/problem+json", context.Response.ContentType);
        Assert.Equal("2", context.Response.Headers.RetryAfter);
        Assert.Equal("https://retail-serverless.dev/problems/too-many-requests", json.GetProperty("type").GetString());
        Assert.Equal("Wait a little.", json.GetProperty("detail").GetString());
        Assert.Equal("is too long", json.GetProperty("errors").GetProperty("$.name")[0].GetString());
    }

    [Fact]
    public void Every_kind_of_failure_has_a_status_of_its_own() =>
        Assert.Equal(Enum.GetValues<FailureKind>().Length, Enum.GetValues<FailureKind>().Select(Problems.StatusOf).Distinct().Count());

    [Fact]
    public async Task A_created_resource_says_where_it_is_and_which_version()
    {
        var (context, json) = await ExecuteAsync(_ => Answers.Created("/api/things/1", new { Id = 1 }, "v1"));

        Assert.Equal(201, context.Response.StatusCode);
        Assert.Equal("/api/things/1", context.Response.Headers.Location);
        Assert.Equal("\"v1\"", context.Response.Headers.ETag);
        Assert.Equal(1, json.GetProperty("id").GetInt32());
    }

    private static async Task<(HttpContext Context, JsonElement Json)> ExecuteAsync(Func<HttpContext, IActionResult> action)
    {
        var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };

        await action(context).ExecuteResultAsync(new ActionContext { HttpContext = context });

        return (context, JsonDocument.Parse(body.ToArray()).RootElement);
    }
}
