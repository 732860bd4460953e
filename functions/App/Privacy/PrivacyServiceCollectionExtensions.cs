using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Retention;
using RetailServerless.Functions.Access;

namespace RetailServerless.Functions.Privacy;

/// <summary>Registers the requests of people about their data, and their functions.</summary>
internal static class PrivacyServiceCollectionExtensions
{
    /// <summary>Adds them. Needs consent, decisions, policies and the audit log.</summary>
    public static IServiceCollection AddPrivacy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPrivacyRegimes().AddPrivacyRequests().AddRetention();
        services.AddSingleton<RequestRunner>();
        services.AddSingleton(provider => new RequestAccess(
            provider.GetRequiredService<RequestStore>(), provider.GetRequiredService<SubjectHashes>(), provider.GetRequiredService<RefusalLog>()));
        services.AddSingleton<AgentLetters>();
        foreach (var agent in configuration.GetSection("Privacy:Agents").GetChildren())
        {
            services.AddSingleton(new KnownAgent(agent.Key, Convert.FromBase64String(agent["PublicKey"] ?? "")));
        }

        services.AddSingleton<IProcessorGateway, HttpProcessorGateway>();
        var address = configuration["Privacy:PublicUrl"]?.TrimEnd('/');
        services.AddSingleton(new ProcessorCallbacks(name => address is null ? null : $"{address}/api/privacy/processors/{name}/status"));
        foreach (var processor in configuration.GetSection("Privacy:Processors").GetChildren())
        {
            services.AddSingleton(new Processor(processor.Key, new Uri(processor["Url"] ?? ""), Convert.FromBase64String(processor["Secret"] ?? "")));
        }

        services.AddHostedService<SuppressionAtStart>();
        return services;
    }
}
