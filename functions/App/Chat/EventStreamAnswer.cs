using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using RetailServerless.Core.Chat;

namespace RetailServerless.Functions.Chat;

/// <summary>
/// Server-sent events (WHATWG HTML section 9.2). Each has an <c>id</c> with which <c>Last-Event-ID</c> resumes; a comment goes out when nothing else does, so that nobody in between
/// closes the connection. A reader who hangs up ends only the reading.
/// </summary>
internal sealed class EventStreamAnswer(IAsyncEnumerable<ReplyStreamEntry> events, PersonText text, string location, TimeSpan heartbeat) : IActionResult
{
    private static readonly byte[] Heartbeat = ": waiting\n\n"u8.ToArray();

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Response.Headers.ContentLocation = location;
        try
        {
            await http.Response.StartAsync(http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await WriteAsync(http.Response, http.RequestAborted);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            // The reader is gone; the turn goes on without them.
        }
    }

    private async Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        await using var reader = events.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            var next = reader.MoveNextAsync().AsTask();
            while (await Task.WhenAny(next, Task.Delay(heartbeat, cancellationToken)) != next)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await response.Body.WriteAsync(Heartbeat, cancellationToken);
                await response.Body.FlushAsync(cancellationToken);
            }

            if (!await next)
            {
                return;
            }

            var entry = reader.Current;
            var data = await text.WriteAsync(entry.Event.Data, cancellationToken);
            await response.Body.WriteAsync(Encoding.UTF8.GetBytes($"id: {entry.Position}\nevent: {entry.Event.Type}\ndata: {data}\n\n"), cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
    }
}
