using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace RetailServerless.LocalHost.Tests.Http;

public sealed class ResultTests : IAsyncLifetime
{
    private readonly RecordingLogs _logs = new();
    private TestHost _host = null!;

    public async Task InitializeAsync() => _host = await TestHost.StartAsync(b => b.Logging.Services.AddLogs(_logs), typeof(Results));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("accepted", HttpStatusCode.Accepted, """{"state":"running"}""", "application/json")]
    [InlineData("text", HttpStatusCode.OK, "plain", "text/plain")]
    [InlineData("value", HttpStatusCode.OK, """{"state":"done"}""", "application/json")]
    [InlineData("written", HttpStatusCode.Created, "by hand", "text/special")]
    [InlineData("minimal", HttpStatusCode.Conflict, "\"taken\"", "application/json")]
    [InlineData("file", HttpStatusCode.OK, "bytes", "application/pdf")]
    [InlineData("nothing", HttpStatusCode.NoContent, "", null)]
    [InlineData("void", HttpStatusCode.OK, "", null)]
    public async Task What_a_function_gives_is_written(string path, HttpStatusCode status, string body, string? type)
    {
        var answer = await _host.Client.GetAsync(path);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(body, await answer.Content.ReadAsStringAsync());
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_failure_is_a_500_that_tells_nothing_and_a_log_entry_that_tells_all()
    {
        var answer = await _host.Client.GetAsync("fails");

        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
        var entry = Assert.Single(_logs.Entries, e => e.Exception is not null);
        Assert.Equal("a secret", entry.Exception!.Message);
        Assert.Equal("Function.Fails", entry.Category);
    }

    [Fact]
    public async Task A_failure_after_the_first_byte_breaks_the_connection()
    {
        var request = () => _host.Client.GetStringAsync("breaks");

        await Assert.ThrowsAnyAsync<HttpRequestException>(request);
    }

    public static class Results
    {
        [Function(nameof(Accepted))]
        public static IActionResult Accepted([HttpTrigger(AuthorizationLevel.Anonymous, Route = "accepted")] HttpRequest request) => new ObjectResult(new { State = "running" }) { StatusCode = 202 };

        [Function(nameof(Text))]
        public static Task<string> Text([HttpTrigger(AuthorizationLevel.Anonymous, Route = "text")] HttpRequest request) => Task.FromResult("plain");

        [Function(nameof(Value))]
        public static ValueTask<object> Value([HttpTrigger(AuthorizationLevel.Anonymous, Route = "value")] HttpRequest request) => new(new { State = "done" });

        [Function(nameof(Written))]
        public static Task Written([HttpTrigger(AuthorizationLevel.Anonymous, Route = "written")] HttpRequest request)
        {
            request.HttpContext.Response.StatusCode = 201;
            request.HttpContext.Response.ContentType = "text/special";
            return request.HttpContext.Response.WriteAsync("by hand");
        }

        [Function(nameof(Minimal))]
        public static IResult Minimal([HttpTrigger(AuthorizationLevel.Anonymous, Route = "minimal")] HttpRequest request) => Microsoft.AspNetCore.Http.Results.Conflict("taken");

        [Function(nameof(File))]
        public static IActionResult File([HttpTrigger(AuthorizationLevel.Anonymous, Route = "file")] HttpRequest request) => new FileContentResult("bytes"u8.ToArray(), "application/pdf");

        [Function(nameof(Nothing))]
        public static string? Nothing([HttpTrigger(AuthorizationLevel.Anonymous, Route = "nothing")] HttpRequest request) => null;

        [Function(nameof(Void))]
        public static void Void([HttpTrigger(AuthorizationLevel.Anonymous, Route = "void")] HttpRequest request) => request.HttpContext.Response.Headers["x"] = "y";

        [Function(nameof(Fails))]
        public static string Fails([HttpTrigger(AuthorizationLevel.Anonymous, Route = "fails")] HttpRequest request) => throw new InvalidOperationException("a secret");

        [Function(nameof(Breaks))]
        public static async Task Breaks([HttpTrigger(AuthorizationLevel.Anonymous, Route = "breaks")] HttpRequest request)
        {
            await request.HttpContext.Response.WriteAsync("half of it");
            await request.HttpContext.Response.Body.FlushAsync();
            throw new InvalidOperationException("a secret");
        }
    }
}
