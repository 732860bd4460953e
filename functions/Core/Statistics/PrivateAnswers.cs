using RetailServerless.Core.Statistics.Noise;

namespace RetailServerless.Core.Statistics;

/// <summary>
/// Answers with ε-differential privacy, δ = 0: two data sets that differ by all rows of one person give any answer with probabilities that differ by at most a factor e^ε. What one person can change is
/// bounded before anything is added up: at most so many rows, numbers within their bounds and on their grid. Everything is counted in whole numbers; the noise is <see cref="DiscreteLaplace"/>.
/// Pure but for the randomness.
/// </summary>
public static class PrivateAnswers
{
    /// <summary>Answers.</summary>
    /// <param name="query">The question; it has been checked against the policy.</param>
    /// <param name="policy">The data set's rules.</param>
    /// <param name="people">The rows of each person, newest first.</param>
    /// <param name="random">The randomness.</param>
    public static StatisticsAnswer Of(StatisticsQuery query, DataSetPolicy policy, IEnumerable<IReadOnlyList<StatisticsRow>> people, IRandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(policy);
        var bounded = people.Select(rows => rows.Where(row => Fits(row, query, policy)).Take(policy.RowsPerPerson).ToList());
        return query.Kind switch
        {
            StatisticsKind.Count when query.Of == StatisticsUnit.People => Count(bounded.LongCount(rows => rows.Count > 0), 1, query.Epsilon, random),
            StatisticsKind.Count => Count(bounded.Sum(rows => (long)rows.Count), policy.RowsPerPerson, query.Epsilon, random),
            StatisticsKind.Histogram => Histogram(bounded, query, policy, random),
            StatisticsKind.Mean => Mean(bounded, query, policy, random),
            _ => throw new ArgumentOutOfRangeException(nameof(query), query.Kind, null),
        };
    }

    /// <summary>The word as which a row counts in a column.</summary>
    internal static string WordOf(StatisticsRow row, string column, ColumnPolicy policy) =>
        row.Words.TryGetValue(column, out var value) && policy.Values!.FirstOrDefault(v => string.Equals(v, value, StringComparison.OrdinalIgnoreCase)) is { } known ? known : ColumnPolicy.Other;

    private static bool Fits(StatisticsRow row, StatisticsQuery query, DataSetPolicy policy) =>
        query.Where.All(w => WordOf(row, w.Key, policy.Columns[w.Key]) == w.Value) && (query.Kind != StatisticsKind.Mean || row.Numbers.ContainsKey(query.Column!));

    private static StatisticsAnswer Count(long count, int sensitivity, decimal epsilon, IRandomNumbers random)
    {
        var noise = DiscreteLaplace.For(epsilon, sensitivity);
        return new StatisticsAnswer { Value = count + noise.Draw(random), Within95 = noise.Within(0.05) };
    }

    // A person moves at most so many rows between bins, each of which counts once: the sum of all changes is at most that number.
    private static StatisticsAnswer Histogram(IEnumerable<List<StatisticsRow>> people, StatisticsQuery query, DataSetPolicy policy, IRandomNumbers random)
    {
        var column = policy.Columns[query.Column!];
        var bins = column.Values!.Append(ColumnPolicy.Other).ToDictionary(v => v, _ => 0L, StringComparer.Ordinal);
        foreach (var row in people.SelectMany(rows => rows))
        {
            bins[WordOf(row, query.Column!, column)]++;
        }

        // Every bin that the policy names has noise, also one without any row: which are empty is nobody's to know.
        var noise = DiscreteLaplace.For(query.Epsilon, policy.RowsPerPerson);
        return new StatisticsAnswer { Bins = bins.ToDictionary(b => b.Key, b => (decimal)(b.Value + noise.Draw(random)), StringComparer.Ordinal), Within95 = noise.Within(0.05) };
    }

    // Half of epsilon for the sum of distances from the middle of the bounds, half for the number of rows.
    private static StatisticsAnswer Mean(IEnumerable<List<StatisticsRow>> people, StatisticsQuery query, DataSetPolicy policy, IRandomNumbers random)
    {
        var column = policy.Columns[query.Column!];
        var (low, high) = ((long)(column.Min!.Value / column.Step!.Value), (long)(column.Max!.Value / column.Step.Value));
        var middle = low + ((high - low) / 2);
        var (sum, count) = (0L, 0L);
        foreach (var row in people.SelectMany(rows => rows))
        {
            var steps = (long)Math.Clamp(decimal.Round(row.Numbers[query.Column!] / column.Step.Value), low, high);
            sum += steps - middle;
            count++;
        }

        var half = query.Epsilon / 2;
        var reach = Math.Max(middle - low, high - middle);
        var noisySum = sum + DiscreteLaplace.For(half, checked(reach * policy.RowsPerPerson)).Draw(random);
        var noisyCount = Math.Max(1, count + DiscreteLaplace.For(half, policy.RowsPerPerson).Draw(random));
        var mean = Math.Clamp(middle + ((decimal)noisySum / noisyCount), low, high) * column.Step.Value;
        return new StatisticsAnswer { Value = decimal.Round(mean, 4), Rows = noisyCount };
    }
}

/// <summary>An answer.</summary>
public sealed record StatisticsAnswer
{
    /// <summary>The count or mean. A count can be negative: cutting it off would make sums of counts wrong.</summary>
    public decimal? Value { get; init; }

    /// <summary>The counts of a histogram.</summary>
    public IReadOnlyDictionary<string, decimal>? Bins { get; init; }

    /// <summary>About how many rows a mean is of.</summary>
    public long? Rows { get; init; }

    /// <summary>Each count is at most so far from the one without noise, with a probability of 95 %.</summary>
    public long? Within95 { get; init; }
}
