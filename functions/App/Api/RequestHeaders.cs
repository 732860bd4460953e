using Microsoft.AspNetCore.Http;
using RetailServerless.Core.Results;

namespace RetailServerless.Functions.Api;

/// <summary>Request headers that more than one route honours.</summary>
public static class RequestHeaders
{
    private const int MaxKeyLength = 255;

    /// <summary>The <c>Idempotency-Key</c>, 1 to 255 visible ASCII characters; <see langword="null"/> when there is none.</summary>
    public static Result<string?> ReadIdempotencyKey(this HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out var values))
        {
            return (string?)null;
        }

        var key = values.Count == 1 ? values[0] : null;
        return key is { Length: > 0 and <= MaxKeyLength } && key.All(c => c is > ' ' and <= '~')
            ? key
            : new Failure(FailureKind.Invalid, "malformed-idempotency-key", "Idempotency-Key must be sent once and be 1 to 255 visible ASCII characters, for instance a UUID.");
    }

    /// <summary>Whether the caller prefers 202 and the URL of the work over waiting (RFC 7240 section 4.1).</summary>
    public static bool PrefersAsync(this HttpRequest request) =>
        request.Headers["Prefer"].SelectMany(value => (value ?? string.Empty).Split(',', ';')).Any(p => p.Trim().Equals("respond-async", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the caller asks for server-sent events.</summary>
    public static bool AcceptsEventStream(this HttpRequest request) =>
        request.Headers.Accept.Any(value => value?.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase) == true);
}
