using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace RetailServerless.LocalHost.Durable;

/// <summary>Adds the local durable engine.</summary>
public static class DurableEngineServiceCollectionExtensions
{
    /// <summary>
    /// Adds the engine. <c>AddDurableTaskWorker</c> and <c>AddDurableTaskClient</c> do it too; call it to set options.
    /// </summary>
    public static IServiceCollection AddDurableEngine(this IServiceCollection services, Action<DurableEngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<DurableEngineOptions>();
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DurableEngine>();
        services.TryAddSingleton<IDurableStoreHealth>(provider => provider.GetRequiredService<DurableEngine>());
        return configure is null ? services : services.Configure(configure);
    }
}
