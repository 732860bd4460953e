using Microsoft.Extensions.Hosting;
using RetailServerless.Core.Access;

namespace RetailServerless.Functions.Access;

/// <summary>Makes the first storefront key when there is none, and shows it once.</summary>
internal sealed class FirstStorefrontKey(StorefrontKeys keys) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await keys.EnsureFirstKeyAsync(cancellationToken) is { } key)
        {
            Console.WriteLine($"storefront key: {key} (shown only now; make a new one with 'keys rotate main')");
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
