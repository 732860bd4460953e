using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Privacy;
using RetailServerless.Functions.Access;

namespace RetailServerless.Functions.Audit;

/// <summary>Registers what reads and checks the audit log.</summary>
internal static class AuditTrailServiceCollectionExtensions
{
    /// <summary>Adds the check at start, which comes before whatever appends, and the record of who reads.</summary>
    public static IServiceCollection AddAuditTrail(this IServiceCollection services)
    {
        services.AddSingleton<AuditWatch>();
        services.AddHostedService<AuditCheckAtStart>();
        services.AddHostedService<AuditCheckInBackground>();
        services.AddHostedService<AuditIndexing>();
        services.AddSingleton<AuditCommands>();
        services.AddSingleton<AuditQueryReader>();
        services.AddSingleton(provider => new AuditReads(
            provider.GetRequiredService<IAuditLog>(), provider.GetRequiredService<IPersonKeys>(), provider.GetRequiredService<RefusalLog>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
