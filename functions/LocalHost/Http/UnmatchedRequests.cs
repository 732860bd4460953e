using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace RetailServerless.LocalHost.Http;

/// <summary>Requests that reach no function get problem details; what a function answers stays as it is.</summary>
internal static class UnmatchedRequests
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response.HasStarted || context.GetEndpoint()?.Metadata.GetMetadata<FunctionDefinition>() is not null)
        {
            return;
        }

        switch (context.Response.StatusCode)
        {
            case StatusCodes.Status404NotFound:
                await ProblemWriter.WriteAsync(context, StatusCodes.Status404NotFound, "not-found", $"There is nothing at {context.Request.Path}.");
                break;
            case StatusCodes.Status405MethodNotAllowed:
                await ProblemWriter.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "method-not-allowed", $"{context.Request.Path} answers {context.Response.Headers.Allow}, not {context.Request.Method}.");
                break;
        }
    }
}
