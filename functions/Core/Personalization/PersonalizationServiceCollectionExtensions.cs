using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.Privacy;

namespace RetailServerless.Core.Personalization;

/// <summary>Registers what is known of a person's taste.</summary>
public static class PersonalizationServiceCollectionExtensions
{
    /// <summary>Adds <see cref="EventStore"/>, <see cref="EventIntake"/>, <see cref="EventHistory"/> and <see cref="IPersonHistory"/>. Needs a document store, the consent gate, orders and the catalog.</summary>
    public static IServiceCollection AddPersonalization(this IServiceCollection services)
    {
        services.TryAddSingleton<EventStore>();
        services.TryAddSingleton<EventIntake>();
        services.TryAddSingleton<EventHistory>();
        services.TryAddSingleton<IPersonHistory, PurchaseTaste>();
        services.AddPartitionOfPerson(EventStore.Description);
        services.AddSingleton<IPurposeBoundData, BoundEvents>();
        return services;
    }
}
