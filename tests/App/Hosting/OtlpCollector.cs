using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RetailServerless.Functions.Tests.Hosting;

/// <summary>Takes OTLP over HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp) and keeps what it was sent as text, in which the strings of the messages can be found.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, StringBuilder> _received = new(StringComparer.Ordinal);

    private OtlpCollector(WebApplication app) => _app = app;

    public string Endpoint => _app.Urls.First();

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var collector = new OtlpCollector(app);
        app.MapPost("/v1/{signal}", (string signal, HttpRequest request) => collector.TakeAsync(signal, request));
        await app.StartAsync();
        return collector;
    }

    /// <summary>Waits until a signal (<c>traces</c>, <c>metrics</c>) says something.</summary>
    public async Task<string> WaitForAsync(string signal, string words)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (Received(signal) is { } text && text.Contains(words, StringComparison.Ordinal))
            {
                return text;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"'{words}' never came among the {signal}: {Received(signal)}");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private string? Received(string signal)
    {
        if (!_received.TryGetValue(signal, out var text))
        {
            return null;
        }

        lock (text)
        {
            return text.ToString();
        }
    }

    private async Task<IResult> TakeAsync(string signal, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var text = _received.GetOrAdd(signal, _ => new StringBuilder());
        lock (text)
        {
            text.Append(Encoding.Latin1.GetString(body.ToArray()));
        }

        return Results.Bytes([], "application/x-protobuf");
    }
}
