using Microsoft.Extensions.Options;

namespace RetailServerless.Console.Platform;

/// <summary>Registers the way to the platform.</summary>
internal static class PlatformServiceCollectionExtensions
{
    public const string Client = "platform";

    /// <summary>Adds <see cref="PlatformClient"/>, one a circuit.</summary>
    public static void AddPlatformClient(this IServiceCollection services)
    {
        services.AddHttpClient(Client, (provider, http) =>
        {
            http.BaseAddress = provider.GetRequiredService<IOptions<PlatformOptions>>().Value.BaseAddress;
            http.Timeout = TimeSpan.FromSeconds(60);
        });
        services.AddScoped<IPlatformToken, PlatformToken>();
        services.AddScoped(provider => new PlatformClient(provider.GetRequiredService<IHttpClientFactory>().CreateClient(Client), provider.GetRequiredService<IPlatformToken>()));
    }
}
