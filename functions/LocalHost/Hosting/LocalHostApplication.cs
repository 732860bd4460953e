using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using RetailServerless.LocalHost.Durable;
using RetailServerless.LocalHost.Settings;

namespace RetailServerless.LocalHost.Hosting;

/// <summary>The built application; what prevents it from listening becomes one clear line.</summary>
internal sealed class LocalHostApplication(WebApplication app, LocalHostSettings settings) : IHost, IAsyncDisposable
{
    public IServiceProvider Services => app.Services;

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (IsTaken(new IPEndPoint(settings.Address, settings.Port)))
        {
            throw Taken(null);
        }

        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception problem) when (Find<AddressInUseException>(problem) is not null)
        {
            throw Taken(problem);
        }
        catch (Exception problem) when (Find<DurableStoreException>(problem) is { } store)
        {
            throw new LocalHostStartException([store.Message], problem);
        }
        catch (Exception problem) when (Find<SocketException>(problem) is { } socket)
        {
            throw new LocalHostStartException([$"cannot listen on {settings.Address} port {settings.Port}: {socket.Message}"], problem);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => app.StopAsync(cancellationToken);

    public void Dispose() => ((IDisposable)app).Dispose();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>Asked before anything starts; what happens between this and Kestrel's own attempt is seen there.</summary>
    private static bool IsTaken(IPEndPoint endPoint)
    {
        if (endPoint.Port == 0)
        {
            return false;
        }

        using var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
            socket.Listen();
            return false;
        }
        catch (SocketException problem) when (problem.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private LocalHostStartException Taken(Exception? inner) =>
        new([$"port {settings.Port} on {settings.Address} is taken. Stop what uses it, or choose another with --port."], inner);

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
