using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailServerless.Core.Audit.Retention;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.Imports;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Requests.Certificates;
using RetailServerless.Core.Privacy.Requests.Holds;
using RetailServerless.Core.Privacy.Requests.Notices;

namespace RetailServerless.Core.Privacy.Requests;

/// <summary>Registers the requests of people about their data.</summary>
public static class RequestsServiceCollectionExtensions
{
    /// <summary>
    /// Adds requests, holds, packages, certificates and the suppression list, and sets the restrictions before the consent gate. Needs a document store, an object store, the vault, policies with regimes,
    /// consent (added before), decisions and the audit log; <see cref="IErasureSweep"/>, <see cref="ISuppressionJournal"/> <see cref="IVerificationCodes"/> and <see cref="IPersonMessages"/> come from
    /// the adapters, <see cref="IProcessorGateway"/> and <see cref="ProcessorCallbacks"/> from the app.
    /// </summary>
    public static IServiceCollection AddPrivacyRequests(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddPolicyType<RequestPolicy>(RequestPolicy.Id);
        services.AddSingleton<RequestStore>();
        services.AddSingleton<RequestKeys>();
        services.AddSingleton<RequestSubjects>();
        services.AddSingleton<SubjectHashes>();
        services.AddSingleton<SuppressionList>();
        services.AddSingleton<PersonFacts>();
        services.AddSingleton<RequestIntakes>();
        services.AddSingleton<RequestVerifications>();
        services.AddSingleton<RequestDecisions>();
        services.AddSingleton<RequestNotices>();
        services.AddSingleton<RequestProgress>();
        services.AddSingleton<RequestGathering>();
        services.AddSingleton<RequestPackages>();
        services.AddSingleton<RequestErasure>();
        services.AddSingleton<RightsInEffect>();
        services.AddSingleton<RequestApplication>();
        services.AddSingleton<IdentifierCollector>();
        services.AddSingleton<LegalHolds>();
        services.AddSingleton<IAuditHolds, AuditHolds>();
        services.AddSingleton<CertificateSigner>();
        services.AddSingleton<CertificateStore>();
        services.AddSingleton<SuppressionReplay>();
        services.AddSingleton<RequestKeeping>();
        services.AddSingleton<LearnedModels>();
        services.AddSingleton<ILearnedModels>(provider => provider.GetRequiredService<LearnedModels>());
        services.AddPartitionOfPerson(LearnedModels.Description);
        services.AddSingleton<RestrictionLifts>();
        services.AddSingleton<YearlyRequestMetrics>();
        services.AddSingleton<ProcessorNotices>();
        services.AddSingleton<IImportScreen, SuppressionScreen>();
        services.AddSingleton<IPersonalDataCorrection, CustomerCorrection>();
        services.AddSingleton<IPersonalDataStore, RequestPersonalData>();
        services.AddSingleton<IPurposeBoundData, BoundModels>();
        services.AddPartitionOfPerson(Restrictions.Description);
        return services.AddRestrictions();
    }

    private static IServiceCollection AddRestrictions(this IServiceCollection services)
    {
        services.TryAddSingleton<Restrictions>();
        var gate = services.Last(s => s.ServiceType == typeof(IConsentGate));
        services.Remove(gate);
        return services.AddSingleton<IConsentGate>(provider => new RestrictedConsentGate(
            (IConsentGate)(gate.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, gate.ImplementationType!)),
            provider.GetRequiredService<Restrictions>()));
    }
}
