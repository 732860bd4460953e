using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailServerless.Core.Inventory;

namespace RetailServerless.Core.Catalog;

/// <summary>Registers the catalog.</summary>
public static class CatalogServiceCollectionExtensions
{
    /// <summary>Adds <see cref="ICatalog"/>. Needs a document store.</summary>
    public static IServiceCollection AddCatalog(this IServiceCollection services)
    {
        services.AddInventory();
        services.TryAddSingleton<CatalogStore>();
        services.TryAddSingleton<ProductCatalog>();
        services.TryAddSingleton<ICatalog>(provider => provider.GetRequiredService<ProductCatalog>());
        return services;
    }
}
