using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RetailServerless.Benchmarks.Chat;

/// <summary>A model that speaks OpenAI's streaming wire protocol: its first token after 20 ms, and the rest at once.</summary>
internal sealed class StubModel : IAsyncDisposable
{
    /// <summary>Time to the first token.</summary>
    public static readonly TimeSpan FirstToken = TimeSpan.FromMilliseconds(20);

    private readonly WebApplication _app;

    private StubModel(WebApplication app) => _app = app;

    public string Endpoint => _app.Urls.First() + "/v1";

    public static async Task<StubModel> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/v1/chat/completions", AnswerAsync);
        await app.StartAsync();
        return new StubModel(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context)
    {
        await Task.Delay(FirstToken);
        context.Response.ContentType = "text/event-stream";
        string[] words = ["Here", " is", " what", " I", " found", " for", " you", "."];
        foreach (var word in words)
        {
            await context.Response.WriteAsync(Chunk(new { role = "assistant", content = word }, null));
        }

        await context.Response.WriteAsync(Chunk(new { }, "stop") + "data: [DONE]\n\n");
    }

    private static string Chunk(object delta, string? finish) =>
        $"data: {JsonSerializer.Serialize(new { id = "c1", @object = "chat.completion.chunk", created = 1, model = "stub", choices = new[] { new { index = 0, delta, finish_reason = finish } } })}\n\n";
}
