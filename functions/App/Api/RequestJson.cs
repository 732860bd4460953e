using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Functions.Api;

/// <summary>Reads JSON bodies within a size limit.</summary>
public static class RequestJson
{
    /// <summary>The limit of an ordinary request, 64 KiB.</summary>
    public const int DefaultMaxBytes = 64 * 1024;

    /// <summary>
    /// Reads the body as JSON. Failures: <c>unsupported-media-type</c> unless it is JSON in UTF-8, <c>body-too-large</c>, and <c>invalid-json</c> with the JSON path and line. What the body
    /// says is never repeated in a failure.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">Largest body in bytes.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task<Result<T>> ReadJsonAsync<T>(this HttpRequest request, int maxBytes = DefaultMaxBytes, CancellationToken cancellationToken = default)
        where T : class
    {
        if (!IsJson(request.ContentType))
        {
            return new Failure(FailureKind.UnsupportedMediaType, "unsupported-media-type", "Send the body as JSON in UTF-8, with the header Content-Type: application/json.");
        }

        if (request.ContentLength > maxBytes)
        {
            return TooLarge(maxBytes);
        }

        // One byte more than may come, so that one too many is seen.
        var size = (int)(request.ContentLength ?? maxBytes) + 1;
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var length = await request.Body.ReadAtLeastAsync(buffer.AsMemory(0, size), size, throwOnEndOfStream: false, cancellationToken);
            return length > maxBytes ? TooLarge(maxBytes) : Parse<T>(buffer.AsSpan(0, length));
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge(maxBytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static Result<T> Parse<T>(ReadOnlySpan<byte> json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, PlatformJson.Options) is { } value ? value : Invalid("$", "must not be null", 1, 1);
        }
        catch (JsonException malformed)
        {
            return Invalid(malformed.Path ?? "$", Reason(malformed), malformed.LineNumber + 1, malformed.BytePositionInLine + 1);
        }
    }

    private static string Reason(JsonException exception)
    {
        const string Missing = "including: ";
        var start = exception.Message.IndexOf(Missing, StringComparison.Ordinal);
        if (start >= 0)
        {
            var names = exception.Message[(start + Missing.Length)..];
            return "lacks " + names[..names.IndexOf('.', StringComparison.Ordinal)];
        }

        return exception.InnerException is JsonException ? "is not well-formed JSON" : "does not have the expected type";
    }

    private static Failure Invalid(string path, string reason, long? line, long? column)
    {
        var where = line is null ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" (line {line}, byte {column})");
        return new Failure(FailureKind.Invalid, "invalid-json", $"The body cannot be read: {path}{where} {reason}.")
        {
            Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [path] = [reason] },
        };
    }

    private static Failure TooLarge(int maxBytes) =>
        new(FailureKind.TooLarge, "body-too-large", string.Create(CultureInfo.InvariantCulture, $"The body may have at most {maxBytes} bytes."));

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var media)
        && (media.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || media.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!media.Charset.HasValue || media.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || media.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
}
