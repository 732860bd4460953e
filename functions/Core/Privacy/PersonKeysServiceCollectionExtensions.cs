using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace RetailServerless.Core.Privacy;

/// <summary>The data keys of people.</summary>
public static class PersonKeysServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IPersonKeys"/> over the document store and the key vault.</summary>
    public static IServiceCollection AddPersonKeys(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSingleton<IPersonKeys, PersonKeys>();
    }
}
