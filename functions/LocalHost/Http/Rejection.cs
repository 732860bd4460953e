using Microsoft.AspNetCore.Mvc;

namespace RetailServerless.LocalHost.Http;

/// <summary>A parameter could not be bound because of what the client sent; the function is not called, the client learns why.</summary>
internal sealed class Rejection(int status, string code, string detail) : IActionResult
{
    public int Status => status;

    public Task ExecuteResultAsync(ActionContext context) => ProblemWriter.WriteAsync(context.HttpContext, status, code, detail);
}
