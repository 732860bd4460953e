using RetailServerless.Core.Policies;
using RetailServerless.Core.Results;

namespace RetailServerless.Core.Statistics;

/// <summary>The data sets that there are and that the policy names.</summary>
public sealed class StatisticsDataSets(IPolicyStore policies, IEnumerable<IStatisticsSource> sources)
{
    private readonly Dictionary<string, IStatisticsSource> _sources = sources.ToDictionary(s => s.Name, StringComparer.Ordinal);

    /// <summary>A data set with its rules. Failures: <c>statistics-data-set-unknown</c>, and those of the policy.</summary>
    public async ValueTask<Result<StatisticsDataSet>> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (!(await policies.GetAsync<StatisticsPolicy>(StatisticsPolicy.Id, cancellationToken)).TryGet(out var policy, out var failure))
        {
            return failure;
        }

        if (!_sources.TryGetValue(name, out var source) || !policy.Value.DataSets.TryGetValue(name, out var rules))
        {
            var known = string.Join(", ", _sources.Keys.Where(policy.Value.DataSets.ContainsKey).Order(StringComparer.Ordinal));
            return new Failure(FailureKind.NotFound, "statistics-data-set-unknown", $"There is no such data set. There are: {known}.");
        }

        // A column that the source does not have would count everybody as 'other'.
        var unknown = rules.Columns.FirstOrDefault(c => !(c.Value.IsNumber ? source.Numbers : source.Words).Contains(c.Key, StringComparer.Ordinal)).Key;
        return unknown is null
            ? new StatisticsDataSet(name, policy.Reference, rules, source)
            : new Failure(FailureKind.Unavailable, "statistics-column-unknown", $"The policy {policy.Reference} names a column '{unknown}' that '{name}' does not have. Propose a version without it.");
    }
}

/// <summary>A data set.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Policy">The policy, as <c>statistics/default@1</c>.</param>
/// <param name="Rules">Its rules.</param>
/// <param name="Source">Its rows.</param>
public sealed record StatisticsDataSet(string Name, string Policy, DataSetPolicy Rules, IStatisticsSource Source);
