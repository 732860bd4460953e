using Microsoft.Extensions.Hosting;
using RetailServerless.Core.Policies;

namespace RetailServerless.Functions.Policies;

/// <summary>Seeds the policies before anything of the application starts, and makes good what a crash left undone about those that were decided. A file that is refused is logged, and what its policy would allow is refused.</summary>
internal sealed class PolicySeeding(PolicyFolder folder, PolicySeeder seeder, PolicyAnnouncer announcer) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await seeder.SeedAsync(await folder.ReadAsync(cancellationToken), cancellationToken);
        await announcer.RecoverAsync(cancellationToken);
    }

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
