using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailServerless.Functions.Api.Description;

namespace RetailServerless.Functions.Api;

/// <summary>Registers what describes and watches the API.</summary>
internal static class ApiServiceCollectionExtensions
{
    /// <summary>Adds the list of HTTP functions, their OpenAPI document and the health of the platform. Needs <c>IDocumentStore</c> and <c>IProductSearch</c>.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(HttpFunctions.Of(typeof(HttpFunctions).Assembly));
        services.AddSingleton<ApiDescription>();
        services.AddSingleton<Health>();
        services.AddSingleton<IHealthProbe, DocumentsProbe>();
        services.AddSingleton<IHealthProbe, SearchProbe>();
        return services;
    }
}
