using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailServerless.Core.Audit.Export;
using RetailServerless.Core.Audit.Retention;
using RetailServerless.Core.Audit.Tree;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy;

namespace RetailServerless.Core.Audit;

/// <summary>Registers the audit log.</summary>
public static class AuditServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IAuditLog"/>, <see cref="AuditReader"/> and <see cref="AuditProver"/>. Needs <see cref="IAuditStore"/>, <see cref="IAuditTree"/>, the document store and the key vault.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IAuditLog, AuditLog>();
        services.AddSingleton<AuditReader>();
        services.TryAddSingleton<TreeKeys>();
        services.AddSingleton<TreeKeyRotation>();
        services.TryAddSingleton<ITreeKeys>(provider => provider.GetRequiredService<TreeKeys>());
        services.AddSingleton<AuditProver>();
        services.AddSingleton<AuditTiles>();
        services.AddSingleton<AuditBodyCheck>();
        services.AddSingleton<AuditExporter>();
        services.AddSingleton<AuditRetention>();
        services.AddPolicyType<AuditRetentionPolicy>(AuditRetentionPolicy.Id);
        services.AddSingleton<IPersonalDataStore, AuditPersonalData>();
        return services;
    }
}
