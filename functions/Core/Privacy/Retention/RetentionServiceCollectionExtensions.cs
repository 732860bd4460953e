using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Chat.Conversations;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.Decisions;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Privacy.Requests.Holds;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>Registers retention.</summary>
public static class RetentionServiceCollectionExtensions
{
    /// <summary>Adds <see cref="RetentionRunner"/> with its policies. Needs the requests of people about their data, policies, a document store, the keys and the audit log.</summary>
    public static IServiceCollection AddRetention(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PolicyType>(new RetentionPolicyType());
        services.AddSingleton<IRetainedStore, ConversationRetainedStore>();
        services.AddSingleton<IRetainedStore, DecisionRetainedStore>();
        services.AddSingleton<IRetainedStore, ReceiptRetainedStore>();
        services.AddSingleton<IRetainedStore, RevocationRetainedStore>();
        services.AddSingleton<IDerivedData, ConversationTurns>();
        services.AddSingleton<IDerivedData, DecisionReviews>();
        services.AddSingleton<RetainedStores>();
        services.AddSingleton<RetentionRuns>();
        services.AddSingleton<RetentionNights>();
        services.AddSingleton<RetentionMarks>();
        services.AddSingleton<RetentionListing>();
        services.AddSingleton<RetentionRemoval>();
        services.AddSingleton(provider => new RetentionRunner(
            provider.GetRequiredService<RetentionRuns>(),
            provider.GetRequiredService<RetainedStores>(),
            provider.GetRequiredService<RetentionListing>(),
            provider.GetRequiredService<RetentionRemoval>(),
            provider.GetRequiredService<RequestKeys>(),
            provider.GetRequiredService<IPolicyStore>(),
            provider.GetRequiredService<IAuditLog>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddPartitionOfPerson(RetentionMark.Description);
        return services;
    }
}
