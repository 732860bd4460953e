using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace RetailServerless.Core.Inventory;

/// <summary>Registers stock and demand.</summary>
public static class InventoryServiceCollectionExtensions
{
    /// <summary>Adds <see cref="StockStore"/> and <see cref="DemandStore"/>. Needs a document store.</summary>
    public static IServiceCollection AddInventory(this IServiceCollection services)
    {
        services.TryAddSingleton<StockStore>();
        services.TryAddSingleton<DemandStore>();
        return services;
    }
}
