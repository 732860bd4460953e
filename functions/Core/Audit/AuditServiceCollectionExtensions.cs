using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailServerless.Core.Privacy;

namespace RetailServerless.Core.Audit;

/// <summary>Registers the audit log.</summary>
public static class AuditServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IAuditLog"/> and <see cref="AuditReader"/>. Needs <see cref="IAuditStore"/> and <see cref="IPersonKeys"/>.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IAuditLog, AuditLog>();
        services.AddSingleton<AuditReader>();
        services.AddSingleton<IPersonalDataStore, AuditPersonalData>();
        return services;
    }
}
