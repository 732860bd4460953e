using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailServerless.Core.Privacy;

namespace RetailServerless.Core.Decisions;

/// <summary>Registers decisions.</summary>
public static class DecisionsServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IDecisionStore"/>, <see cref="DecisionExplainer"/> and <see cref="DecisionContests"/>. Needs a document store, the keys and the audit log.</summary>
    public static IServiceCollection AddDecisions(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IDecisionStore, DecisionStore>();
        services.AddSingleton<DecisionContests>();
        services.AddSingleton<DecisionExplainer>();
        services.AddSingleton<IPersonalDataStore, DecisionPersonalData>();
        services.AddSingleton<IPersonalDataStore, ReviewPersonalData>();
        return services;
    }
}
