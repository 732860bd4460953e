using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Functions.Api;
using RetailServerless.Functions.Start.LocalHost;
using RetailServerless.LocalHost.Durable;

namespace RetailServerless.Functions;

/// <summary>The part of the app that knows the local host.</summary>
internal static partial class Program
{
    static partial void AddLocalHostAdapters(IServiceCollection services) => services
        .AddSingleton<IPayloadStore, ObjectStorePayloads>()
        .AddSingleton<IHealthProbe, DurableStoreProbe>();
}
