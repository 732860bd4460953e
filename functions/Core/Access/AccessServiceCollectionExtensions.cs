using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace RetailServerless.Core.Access;

/// <summary>Registers storefront keys, their limits and visitor tokens.</summary>
public static class AccessServiceCollectionExtensions
{
    /// <summary>Adds the services; a <see cref="StorefrontLimit"/> registered before stands.</summary>
    public static IServiceCollection AddStorefrontKeys(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new StorefrontLimit());
        services.TryAddSingleton<StorefrontKeyRing>();
        services.TryAddSingleton<StorefrontKeys>();
        services.TryAddSingleton<StorefrontLimits>();
        services.TryAddSingleton<VisitorTokens>();
        return services;
    }
}
