using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RetailServerless.LocalHost.Durable;

namespace Microsoft.DurableTask.Worker;

/// <summary>Adds workers.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds, or finds, the worker of a name and gives its builder.</summary>
    public static IDurableTaskWorkerBuilder AddDurableTaskWorker(this IServiceCollection services, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        name ??= Options.DefaultName;
        var existing = services
            .Select(service => service.IsKeyedService ? null : service.ImplementationInstance)
            .OfType<WorkerRegistration>()
            .FirstOrDefault(registration => registration.Builder.Name == name);
        if (existing is not null)
        {
            return existing.Builder;
        }

        services.AddDurableEngine();
        var builder = new DefaultDurableTaskWorkerBuilder(name, services);
        services.AddSingleton(new WorkerRegistration(builder));
        services.AddOptions<DurableTaskWorkerOptions>(name).PostConfigure<IServiceProvider>((options, provider) =>
        {
            if (!options.HasDataConverter && provider.GetService<DataConverter>() is { } converter)
            {
                options.DataConverter = converter;
            }
        });
        services.AddSingleton<IHostedService>(builder.Build);
        return builder;
    }

    /// <summary>Adds the default worker.</summary>
    public static IServiceCollection AddDurableTaskWorker(this IServiceCollection services, Action<IDurableTaskWorkerBuilder> configure) =>
        AddDurableTaskWorker(services, Options.DefaultName, configure);

    /// <summary>Adds the worker of a name.</summary>
    public static IServiceCollection AddDurableTaskWorker(
        this IServiceCollection services, string name, Action<IDurableTaskWorkerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(AddDurableTaskWorker(services, name));
        return services;
    }
}
