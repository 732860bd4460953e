using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using RetailServerless.Core.Results;

namespace RetailServerless.Functions.Api;

/// <summary>The one place where failures become RFC 9457 problem details.</summary>
public static class Problems
{
    /// <summary>Prefix of every problem's <c>type</c>.</summary>
    public const string TypePrefix = "https://retail-serverless.dev/problems/";

    /// <summary>The media type of problem details.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>The HTTP status of a kind of failure (RFC 9110 section 15).</summary>
    public static int StatusOf(FailureKind kind) => kind switch
    {
        FailureKind.Invalid => StatusCodes.Status400BadRequest,
        FailureKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        FailureKind.Forbidden => StatusCodes.Status403Forbidden,
        FailureKind.NotFound => StatusCodes.Status404NotFound,
        FailureKind.Conflict => StatusCodes.Status409Conflict,
        FailureKind.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
        FailureKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        FailureKind.UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
        FailureKind.Unprocessable => StatusCodes.Status422UnprocessableEntity,
        FailureKind.TooMany => StatusCodes.Status429TooManyRequests,
        FailureKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The answer to a failure, <c>application/problem+json</c>.</summary>
    public static IActionResult ToActionResult(this Failure failure, HttpContext context) => ToAnswer(failure);

    /// <summary>Writes the answer to a failure; for code that stands before the functions.</summary>
    public static Task WriteAsync(this Failure failure, HttpContext context) => ToAnswer(failure).WriteAsync(context);

    /// <summary>The problem details of a failure.</summary>
    public static ProblemDetails ToDetails(Failure failure)
    {
        var details = new ProblemDetails
        {
            Type = TypePrefix + failure.Code,
            Title = failure.Code.Replace('-', ' '),
            Detail = failure.Detail,
            Status = StatusOf(failure.Kind),
        };
        if (failure.Errors.Count > 0)
        {
            details.Extensions["errors"] = failure.Errors;
        }

        return details;
    }

    private static JsonAnswer ToAnswer(Failure failure) =>
        new(StatusOf(failure.Kind), ToDetails(failure), typeof(ProblemDetails), MediaType) { RetryAfter = failure.RetryAfter };
}
