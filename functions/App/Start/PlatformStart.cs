using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using RetailServerless.Core.Access;
using RetailServerless.Core.Models;
using RetailServerless.Core.Policies;

namespace RetailServerless.Functions.Start;

/// <summary>What happens before the first request: policies and models that ship with the product are brought into their stores, and the first storefront key is made.</summary>
internal sealed class PlatformStart(
    IConfiguration configuration, PolicySeeder policies, IModelRegistry models, IEnumerable<ModelCard> cards, StorefrontKeys keys) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var refused = await policies.SeedAsync(ReadPolicies(PlatformSettings.PoliciesFolder(configuration)), cancellationToken);
        if (refused.Count > 0)
        {
            throw new PlatformStartException(string.Join(Environment.NewLine, refused.Select(r => r.Detail)));
        }

        await models.SeedAsync([.. cards], cancellationToken);
        if (await keys.EnsureFirstKeyAsync(cancellationToken) is { } key)
        {
            Console.WriteLine($"storefront key: {key} (shown only now; rotate it with 'keys rotate main')");
        }
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

    private static List<PolicyText> ReadPolicies(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => new PolicyText(Path.GetRelativePath(folder, file), File.ReadAllText(file)))]
        : throw new PlatformStartException($"The folder of the policies, {folder}, does not exist. Set Platform:PoliciesFolder.");
}

/// <summary>The platform cannot start; the message says why.</summary>
internal sealed class PlatformStartException(string message) : Exception(message);
