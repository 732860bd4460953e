using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Policies;

namespace RetailServerless.Functions.Policies;

/// <summary>Registers the policies.</summary>
internal static class PoliciesServiceCollectionExtensions
{
    /// <summary>Adds the policy store, seeded at start from the YAML files of a folder.</summary>
    public static IServiceCollection AddPolicies(this IServiceCollection services, string folder)
    {
        services.AddPolicyStore();
        services.AddSingleton(new PolicyFolder(folder));
        services.AddHostedService<PolicySeeding>();
        services.AddSingleton(provider => new PolicyCommands(
            provider.GetRequiredService<PolicyTypes>(), new Lazy<PolicyVersions>(provider.GetRequiredService<PolicyVersions>), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
