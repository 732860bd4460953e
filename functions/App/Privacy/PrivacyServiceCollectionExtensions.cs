using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Functions.Access;

namespace RetailServerless.Functions.Privacy;

/// <summary>Registers the requests of people about their data, and their functions.</summary>
internal static class PrivacyServiceCollectionExtensions
{
    /// <summary>Adds them. Needs consent, decisions, policies and the audit log.</summary>
    public static IServiceCollection AddPrivacy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPrivacyRegimes().AddPrivacyRequests();
        services.AddSingleton<RequestRunner>();
        services.AddSingleton(provider => new RequestAccess(
            provider.GetRequiredService<RequestStore>(), provider.GetRequiredService<SubjectHashes>(), provider.GetRequiredService<RefusalLog>()));
        services.AddSingleton<AgentLetters>();
        foreach (var agent in configuration.GetSection("Privacy:Agents").GetChildren())
        {
            services.AddSingleton(new KnownAgent(agent.Key, Convert.FromBase64String(agent["PublicKey"] ?? "")));
        }

        return services;
    }
}
