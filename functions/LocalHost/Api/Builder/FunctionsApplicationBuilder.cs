using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailServerless.LocalHost.Discovery;
using RetailServerless.LocalHost.Hosting;
using RetailServerless.LocalHost.Invocation;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Builds an application of functions.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly LocalHostBuilding _building;
    private readonly WebApplicationBuilder _web;
    private readonly MiddlewarePipeline _pipeline = new();
    private bool _built;

    internal FunctionsApplicationBuilder(string[] args)
    {
        _building = new LocalHostBuilding(args);
        _web = _building.Web;
    }

    /// <summary>What extensions of the builder tell each other.</summary>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_web).Properties;

    /// <summary>The settings.</summary>
    public ConfigurationManager Configuration => _web.Configuration;

    /// <summary>Name, content root and environment of the application.</summary>
    public IHostEnvironment Environment => _web.Environment;

    /// <summary>Where log providers are registered.</summary>
    public ILoggingBuilder Logging => _web.Logging;

    /// <summary>Where metrics are configured.</summary>
    public IMetricsBuilder Metrics => _web.Metrics;

    /// <summary>The application's services.</summary>
    public IServiceCollection Services => _web.Services;

    IConfigurationManager IHostApplicationBuilder.Configuration => _web.Configuration;

    internal FunctionSources FunctionSources { get; } = new();

    /// <summary>The host of the application.</summary>
    /// <exception cref="InvalidOperationException">It has been built before.</exception>
    /// <exception cref="RetailServerless.LocalHost.LocalHostStartException">The application is not configured correctly; everything that is wrong is in the message.</exception>
    public IHost Build()
    {
        if (_built)
        {
            throw new InvalidOperationException("The application has been built: a builder builds once.");
        }

        _built = true;
        return _building.Build(FunctionSources, _pipeline);
    }

    /// <summary>Uses another container for the services.</summary>
    /// <typeparam name="TContainerBuilder">The container's builder.</typeparam>
    /// <param name="factory">Makes the container.</param>
    /// <param name="configure">Configures it.</param>
    public void ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull => ((IHostApplicationBuilder)_web).ConfigureContainer(factory, configure);

    /// <inheritdoc/>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        _pipeline.Add(middleware);
        return this;
    }
}
