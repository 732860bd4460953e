using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Audit;
using RetailServerless.Embedded.Storage;

namespace RetailServerless.Embedded.Audit;

/// <summary>The audit log's store in a data folder.</summary>
public static class AuditServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IAuditStore"/> with the file <c>audit.db</c>.</summary>
    /// <exception cref="DataFolderException">The folder cannot be made or written.</exception>
    public static IServiceCollection AddEmbeddedAudit(this IServiceCollection services, string dataFolder)
    {
        var file = DataFolder.Open(dataFolder).FilePath("audit.db");
        return services.AddSingleton<IAuditStore>(_ => new SqliteAuditStore(file));
    }
}
