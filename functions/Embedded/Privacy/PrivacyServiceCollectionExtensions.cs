using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Privacy;
using RetailServerless.Embedded.Storage;

namespace RetailServerless.Embedded.Privacy;

/// <summary>Keys in a data folder.</summary>
public static class PrivacyServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IKeyVault"/> with the key file <c>keys/master.json</c>.</summary>
    /// <exception cref="DataFolderException">The folder cannot be made or written.</exception>
    public static IServiceCollection AddEmbeddedPrivacy(this IServiceCollection services, string dataFolder)
    {
        var file = Path.Combine(DataFolder.Open(dataFolder).FolderPath("keys"), "master.json");
        return services.AddSingleton<IKeyVault>(_ => new FileKeyVault(file));
    }
}
