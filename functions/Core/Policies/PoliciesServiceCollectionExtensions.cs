using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace RetailServerless.Core.Policies;

/// <summary>Registers the policies.</summary>
public static class PoliciesServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IPolicyStore"/> and <see cref="PolicySeeder"/>. Needs a document store and the audit log.</summary>
    public static IServiceCollection AddPolicyStore(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PolicyStore>();
        services.TryAddSingleton<IPolicyStore>(provider => provider.GetRequiredService<PolicyStore>());
        services.TryAddSingleton<PolicySeeder>();
        services.TryAddSingleton<PolicyTypes>();
        services.TryAddSingleton<PolicyVersions>();
        services.TryAddSingleton<PolicyAnnouncer>();
        services.TryAddSingleton<PolicyEffects>();
        services.TryAddSingleton<PolicyRights>();
        services.TryAddSingleton<PolicyProposals>();
        services.TryAddSingleton<PolicyDecisions>();
        services.AddPolicyType<ApprovalPolicy>(ApprovalPolicy.Id);
        return services;
    }

    /// <summary>Says as which type a policy is read.</summary>
    public static IServiceCollection AddPolicyType<T>(this IServiceCollection services, string policyId)
        where T : class
    {
        services.AddSingleton<PolicyType>(new PolicyType<T>(policyId));
        return services;
    }

    /// <summary>Says as which type the policies directly in a folder are read.</summary>
    public static IServiceCollection AddPolicyFolder<T>(this IServiceCollection services, string folder)
        where T : class
    {
        services.AddSingleton<PolicyType>(new PolicyFolderType<T>(folder));
        return services;
    }
}
