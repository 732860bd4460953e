using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RetailServerless.Core.Models;

namespace RetailServerless.Functions.Models;

/// <summary>Registers the models that ship with the product before anything of the application starts.</summary>
internal sealed class ModelSeeding(IModelRegistry registry, IEnumerable<ModelCard> cards) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => registry.SeedAsync([.. cards], cancellationToken);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Registers the seeding.</summary>
internal static class ModelSeedingExtensions
{
    /// <summary>Registers every <see cref="ModelCard"/> of the services at start.</summary>
    public static IServiceCollection AddModelSeeding(this IServiceCollection services) => services.AddHostedService<ModelSeeding>();
}
