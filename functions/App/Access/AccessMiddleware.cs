using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Access;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;
using RetailServerless.Functions.Consent;

namespace RetailServerless.Functions.Access;

/// <summary>
/// Stands before every HTTP function: the privacy signal first, then who calls, then the route table, then the function. What cannot be decided is refused.
/// </summary>
internal sealed partial class AccessMiddleware(HttpFunctions functions, CallerFinder callers, RefusalLog refusals, ILogger<AccessMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private static readonly Failure Broken = new(
        FailureKind.Unavailable, "access-unavailable", "Who may call cannot be checked now, so nobody may. Try again in a moment.")
    { RetryAfter = TimeSpan.FromSeconds(2) };

    /// <summary>Whether a function is called over HTTP.</summary>
    public static bool AppliesTo(FunctionContext context) =>
        context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type.Equals("httpTrigger", StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext() ?? throw new InvalidOperationException("An HTTP function was called without a request.");
        if (GlobalPrivacyControlHeader.IsSet(http.Request.Headers[GlobalPrivacyControlHeader.Signal]))
        {
            http.SetPrivacySignals(new PrivacySignals(true));
            GlobalPrivacyControlHeader.Answer(http);
        }

        var name = context.FunctionDefinition.Name;
        var template = functions.Find(name)?.Template ?? ManagementRoutes.TemplateOf(name);
        var requirement = template is null ? null : RouteTable.Find(http.Request.Method, template);
        var route = template is null ? "unknown" : RouteTable.Key(http.Request.Method, template);
        if (requirement is not { Public: true })
        {
            http.Response.Headers.CacheControl = "no-store";
            if (await CheckAsync(http, requirement, route) is { } failure)
            {
                await RefuseAsync(http, failure);
                return;
            }
        }

        await next(context);
    }

    private async Task<Failure?> CheckAsync(HttpContext http, Requirement? requirement, string route)
    {
        Result<FoundCaller> found;
        try
        {
            found = await callers.FindAsync(http.Request, http.RequestAborted);
        }
        catch (Exception broken) when (!http.RequestAborted.IsCancellationRequested)
        {
            Log.CannotCheck(logger, broken);
            return Broken;
        }

        if (found.TryGet(out var known, out var failure))
        {
            failure = AccessRules.Check(requirement, known, http.Request.RouteValues.TryGetValue("id", out var id) ? id as string : null);
        }

        if (failure is null)
        {
            http.SetCaller(known!.Caller);
            return null;
        }

        if (IsRefusal(failure, http.Request))
        {
            await refusals.RecordAsync(failure, route, (known ?? FoundCaller.Nobody).Caller.Role);
        }

        return failure;
    }

    // Someone who says nothing about themselves is told how to; someone who shows a bad key, or wants what is not theirs, leaves an entry.
    private static bool IsRefusal(Failure failure, HttpRequest request) => failure.Kind switch
    {
        FailureKind.Forbidden => true,
        FailureKind.Unauthenticated => request.Headers.ContainsKey(CallerFinder.KeyHeader) || request.Headers.ContainsKey("Authorization"),
        _ => false,
    };

    private static Task RefuseAsync(HttpContext http, Failure failure)
    {
        if (failure.Kind == FailureKind.Unauthenticated)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer realm=\"retail-serverless\"";
        }

        return failure.WriteAsync(http);
    }

    private static partial class Log
    {
        [LoggerMessage(4003, LogLevel.Error, "Who calls could not be found out, so the request was refused.")]
        public static partial void CannotCheck(ILogger logger, Exception exception);
    }
}
