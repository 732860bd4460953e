using Microsoft.AspNetCore.Http;

namespace RetailServerless.LocalHost.Http;

/// <summary>
/// Limits of host.json: so many requests run at once, so many more wait; the rest is told to come again (429). Azure's limits of the same name
/// mean the same.
/// </summary>
internal sealed class RequestLimiter(int? maxConcurrent, int? maxOutstanding) : IDisposable
{
    private readonly SemaphoreSlim? _places = maxConcurrent is { } places ? new SemaphoreSlim(places, places) : null;
    private readonly int _maxOutstanding = maxOutstanding ?? int.MaxValue;
    private int _outstanding;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (Interlocked.Increment(ref _outstanding) > _maxOutstanding)
        {
            Interlocked.Decrement(ref _outstanding);
            context.Response.Headers.RetryAfter = "1";
            await ProblemWriter.WriteAsync(context, StatusCodes.Status429TooManyRequests, "too-many-requests", "The host is serving as many requests as it can. Try again in a second.");
            return;
        }

        var placed = false;
        try
        {
            if (_places is not null)
            {
                await _places.WaitAsync(context.RequestAborted);
                placed = true;
            }

            await next(context);
        }
        catch (OperationCanceledException) when (!placed && context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        finally
        {
            if (placed)
            {
                _places!.Release();
            }

            Interlocked.Decrement(ref _outstanding);
        }
    }

    public void Dispose() => _places?.Dispose();
}
