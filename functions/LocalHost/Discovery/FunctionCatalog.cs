using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using RetailServerless.LocalHost.Http;
using RetailServerless.LocalHost.Invocation;
using RetailServerless.LocalHost.Settings;
using RetailServerless.LocalHost.Tasks;
using RetailServerless.LocalHost.Timers;

namespace RetailServerless.LocalHost.Discovery;

/// <summary>All functions of the application, each with what its trigger needs.</summary>
internal sealed class FunctionCatalog
{
    public required IReadOnlyList<HttpEndpoint> Http { get; init; }

    public required IReadOnlyList<TimerFunction> Timers { get; init; }

    public required IReadOnlyList<TaskFunction> Orchestrators { get; init; }

    public required IReadOnlyList<TaskFunction> Activities { get; init; }

    public IEnumerable<Function> All => Http.Select(e => e.Function)
        .Concat(Timers.Select(t => t.Function))
        .Concat(Orchestrators.Select(o => o.Function))
        .Concat(Activities.Select(a => a.Function));

    /// <summary>Whether any function needs the durable engine.</summary>
    public bool NeedsEngine => Orchestrators.Count > 0
        || Activities.Count > 0
        || All.Any(f => f.Found.Method.GetParameters().Any(p => p.IsDefined(typeof(DurableClientAttribute), inherit: false)));

    public static FunctionCatalog Find(FunctionSources sources, HostJson hostJson, IConfiguration configuration, StartupErrors errors)
    {
        var found = FunctionFinder.Find(sources.Types(), errors);
        var planner = new HttpEndpointPlanner(hostJson.RoutePrefix, errors);
        var http = found.Where(f => f.Kind == FunctionKind.Http).Select(planner.Plan).OfType<HttpEndpoint>().ToList();
        RouteConflicts.Resolve(http, errors);

        var tasks = new TaskFunctionPlanner(errors);
        return new FunctionCatalog
        {
            Http = http,
            Timers = found.Where(f => f.Kind == FunctionKind.Timer).Select(new TimerFunctionPlanner(configuration, errors).Plan).OfType<TimerFunction>().ToList(),
            Orchestrators = found.Where(f => f.Kind == FunctionKind.Orchestration).Select(tasks.Plan).ToList(),
            Activities = found.Where(f => f.Kind == FunctionKind.Activity).Select(tasks.Plan).ToList(),
        };
    }
}
