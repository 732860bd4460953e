using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RetailServerless.Core.Access;

namespace RetailServerless.Functions.Access;

/// <summary>Registers what decides who may call. The middleware itself is added with <c>builder.UseWhen&lt;AccessMiddleware&gt;(AccessMiddleware.AppliesTo)</c>, before any other.</summary>
internal static class AccessServiceCollectionExtensions
{
    /// <summary>Adds the services. Needs <c>IDocumentStore</c>, <c>IKeyVault</c> and <c>IAuditLog</c>, and <c>AddApi</c>.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<OidcOptions>().Bind(configuration.GetSection(OidcOptions.Section));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<OidcOptions>, OidcOptionsSetup>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OidcOptions>, OidcOptionsSetup>());
        services.AddOptionsWithValidateOnStart<StorefrontOptions>().Bind(configuration.GetSection(StorefrontOptions.Section));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorefrontOptions>, StorefrontOptions>());

        services.AddSingleton(provider => provider.GetRequiredService<IOptions<StorefrontOptions>>().Value.ToLimit());
        services.AddStorefrontKeys();
        services.AddSingleton<TokenReader>();
        services.AddSingleton<CallerFinder>();
        services.AddSingleton<RefusalLog>();
        services.AddHostedService(provider => provider.GetRequiredService<RefusalLog>());
        services.AddSingleton<AccessCommands>();
        return services;
    }

    private static StorefrontLimit ToLimit(this StorefrontOptions options) => new(options.RequestsPerSecond, options.Burst, options.ShoppersPerHour);
}
