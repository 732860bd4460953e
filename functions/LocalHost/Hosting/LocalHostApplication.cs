using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using RetailServerless.LocalHost.Settings;

namespace RetailServerless.LocalHost.Hosting;

/// <summary>The built application; what prevents it from listening becomes one clear line.</summary>
internal sealed class LocalHostApplication(WebApplication app, LocalHostSettings settings) : IHost, IAsyncDisposable
{
    public IServiceProvider Services => app.Services;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception problem) when (Find<AddressInUseException>(problem) is not null)
        {
            throw new LocalHostStartException([$"port {settings.Port} on {settings.Address} is taken. Stop what uses it, or choose another with --port."], problem);
        }
        catch (Exception problem) when (Find<SocketException>(problem) is { } socket)
        {
            throw new LocalHostStartException([$"cannot listen on {settings.Address} port {settings.Port}: {socket.Message}"], problem);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => app.StopAsync(cancellationToken);

    public void Dispose() => ((IDisposable)app).Dispose();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static T? Find<T>(Exception? problem)
        where T : Exception
    {
        while (problem is not null and not T)
        {
            problem = problem.InnerException;
        }

        return (T?)problem;
    }
}
