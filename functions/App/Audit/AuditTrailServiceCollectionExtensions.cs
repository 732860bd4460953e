using Microsoft.Extensions.DependencyInjection;

namespace RetailServerless.Functions.Audit;

/// <summary>Registers what reads and checks the audit log.</summary>
internal static class AuditTrailServiceCollectionExtensions
{
    /// <summary>Adds the check at start, which must come before whatever appends, and the record of who reads.</summary>
    public static IServiceCollection AddAuditTrail(this IServiceCollection services)
    {
        services.AddHostedService<AuditCheckAtStart>();
        services.AddSingleton<AuditReads>();
        return services;
    }
}
