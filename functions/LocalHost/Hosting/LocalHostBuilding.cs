using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailServerless.LocalHost.Discovery;
using RetailServerless.LocalHost.Durable;
using RetailServerless.LocalHost.Http;
using RetailServerless.LocalHost.Invocation;
using RetailServerless.LocalHost.Settings;
using RetailServerless.LocalHost.Tasks;
using RetailServerless.LocalHost.Timers;

namespace RetailServerless.LocalHost.Hosting;

/// <summary>From the command line to the host that runs.</summary>
internal sealed partial class LocalHostBuilding
{
    private readonly StartupErrors _errors = new();
    private readonly HostJson _hostJson;

    public LocalHostBuilding(string[] args)
    {
        StartFailureExit.Install();
        Web = CreateBuilder(args);
        var folder = Web.Environment.ContentRootPath;
        _hostJson = new HostJsonReader(_errors).Read(folder);
        SettingSources.Arrange(Web.Configuration, args, folder, _hostJson, _errors);
        ConfigureEngine(Web.Services, _hostJson);
    }

    public WebApplicationBuilder Web { get; }

    public IHost Build(FunctionSources sources, MiddlewarePipeline pipeline)
    {
        var settings = LocalHostSettings.Read(Web.Configuration, _errors);
        DataFolder.Prepare(settings.DataFolder, _errors);
        var catalog = FunctionCatalog.Find(sources, _hostJson, Web.Configuration, _errors);

        Web.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.MaxRequestBodyBytes;
            kestrel.Listen(settings.Address, settings.Port);
        });
        Web.Services.Configure<HostOptions>(o => o.ShutdownTimeout = settings.ShutdownTimeout);
        Web.Services.AddHttpFunctions();
        Web.Services.TryAddSingleton(TimeProvider.System);
        Web.Services.AddSingleton<ILocalHostAddress, LocalHostAddress>();

        if (catalog.NeedsEngine)
        {
            Web.Services.AddTaskFunctions(catalog.Orchestrators, catalog.Activities, catalog.Entities);
        }

        if (catalog.Timers.Count > 0)
        {
            Web.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<TimerService>(services, catalog.Timers, Path.Combine(settings.DataFolder, "timers.db")));
        }

        var app = BuildServices();
        return Finish(app, catalog, pipeline, settings);
    }

    private LocalHostApplication Finish(WebApplication app, FunctionCatalog catalog, MiddlewarePipeline pipeline, LocalHostSettings settings)
    {
        var built = new LocalHostApplication(app, settings);
        try
        {
            DependencyCheck.Check(catalog.All, app.Services.GetRequiredService<IServiceProviderIsService>(), _errors);
            OptionsCheck.Check(app.Services, _errors);
            RouteConstraints.Check([.. catalog.Http, .. catalog.Management], app.Services.GetRequiredService<ParameterPolicyFactory>(), _errors);
            _errors.ThrowIfAny();
        }
        catch
        {
            built.Dispose();
            throw;
        }

        foreach (var function in catalog.All)
        {
            function.Connect(pipeline, app.Services.GetRequiredService<IServiceScopeFactory>());
        }

        var limiter = new RequestLimiter(_hostJson.MaxConcurrentRequests, _hostJson.MaxOutstandingRequests);
        app.MapFunctions([.. catalog.Http, .. catalog.Management], limiter, _hostJson.CustomHeaders, app.Services.GetRequiredService<ILoggerFactory>());
        Log.Found(app.Services.GetRequiredService<ILogger<LocalHostBuilding>>(), catalog.Http.Count, catalog.Timers.Count, catalog.Orchestrators.Count, catalog.Activities.Count, catalog.Entities.Count, settings.DataFolder);
        return built;
    }

    /// <summary>First of all, so that what the application sets itself wins.</summary>
    private static void ConfigureEngine(IServiceCollection services, HostJson hostJson)
    {
        services.AddOptions<DurableEngineOptions>().Configure<IConfiguration>((options, configuration) =>
        {
            var settings = LocalHostSettings.Read(configuration, new StartupErrors());
            options.DatabasePath = Path.Combine(settings.DataFolder, "durable.db");
            options.Retention = settings.DurableRetention;
        });
        services.Configure<DurableTaskWorkerOptions>(options =>
        {
            options.Concurrency.MaximumConcurrentActivityWorkItems = hostJson.MaxConcurrentActivities ?? options.Concurrency.MaximumConcurrentActivityWorkItems;
            options.Concurrency.MaximumConcurrentOrchestrationWorkItems = hostJson.MaxConcurrentOrchestrators ?? options.Concurrency.MaximumConcurrentOrchestrationWorkItems;
            options.Concurrency.MaximumConcurrentEntityWorkItems = hostJson.MaxConcurrentEntities ?? options.Concurrency.MaximumConcurrentEntityWorkItems;
        });
    }

    private WebApplication BuildServices()
    {
        try
        {
            return Web.Build();
        }
        catch (AggregateException problem)
        {
            foreach (var inner in problem.InnerExceptions)
            {
                _errors.Add(inner.Message);
            }

            throw new LocalHostStartException(_errors.All, problem);
        }
        catch (Exception problem) when (_errors.All.Count > 0)
        {
            _errors.Add(problem.Message);
            throw new LocalHostStartException(_errors.All, problem);
        }
    }

    private static WebApplicationBuilder CreateBuilder(string[] args)
    {
        try
        {
            return WebApplication.CreateBuilder(new WebApplicationOptions
            {
                Args = args,
                ContentRootPath = new ConfigurationBuilder().AddCommandLine(args).Build()["contentRoot"] ?? AppContext.BaseDirectory,
                EnvironmentName = EnvironmentName(args),
            });
        }
        catch (Exception problem) when (problem is InvalidDataException or FormatException or DirectoryNotFoundException)
        {
            throw new LocalHostStartException([problem.InnerException is { } inner ? $"{problem.Message} {inner.Message}" : problem.Message], problem);
        }
    }

    /// <summary>Azure's own variable goes before those of .NET; Production when nothing is said, so that nothing is open by accident.</summary>
    private static string? EnvironmentName(string[] args) =>
        new ConfigurationBuilder().AddCommandLine(args).Build()["environment"] ?? Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT");

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Information, "Functions: {Http} HTTP, {Timers} timers, {Orchestrators} orchestrators, {Activities} activities, {Entities} entities. Data: {DataFolder}")]
        public static partial void Found(ILogger logger, int http, int timers, int orchestrators, int activities, int entities, string dataFolder);
    }
}
