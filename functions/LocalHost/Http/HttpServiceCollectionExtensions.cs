using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;

namespace RetailServerless.LocalHost.Http;

/// <summary>Services of HTTP functions.</summary>
internal static class HttpServiceCollectionExtensions
{
    public static IServiceCollection AddHttpFunctions(this IServiceCollection services)
    {
        if (services.Any(s => s.ServiceType == typeof(Added)))
        {
            return services;
        }

        services.AddSingleton<Added>();
        services.AddMvcCore().AddJsonOptions(o => Configure(o.JsonSerializerOptions));
        services.ConfigureHttpJsonOptions(o => Configure(o.SerializerOptions));
        return services;
    }

    private static void Configure(JsonSerializerOptions options) =>
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));

    private sealed class Added;
}
