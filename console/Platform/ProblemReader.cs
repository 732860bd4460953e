using System.Net;
using System.Text.Json;

namespace RetailServerless.Console.Platform;

/// <summary>Reads problem details from an answer that is no success. The one place where statuses become kinds.</summary>
internal static class ProblemReader
{
    private const int MaxBytes = 256 * 1024;

    public static async Task<PlatformProblem> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var status = (int)answer.StatusCode;
        var details = answer.Content.Headers.ContentType?.MediaType == "application/problem+json" && answer.Content.Headers.ContentLength is null or <= MaxBytes
            ? await ParseAsync(answer, cancellationToken)
            : null;
        var code = details?.Type?.Split('/')[^1] ?? "unexpected-answer";
        return new PlatformProblem(
            KindOf(answer.StatusCode),
            code,
            Capital(details?.Title ?? (details is null ? "The platform answered with something unexpected" : code.Replace('-', ' '))),
            details?.Detail ?? $"The answer had the status {status} and did not say more. Try again; if it stays so, look at the platform's log.")
        {
            Status = status,
            Errors = details?.Errors ?? new Dictionary<string, string[]>(StringComparer.Ordinal),
        };
    }

    private static async Task<Details?> ParseAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            return await answer.Content.ReadFromJsonAsync<Details>(PlatformJson.Options, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProblemKind KindOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => ProblemKind.SignedOut,
        HttpStatusCode.Forbidden => ProblemKind.NoPermission,
        HttpStatusCode.NotFound => ProblemKind.NotFound,
        HttpStatusCode.PreconditionFailed => ProblemKind.Stale,
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => ProblemKind.Unreachable,
        _ => ProblemKind.Other,
    };

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private sealed record Details(string? Type, string? Title, string? Detail, Dictionary<string, string[]>? Errors);
}
