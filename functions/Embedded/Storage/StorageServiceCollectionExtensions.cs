using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Storage.Documents;
using RetailServerless.Embedded.Storage.Objects;

namespace RetailServerless.Embedded.Storage;

/// <summary>Documents and objects in a data folder.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IDocumentStore"/> and <see cref="IObjectStore"/>.</summary>
    /// <exception cref="DataFolderException">The folder cannot be made or written.</exception>
    public static IServiceCollection AddEmbeddedStorage(this IServiceCollection services, string dataFolder)
    {
        var folder = DataFolder.Open(dataFolder);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(folder);
        services.AddSingleton<IDocumentStore>(provider => new SqliteDocumentStore(folder.FilePath("documents.db"), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IObjectStore>(_ => new FileObjectStore(folder.FolderPath("objects")));
        return services;
    }
}
