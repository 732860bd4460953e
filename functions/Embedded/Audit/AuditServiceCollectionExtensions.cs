using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Audit.Search;
using RetailServerless.Core.Audit.Tree;
using RetailServerless.Embedded.Storage;

namespace RetailServerless.Embedded.Audit;

/// <summary>The audit log's store in a data folder.</summary>
public static class AuditServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IAuditStore"/> with the file <c>audit.db</c>, the tree, the check and the search index of it. Needs <see cref="ITreeKeys"/>.</summary>
    /// <exception cref="DataFolderException">The folder cannot be made or written.</exception>
    public static IServiceCollection AddEmbeddedAudit(this IServiceCollection services, string dataFolder)
    {
        var file = DataFolder.Open(dataFolder).FilePath("audit.db");
        services.AddSingleton(provider => new SqliteAuditStore(file, provider.GetRequiredService<ITreeKeys>()));
        services.AddSingleton<IAuditStore>(provider => provider.GetRequiredService<SqliteAuditStore>());
        services.AddSingleton<IAuditTree>(provider => provider.GetRequiredService<SqliteAuditStore>());
        services.AddSingleton<IAuditIndex>(provider => provider.GetRequiredService<SqliteAuditStore>());
        return services.AddSingleton<IAuditCheck>(provider => provider.GetRequiredService<SqliteAuditStore>());
    }
}
