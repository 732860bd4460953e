using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Consent;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Consent;

/// <summary>
/// Records the signal <c>Sec-GPC: 1</c> of a known person as an opt-out. Stands behind the access middleware, which finds out who calls. In the request itself the gate applies the
/// signal in any case, so a request goes on when recording fails; the next one tries again.
/// </summary>
internal sealed partial class GlobalPrivacyControlMiddleware(ConsentService consent, ILogger<GlobalPrivacyControlMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && http.GetPrivacySignals().GlobalPrivacyControl && http.GetCaller() is { Person: { } person } caller)
        {
            try
            {
                await consent.ApplyGlobalPrivacyControlAsync(person, caller.Role, caller.Storefront, http.RequestAborted);
            }
            catch (Exception broken) when (!http.RequestAborted.IsCancellationRequested)
            {
                Log.NotRecorded(logger, broken);
            }
        }

        await next(context);
    }

    private static partial class Log
    {
        [LoggerMessage(4052, LogLevel.Error, "A Global Privacy Control signal was applied to its request and could not be recorded; the next request tries again.")]
        public static partial void NotRecorded(ILogger logger, Exception exception);
    }
}
