using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using RetailServerless.LocalHost.Http;
using RetailServerless.LocalHost.Invocation;
using RetailServerless.LocalHost.Management;
using RetailServerless.LocalHost.Settings;
using RetailServerless.LocalHost.Tasks;
using RetailServerless.LocalHost.Timers;

namespace RetailServerless.LocalHost.Discovery;

/// <summary>All functions of the application, each with what its trigger needs.</summary>
internal sealed class FunctionCatalog
{
    public required IReadOnlyList<HttpEndpoint> Http { get; init; }

    /// <summary>The host's own functions, which manage orchestrations; none when the application has none to manage.</summary>
    public required IReadOnlyList<HttpEndpoint> Management { get; init; }

    public required IReadOnlyList<TimerFunction> Timers { get; init; }

    public required IReadOnlyList<TaskFunction> Orchestrators { get; init; }

    public required IReadOnlyList<TaskFunction> Activities { get; init; }

    public required IReadOnlyList<TaskFunction> Entities { get; init; }

    public IEnumerable<Function> All => Http.Concat(Management).Select(e => e.Function)
        .Concat(Timers.Select(t => t.Function))
        .Concat(Orchestrators.Select(o => o.Function))
        .Concat(Activities.Select(a => a.Function))
        .Concat(Entities.Select(e => e.Function));

    /// <summary>Whether any function needs the durable engine.</summary>
    public bool NeedsEngine => All.Any(f => UsesEngine(f.Found));

    public static FunctionCatalog Find(FunctionSources sources, HostJson hostJson, IConfiguration configuration, StartupErrors errors)
    {
        var all = FunctionFinder.Find(sources.Types().Concat(ManagementFunctions.Classes), errors);
        var found = all.Where(f => !IsOfHost(f)).ToList();
        var planner = new HttpEndpointPlanner(hostJson.RoutePrefix, errors);
        var http = found.Where(f => f.Kind == FunctionKind.Http).Select(planner.Plan).OfType<HttpEndpoint>().ToList();
        var management = found.Exists(UsesEngine) ? all.Where(IsOfHost).Select(new HttpEndpointPlanner(string.Empty, errors, ManagementAccess.Refuse).Plan).OfType<HttpEndpoint>().ToList() : [];
        RouteConflicts.Resolve([.. http, .. management], errors);

        var tasks = new TaskFunctionPlanner(errors);
        return new FunctionCatalog
        {
            Http = http,
            Management = management,
            Timers = found.Where(f => f.Kind == FunctionKind.Timer).Select(new TimerFunctionPlanner(configuration, errors).Plan).OfType<TimerFunction>().ToList(),
            Orchestrators = found.Where(f => f.Kind == FunctionKind.Orchestration).Select(tasks.Plan).ToList(),
            Activities = found.Where(f => f.Kind == FunctionKind.Activity).Select(tasks.Plan).ToList(),
            Entities = found.Where(f => f.Kind == FunctionKind.Entity).Select(tasks.Plan).ToList(),
        };
    }

    private static bool UsesEngine(FoundFunction found) => found.Kind is FunctionKind.Orchestration or FunctionKind.Activity or FunctionKind.Entity
        || found.Method.GetParameters().Any(p => p.IsDefined(typeof(DurableClientAttribute), inherit: false));

    private static bool IsOfHost(FoundFunction found) => ManagementFunctions.Classes.Contains(found.Method.DeclaringType!);
}
