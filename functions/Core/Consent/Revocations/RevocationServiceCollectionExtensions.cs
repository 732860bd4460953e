using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Consent.Signals;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Consent.Revocations;

/// <summary>Registers what becomes of data when a purpose is taken away, and the strings with which that comes too.</summary>
public static class RevocationServiceCollectionExtensions
{
    /// <summary>
    /// Adds it. Needs consent and the requests of people (for holds, processors and addresses); <see cref="IRevocationConfirmations"/> comes from the adapters. Whoever keeps something that rests on
    /// consent adds an <see cref="IPurposeBoundData"/>.
    /// </summary>
    public static IServiceCollection AddConsentRevocations(this IServiceCollection services)
    {
        services.AddSingleton<RevocationStore>();
        services.AddSingleton<RevocationRemoval>();
        services.AddSingleton<RevocationProcessors>();
        services.AddSingleton<RevocationCompletion>();
        services.AddSingleton<RevocationExpiry>();
        services.AddSingleton(provider => new ConsentRecovery(
            provider.GetRequiredService<IDocumentStore>(), provider.GetRequiredService<ConsentStates>(), provider.GetRequiredService<ConsentOutbox>(), provider.GetRequiredService<ILogger<ConsentRecovery>>()));
        services.AddSingleton<IPersonalDataStore, RevocationPersonalData>();
        services.AddPolicyType<SignalPolicy>(SignalPolicy.Id);
        services.AddSingleton<ConsentSignals>();
        return services;
    }
}
