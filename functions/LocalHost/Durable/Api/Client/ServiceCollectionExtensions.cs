using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RetailServerless.LocalHost.Durable;

namespace Microsoft.DurableTask.Client;

/// <summary>Adds clients.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds, or finds, the client of a name and gives its builder.</summary>
    public static IDurableTaskClientBuilder AddDurableTaskClient(this IServiceCollection services, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        name ??= Options.DefaultName;
        var existing = services
            .Select(service => service.IsKeyedService ? null : service.ImplementationInstance)
            .OfType<ClientRegistration>()
            .FirstOrDefault(registration => registration.Builder.Name == name);
        if (existing is not null)
        {
            return existing.Builder;
        }

        services.AddDurableEngine();
        services.TryAddSingleton<IDurableTaskClientProvider, DurableTaskClientProvider>();
        var builder = new DefaultDurableTaskClientBuilder(name, services);
        services.AddSingleton(new ClientRegistration(builder));
        services.AddOptions<DurableTaskClientOptions>(name).PostConfigure<IServiceProvider>((options, provider) =>
        {
            if (!options.HasDataConverter && provider.GetService<DataConverter>() is { } converter)
            {
                options.DataConverter = converter;
            }
        });
        if (name == Options.DefaultName)
        {
            services.TryAddSingleton(provider => provider.GetRequiredService<IDurableTaskClientProvider>().GetClient());
        }

        return builder;
    }

    /// <summary>Adds the default client.</summary>
    public static IServiceCollection AddDurableTaskClient(this IServiceCollection services, Action<IDurableTaskClientBuilder> configure) =>
        AddDurableTaskClient(services, Options.DefaultName, configure);

    /// <summary>Adds the client of a name.</summary>
    public static IServiceCollection AddDurableTaskClient(
        this IServiceCollection services, string name, Action<IDurableTaskClientBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(AddDurableTaskClient(services, name));
        return services;
    }
}
