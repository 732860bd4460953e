using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace RetailServerless.LocalHost.Management;

/// <summary>Reads the JSON body of a management request.</summary>
internal static class RequestJsonText
{
    /// <summary>Reads the body.</summary>
    /// <returns>The JSON, null for no body; or what is wrong with it.</returns>
    /// <exception cref="BadHttpRequestException">The body is larger than the host takes.</exception>
    public static async Task<(JsonElement? Value, string? Wrong)> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength == 0)
        {
            return (null, null);
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        if (body.Length == 0)
        {
            return (null, null);
        }

        try
        {
            using var document = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
            return (document.RootElement.Clone(), null);
        }
        catch (JsonException e)
        {
            return (null, $"The body is not valid JSON at line {(e.LineNumber ?? 0) + 1}, position {(e.BytePositionInLine ?? 0) + 1}.");
        }
    }
}
