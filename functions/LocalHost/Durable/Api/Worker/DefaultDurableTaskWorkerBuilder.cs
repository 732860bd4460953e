using Microsoft.DurableTask.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RetailServerless.LocalHost.Durable;
using RetailServerless.LocalHost.Durable.Execution;

namespace Microsoft.DurableTask.Worker;

/// <summary>Builds a worker on the local engine, unless told to build another.</summary>
/// <param name="name">Name of the worker.</param>
/// <param name="services">The services it is registered in.</param>
public class DefaultDurableTaskWorkerBuilder(string? name, IServiceCollection services) : IDurableTaskWorkerBuilder
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
            if (value is not null && (!typeof(DurableTaskWorker).IsAssignableFrom(value) || value.IsAbstract))
            {
                throw new ArgumentException($"{value} is not a concrete {nameof(DurableTaskWorker)}.", nameof(value));
            }

            _target = value;
        }
    }

    /// <inheritdoc/>
    public IHostedService Build(IServiceProvider serviceProvider) => _target is null
        ? new LocalDurableTaskWorker(serviceProvider.GetRequiredService<DurableEngine>())
        : (IHostedService)ActivatorUtilities.CreateInstance(serviceProvider, _target, Name, Factory(serviceProvider));

    private DurableTaskFactory Factory(IServiceProvider services) =>
        new(services.GetRequiredService<IOptionsMonitor<DurableTaskRegistry>>().Get(Name));
}
