using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace RetailServerless.Core.Models;

/// <summary>Registers the register of models.</summary>
public static class ModelsServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IModelRegistry"/>. Needs a document store and the audit log.</summary>
    public static IServiceCollection AddModels(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IModelRegistry, ModelRegistry>();
        return services;
    }

    /// <summary>Adds the card of a model that ships with the product; it is registered and approved at first start.</summary>
    public static IServiceCollection AddModelCard(this IServiceCollection services, ModelCard card)
    {
        services.AddSingleton(card);
        return services;
    }
}
