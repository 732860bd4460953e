using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Requests.Notices;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Privacy.Sweep;
using RetailServerless.Embedded.Storage;

namespace RetailServerless.Embedded.Privacy;

/// <summary>Keys in a data folder.</summary>
public static class PrivacyServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IKeyVault"/> with the key file <c>keys/master.json</c>, the search for erased people and the journal of them, and the drop for codes, messages and confirmations that are to be sent. Needs the document store.</summary>
    /// <exception cref="DataFolderException">The folder cannot be made or written.</exception>
    public static IServiceCollection AddEmbeddedPrivacy(this IServiceCollection services, string dataFolder)
    {
        var file = Path.Combine(DataFolder.Open(dataFolder).FolderPath("keys"), "master.json");
        var data = DataFolder.Open(dataFolder);
        var outbox = data.FolderPath("outbox");
        services.AddSingleton<IErasureSweep>(provider => new DataFolderSweep(data, provider.GetRequiredService<IDocumentStore>()));
        var journal = Path.Combine(data.FolderPath("keys"), "suppressed.jsonl");
        services.AddSingleton<ISuppressionJournal>(_ => new SuppressionFile(journal));
        services.AddSingleton<IVerificationCodes>(_ => new CodeDrop(outbox));
        services.AddSingleton<IPersonMessages>(_ => new MessageDrop(outbox));
        services.AddSingleton<IRevocationConfirmations>(_ => new ConfirmationDrop(outbox));
        return services.AddSingleton<IKeyVault>(_ => new FileKeyVault(file));
    }
}
