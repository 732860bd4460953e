using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailServerless.Core.Privacy;

namespace RetailServerless.Core.Orders;

/// <summary>Registers orders.</summary>
public static class OrdersServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IOrderReader"/>. Needs a document store.</summary>
    public static IServiceCollection AddOrders(this IServiceCollection services)
    {
        services.TryAddSingleton<IOrderReader, OrderStore>();
        services.AddPartitionOfPerson(OrderStore.Description);
        return services;
    }
}
