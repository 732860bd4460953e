using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace RetailServerless.Functions.Audit;

/// <summary>An answer that is no JSON.</summary>
internal sealed class BytesAnswer(string contentType, byte[] bytes) : IActionResult
{
    public BytesAnswer(string contentType, string text)
        : this(contentType, Encoding.UTF8.GetBytes(text))
    {
    }

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.HttpContext.RequestAborted);
    }
}
