using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailServerless.Core.Privacy;

namespace RetailServerless.Core.Customers;

/// <summary>Registers customers, their reviews and tickets.</summary>
public static class CustomersServiceCollectionExtensions
{
    /// <summary>Adds <see cref="CustomerStore"/>, <see cref="ReviewStore"/> and <see cref="TicketStore"/>. Needs a document store.</summary>
    public static IServiceCollection AddCustomers(this IServiceCollection services)
    {
        services.TryAddSingleton<CustomerStore>();
        services.TryAddSingleton<ReviewStore>();
        services.TryAddSingleton<TicketStore>();
        services.AddPartitionOfPerson(CustomerStore.Description);
        services.AddPartitionOfPerson(ReviewStore.Description);
        services.AddPartitionOfPerson(TicketStore.Description);
        return services;
    }
}
