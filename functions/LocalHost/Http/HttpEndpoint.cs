using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Logging;
using RetailServerless.LocalHost.Invocation;

namespace RetailServerless.LocalHost.Http;

/// <summary>A function behind a route.</summary>
/// <param name="function">The function.</param>
/// <param name="pattern">Its route, with the prefix.</param>
/// <param name="methods">Upper-case methods; empty: all.</param>
internal sealed partial class HttpEndpoint(Function function, RoutePattern pattern, IReadOnlyList<string> methods)
{
    private readonly bool _returnsContent = ReturnReaders.ValueType(function.Found.Method.ReturnType) is { } type
        && !typeof(IActionResult).IsAssignableFrom(type)
        && !typeof(IResult).IsAssignableFrom(type);

    private ILogger? _log;

    public Function Function => function;

    public RoutePattern Pattern => pattern;

    public IReadOnlyList<string> Methods { get; set; } = methods;

    public RequestDelegate Delegate(ILogger log)
    {
        _log = log;
        return HandleAsync;
    }

    private async Task HandleAsync(HttpContext http)
    {
        try
        {
            var context = new LocalFunctionContext(function, function.Scopes, http.RequestAborted) { Http = http };
            await function.RunAsync(context);
            await ResultWriter.WriteAsync(http, context.Outcome.Value, _returnsContent);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = http.Response.HasStarted ? http.Response.StatusCode : StatusCodes.Status499ClientClosedRequest;
        }
        catch (BadHttpRequestException problem) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            await ProblemWriter.WriteAsync(http, problem.StatusCode, ProblemWriter.CodeOf(problem), problem.Message);
        }
        catch (Exception problem)
        {
            Log.Failed(_log!, problem, function.Found.Name);
            await FailAsync(http);
        }
    }

    private static Task FailAsync(HttpContext http)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        http.Response.Clear();
        return ProblemWriter.WriteAsync(http, StatusCodes.Status500InternalServerError, "internal-error", "The request could not be completed. The failure has been logged.");
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Error, "The function {Function} failed.")]
        public static partial void Failed(ILogger logger, Exception exception, string function);
    }
}
