using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace RetailServerless.LocalHost.Hosting;

/// <summary>The address that Kestrel reports.</summary>
internal sealed class LocalHostAddress(IServer server) : ILocalHostAddress
{
    public Uri BaseAddress => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address
        ? new Uri(address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal))
        : throw new InvalidOperationException("The host does not listen. It must be started first.");
}
