using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Statistics.Exports;
using RetailServerless.Core.Statistics.Noise;
using RetailServerless.Core.Statistics.Sources;

namespace RetailServerless.Core.Statistics;

/// <summary>Registers statistics.</summary>
public static class StatisticsServiceCollectionExtensions
{
    /// <summary>Adds <see cref="StatisticsAnswering"/> and <see cref="StatisticsExports"/>. Needs policies, consent, a document store, an object store and the audit log.</summary>
    public static IServiceCollection AddStatistics(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IRandomNumbers, CryptographicNumbers>();
        services.AddPolicyType<StatisticsPolicy>(StatisticsPolicy.Id);
        services.AddSingleton<IStatisticsSource, OrderRows>();
        services.AddSingleton<IStatisticsSource, EventRows>();
        services.AddSingleton<IStatisticsSource, CustomerRows>();
        services.AddSingleton<StatisticsDataSets>();
        services.AddSingleton<StatisticsReader>();
        services.AddSingleton<BudgetLedger>();
        services.AddSingleton<StatisticsAnswering>();
        services.AddSingleton<StatisticsExports>();
        return services;
    }
}
