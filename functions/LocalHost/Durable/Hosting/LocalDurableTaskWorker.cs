using Microsoft.Extensions.Hosting;

namespace RetailServerless.LocalHost.Durable;

/// <summary>Starts the engine with the application and stops it with it. Several workers of one application share one engine.</summary>
internal sealed class LocalDurableTaskWorker(DurableEngine engine) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => engine.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);
}
