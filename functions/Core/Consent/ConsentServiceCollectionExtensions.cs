using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent;

/// <summary>Registers consent.</summary>
public static class ConsentServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IConsentGate"/> and <see cref="ConsentService"/>. Needs policies, the audit log, a document store and the keys.</summary>
    public static IServiceCollection AddConsent(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddPolicyFolder<ConsentPolicy>(ConsentPolicy.Folder);
        services.AddSingleton<IPolicyEffectMeter, ConsentPolicyEffect>();
        services.AddSingleton<ConsentPolicies>();
        services.AddSingleton<ConsentStates>();
        services.AddSingleton<ReceiptSigner>();
        services.AddSingleton<ConsentStatistics>();
        services.AddSingleton<ConsentOutbox>();
        services.AddSingleton<IConsentGate, ConsentGate>();
        services.AddSingleton(provider => new ConsentService(
            provider.GetRequiredService<ConsentPolicies>(),
            provider.GetRequiredService<IDocumentStore>(),
            provider.GetRequiredService<IPersonKeys>(),
            provider.GetRequiredService<ConsentStates>(),
            provider.GetRequiredService<ConsentOutbox>(),
            provider.GetRequiredService<ReceiptSigner>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IPersonalDataStore, ConsentPersonalData>();
        services.AddSingleton<IPersonalDataStore>(provider => new PartitionPersonalData(
            provider.GetRequiredService<IDocumentStore>(),
            new PersonalDataDescription(
                ConsentReceipt.Container, "Each decision of the person about a purpose, with the notice that was shown.", ["identifiers"], [Purpose.Service])));
        return services;
    }
}
