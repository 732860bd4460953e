using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RetailServerless.LocalHost.Durable;

namespace Microsoft.DurableTask.Client;

/// <summary>Builds a client of the local engine, unless told to build another.</summary>
/// <param name="name">Name of the client.</param>
/// <param name="services">The services it is registered in.</param>
public class DefaultDurableTaskClientBuilder(string? name, IServiceCollection services) : IDurableTaskClientBuilder
{
    private Type? _target;

    /// <inheritdoc/>
    public string Name { get; } = name ?? Options.DefaultName;

    /// <inheritdoc/>
    public IServiceCollection Services { get; } = services;

    /// <inheritdoc/>
    public Type? BuildTarget
    {
        get => _target;
        set
        {
            if (value is not null && (!typeof(DurableTaskClient).IsAssignableFrom(value) || value.IsAbstract))
            {
                throw new ArgumentException($"{value} is not a concrete {nameof(DurableTaskClient)}.", nameof(value));
            }

            _target = value;
        }
    }

    /// <inheritdoc/>
    public DurableTaskClient Build(IServiceProvider serviceProvider)
    {
        if (_target is not null)
        {
            return (DurableTaskClient)ActivatorUtilities.CreateInstance(serviceProvider, _target, Name);
        }

        var options = serviceProvider.GetRequiredService<IOptionsMonitor<DurableTaskClientOptions>>().Get(Name);
        return new LocalDurableTaskClient(Name, options, serviceProvider.GetRequiredService<DurableEngine>());
    }
}
