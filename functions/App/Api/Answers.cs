using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Functions.Api;

/// <summary>Answers of the API, written with the platform's own JSON settings and nothing of MVC's.</summary>
public static class Answers
{
    /// <summary>200 with a JSON body, and the ETag of the resource where it has one.</summary>
    public static JsonAnswer Ok<T>(T value, string? etag = null) => new(StatusCodes.Status200OK, value, typeof(T)) { ETag = etag };

    /// <summary>201 with the new resource and where it is.</summary>
    public static JsonAnswer Created<T>(string location, T value, string? etag = null) =>
        new(StatusCodes.Status201Created, value, typeof(T)) { ETag = etag, Location = location };

    /// <summary>202 with the resource that follows the work, and when to look at it again.</summary>
    public static JsonAnswer Accepted<T>(string location, T value, TimeSpan? retryAfter = null) =>
        new(StatusCodes.Status202Accepted, value, typeof(T)) { Location = location, RetryAfter = retryAfter };

    /// <summary>200 with the value, or the failure's problem details.</summary>
    public static IActionResult ToActionResult<T>(this Result<T> result, HttpContext context) =>
        result.TryGet(out var value, out var failure) ? Ok(value) : failure.ToActionResult(context);

    /// <summary>The answer made of the value, or the failure's problem details.</summary>
    public static IActionResult ToActionResult<T>(this Result<T> result, HttpContext context, Func<T, IActionResult> success) =>
        result.TryGet(out var value, out var failure) ? success(value) : failure.ToActionResult(context);
}

/// <summary>A JSON answer.</summary>
/// <param name="statusCode">HTTP status.</param>
/// <param name="value">The body.</param>
/// <param name="type">The type as which it is written.</param>
/// <param name="contentType">Its media type.</param>
public sealed class JsonAnswer(int statusCode, object? value, Type type, string contentType = "application/json; charset=utf-8") : IActionResult
{
    /// <summary>HTTP status.</summary>
    public int StatusCode { get; } = statusCode;

    /// <summary>The body.</summary>
    public object? Value { get; } = value;

    /// <summary>ETag without quotes.</summary>
    public string? ETag { get; init; }

    /// <summary>URL of the resource that was created or follows the work.</summary>
    public string? Location { get; init; }

    /// <summary>When it makes sense to ask again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <inheritdoc/>
    public Task ExecuteResultAsync(ActionContext context) => WriteAsync(context.HttpContext);

    /// <summary>Writes the answer.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = StatusCode;
        response.ContentType = contentType;
        if (ETag is not null)
        {
            response.Headers.ETag = ETags.Quote(ETag);
        }

        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        await JsonSerializer.SerializeAsync(response.Body, Value, type, PlatformJson.Options, context.RequestAborted);
    }
}
