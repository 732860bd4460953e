using RetailServerless.LocalHost.Http;
using RetailServerless.LocalHost.Invocation;
using RetailServerless.LocalHost.Settings;

namespace RetailServerless.LocalHost.Discovery;

/// <summary>All functions of the application, each with what its trigger needs.</summary>
internal sealed class FunctionCatalog
{
    public required IReadOnlyList<HttpEndpoint> Http { get; init; }

    public IEnumerable<Function> All => Http.Select(e => e.Function);

    public static FunctionCatalog Find(FunctionSources sources, HostJson hostJson, StartupErrors errors)
    {
        var found = FunctionFinder.Find(sources.Types(), errors);
        var planner = new HttpEndpointPlanner(hostJson.RoutePrefix, errors);
        var http = found.Where(f => f.Kind == FunctionKind.Http).Select(planner.Plan).OfType<HttpEndpoint>().ToList();
        RouteConflicts.Resolve(http, errors);
        return new FunctionCatalog { Http = http };
    }
}
