using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RetailServerless.Functions.Tests.Chat;

/// <summary>A server that speaks the wire protocol of OpenAI's chat completions, streaming included, and can misbehave.</summary>
internal sealed class StubModel : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubModel(WebApplication app) => _app = app;

    public string Endpoint => _app.Urls.First() + "/v1";

    /// <summary>How it answers.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context => SayAsync(context, "Hello.");

    /// <summary>The last request it got.</summary>
    public JsonObject Request { get; private set; } = [];

    /// <summary>The authorization it came with.</summary>
    public string Authorization { get; private set; } = "";

    public int Requests { get; private set; }

    public static async Task<StubModel> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new StubModel(app);
        app.MapPost("/v1/chat/completions", async context =>
        {
            stub.Requests++;
            stub.Authorization = context.Request.Headers.Authorization.ToString();
            stub.Request = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
            await stub.Answer(context);
        });
        await app.StartAsync();
        return stub;
    }

    /// <summary>Streams text in small chunks, as a model does.</summary>
    public static async Task SayAsync(HttpContext context, string text)
    {
        await BeginAsync(context, text);
        await context.Response.WriteAsync(Chunk(new { }, "stop") + "data: [DONE]\n\n");
    }

    /// <summary>Streams text without an end.</summary>
    public static async Task BeginAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(Chunk(new { role = "assistant", content = "" }, null));
        for (var i = 0; i < text.Length; i += 7)
        {
            await context.Response.WriteAsync(Chunk(new { content = text.Substring(i, Math.Min(7, text.Length - i)) }, null));
            await context.Response.Body.FlushAsync();
        }
    }

    public static async Task FailAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("""{"error":{"message":"no","type":"server_error","code":null}}""");
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static string Chunk(object delta, string? finish) =>
        $"data: {JsonSerializer.Serialize(new { id = "chatcmpl-1", @object = "chat.completion.chunk", created = 1_700_000_000, model = "stub-1", choices = new[] { new { index = 0, delta, finish_reason = finish } } })}\n\n";
}
