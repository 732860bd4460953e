using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace RetailServerless.LocalHost.Http;

/// <summary>Puts the HTTP functions behind Kestrel.</summary>
internal static class HttpEndpoints
{
    public static void MapFunctions(this WebApplication app, IReadOnlyList<HttpEndpoint> endpoints, RequestLimiter limiter, IReadOnlyDictionary<string, string> headers, ILoggerFactory logs)
    {
        if (headers.Count > 0)
        {
            app.Use(next => context =>
            {
                foreach (var (name, value) in headers)
                {
                    context.Response.Headers[name] = value;
                }

                return next(context);
            });
        }

        app.Use(next => context => limiter.InvokeAsync(context, next));
        app.Use(next => context => UnmatchedRequests.InvokeAsync(context, next));
        app.UseRouting();
        foreach (var endpoint in endpoints)
        {
            var mapped = app.Map(endpoint.Pattern, endpoint.Delegate(logs.CreateLogger("Function." + endpoint.Function.Found.Name)))
                .WithDisplayName(endpoint.Function.Found.Name)
                .WithMetadata(endpoint.Function.Definition);
            if (endpoint.Methods.Count > 0)
            {
                mapped.WithMetadata(new HttpMethodMetadata(endpoint.Methods));
            }
        }
    }
}
