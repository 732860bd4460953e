using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace RetailServerless.Functions.Chat;

/// <summary>An answer whose JSON is written already.</summary>
internal sealed class TextAnswer(int statusCode, string json, string? location = null, string? etag = null) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.StatusCode = statusCode;
        response.ContentType = "application/json; charset=utf-8";
        if (location is not null)
        {
            response.Headers.Location = location;
        }

        if (etag is not null)
        {
            response.Headers.ETag = Api.ETags.Quote(etag);
        }

        return response.WriteAsync(json, context.HttpContext.RequestAborted);
    }
}
