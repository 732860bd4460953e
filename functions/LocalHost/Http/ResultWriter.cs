using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;

namespace RetailServerless.LocalHost.Http;

/// <summary>Writes what a function gave, unless it wrote its response itself.</summary>
internal static class ResultWriter
{
    private static readonly ActionDescriptor NoAction = new();

    /// <param name="http">The request.</param>
    /// <param name="value">What the function or a middleware gave.</param>
    /// <param name="returnsContent">Null is an answer: there is no content.</param>
    public static Task WriteAsync(HttpContext http, object? value, bool returnsContent)
    {
        if (http.Response.HasStarted)
        {
            return Task.CompletedTask;
        }

        switch (value)
        {
            case IActionResult result:
                return result.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), NoAction));
            case IResult result:
                return result.ExecuteAsync(http);
            case string text:
                http.Response.ContentType ??= "text/plain; charset=utf-8";
                return http.Response.WriteAsync(text, http.RequestAborted);
            case null:
                if (returnsContent && http.Response.StatusCode == StatusCodes.Status200OK)
                {
                    http.Response.StatusCode = StatusCodes.Status204NoContent;
                }

                return Task.CompletedTask;
            default:
                return http.Response.WriteAsJsonAsync(value, value.GetType(), http.RequestAborted);
        }
    }
}
