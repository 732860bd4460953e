using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Customers;
using RetailServerless.Core.Imports.Targets;
using RetailServerless.Core.Inventory;
using RetailServerless.Core.Orders;
using RetailServerless.Core.Personalization;

namespace RetailServerless.Core.Imports;

/// <summary>Registers imports.</summary>
public static class ImportsServiceCollectionExtensions
{
    /// <summary>
    /// Adds the intake and the steps of imports for every kind, and with them what they fill: catalog, inventory, orders, customers and personalization. Needs a document store,
    /// an object store, a product index, consent and the audit log.
    /// </summary>
    public static IServiceCollection AddImports(this IServiceCollection services, ImportOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        services.AddCatalog().AddInventory().AddOrders().AddCustomers().AddPersonalization();
        services.TryAddSingleton<ImportStore>();
        services.TryAddSingleton<ImportIntake>();
        services.TryAddSingleton<ImportEnding>();
        services.TryAddSingleton<ImportRunner>();
        services.TryAddSingleton<IImportedConsents, ImportedConsents>();
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IImportTarget, CatalogTarget>(),
            ServiceDescriptor.Singleton<IImportTarget, CustomersTarget>(),
            ServiceDescriptor.Singleton<IImportTarget, OrdersTarget>(),
            ServiceDescriptor.Singleton<IImportTarget, StockTarget>(),
            ServiceDescriptor.Singleton<IImportTarget, ReviewsTarget>(),
            ServiceDescriptor.Singleton<IImportTarget, TicketsTarget>(),
            ServiceDescriptor.Singleton<IImportTarget, DemandTarget>(),
            ServiceDescriptor.Singleton<IImportTarget, EventsTarget>(),
        ]);
        return services;
    }
}
