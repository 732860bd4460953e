using RetailServerless.Functions.Api;
using RetailServerless.Functions.Start.LocalHost;
using RetailServerless.LocalHost.Durable;

namespace RetailServerless.Functions.Tests.Start;

public sealed class DurableStoreProbeTests
{
    [Fact]
    public async Task The_platform_is_degraded_while_the_durable_store_cannot_be_written()
    {
        var store = new Store { Trouble = new IOException("disk full") };
        var probe = new DurableStoreProbe(store);

        var during = await probe.LookAsync(CancellationToken.None);
        store.Trouble = null;
        var after = await probe.LookAsync(CancellationToken.None);

        Assert.Equal(new HealthFinding(HealthStatus.Degraded, "cannot-be-written"), during);
        Assert.Equal(HealthFinding.Healthy, after);
    }

    private sealed class Store : IDurableStoreHealth
    {
        public Exception? Trouble { get; set; }
    }
}
