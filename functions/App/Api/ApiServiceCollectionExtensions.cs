using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace RetailServerless.Functions.Api;

/// <summary>Registers what describes the API.</summary>
internal static class ApiServiceCollectionExtensions
{
    /// <summary>Adds the list of HTTP functions.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.TryAddSingleton(HttpFunctions.Of(typeof(HttpFunctions).Assembly));
        return services;
    }
}
