using RetailServerless.Functions.Api;
using RetailServerless.LocalHost.Durable;

namespace RetailServerless.Functions.Start.LocalHost;

/// <summary>Whether the local durable engine can write. While it cannot, what runs waits and what is read is read; the log says why.</summary>
internal sealed class DurableStoreProbe(IDurableStoreHealth store) : IHealthProbe
{
    public string Name => "durable-store";

    public Task<HealthFinding> LookAsync(CancellationToken cancellationToken) =>
        Task.FromResult(store.Trouble is null ? HealthFinding.Healthy : new HealthFinding(HealthStatus.Degraded, "cannot-be-written"));
}
