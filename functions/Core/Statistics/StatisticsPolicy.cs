using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Statistics;

/// <summary>What may be told about groups of people, and how exactly: <c>policies/statistics/default.yaml</c>.</summary>
public sealed record StatisticsPolicy : IValidatedPolicy
{
    /// <summary>The policy's id.</summary>
    public const string Id = "statistics/default";

    /// <summary>The data sets, by name. One that is not here answers nothing.</summary>
    public required IReadOnlyDictionary<string, DataSetPolicy> DataSets { get; init; }

    /// <inheritdoc/>
    public IEnumerable<PolicyProblem> Validate() => DataSets.SelectMany(d => d.Value.Validate($"$.dataSets.{d.Key}"));
}

/// <summary>One data set.</summary>
public sealed record DataSetPolicy
{
    /// <summary>How much may be told in a period.</summary>
    public required BudgetPolicy Budget { get; init; }

    /// <summary>How many rows of one person count at most in an answer.</summary>
    public required int RowsPerPerson { get; init; }

    /// <summary>The columns that may be asked about. What they can hold is said here and never found out from the data.</summary>
    public required IReadOnlyDictionary<string, ColumnPolicy> Columns { get; init; }

    /// <summary>The rules of exports; <see langword="null"/>: there are none.</summary>
    public ExportPolicy? Exports { get; init; }

    internal IEnumerable<PolicyProblem> Validate(string path)
    {
        if (RowsPerPerson is < 1 or > 1_000)
        {
            yield return new PolicyProblem($"{path}.rowsPerPerson", "must be 1 to 1000");
        }

        foreach (var problem in Budget.Validate($"{path}.budget").Concat(Columns.SelectMany(c => c.Value.Validate($"{path}.columns.{c.Key}"))).Concat(Exports?.Validate($"{path}.exports") ?? []))
        {
            yield return problem;
        }
    }
}

/// <summary>The time after which a budget is whole again.</summary>
public enum BudgetPeriod
{
    /// <summary>A day.</summary>
    Day,

    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>A quarter of a year.</summary>
    Quarter,

    /// <summary>A calendar year.</summary>
    Year,
}

/// <summary>How much may be told. ε adds up over answers (basic composition: Dwork and Roth, "The Algorithmic Foundations of Differential Privacy", 2014, Theorem 3.14).</summary>
/// <param name="Epsilon">The sum of ε of all answers of a period. δ is 0.</param>
/// <param name="Per">The period, in UTC.</param>
/// <param name="MinQueryEpsilon">The least ε of one answer.</param>
/// <param name="MaxQueryEpsilon">The most ε of one answer.</param>
public sealed record BudgetPolicy(decimal Epsilon, BudgetPeriod Per, decimal MinQueryEpsilon, decimal MaxQueryEpsilon)
{
    internal IEnumerable<PolicyProblem> Validate(string path)
    {
        if (Epsilon is <= 0 or > 20)
        {
            yield return new PolicyProblem($"{path}.epsilon", "must be more than 0 and at most 20");
        }

        // What the ledger of a period keeps is bounded by how many answers fit into it.
        if (MinQueryEpsilon < 0.001m || MinQueryEpsilon > MaxQueryEpsilon || MaxQueryEpsilon > Epsilon || Epsilon / Math.Max(MinQueryEpsilon, 0.001m) > 5_000)
        {
            yield return new PolicyProblem($"{path}.minQueryEpsilon", "must be at least 0.001, at most maxQueryEpsilon, which is at most epsilon, and allow at most 5000 answers");
        }
    }
}

/// <summary>A column: of words with their values, or of numbers with their bounds.</summary>
/// <param name="Values">The values of a column of words; what is not among them counts as <c>other</c>.</param>
/// <param name="Min">The least number; what is less counts as this.</param>
/// <param name="Max">The greatest number; what is more counts as this.</param>
/// <param name="Step">The unit to which numbers are rounded.</param>
/// <param name="Levels">For exports: coarser words, from finer to coarser, each a map of every value to its word. The last level, where everything is <c>*</c>, is always there.</param>
public sealed record ColumnPolicy(
    IReadOnlyList<string>? Values = null, decimal? Min = null, decimal? Max = null, decimal? Step = null, IReadOnlyList<IReadOnlyDictionary<string, string>>? Levels = null)
{
    /// <summary>What a word counts as that is not among the values.</summary>
    public const string Other = "other";

    /// <summary>Whether it holds numbers.</summary>
    public bool IsNumber => Values is null;

    internal IEnumerable<PolicyProblem> Validate(string path)
    {
        if (Values is null)
        {
            // The noise of a sum is sampled exactly up to a number of steps.
            if (Min is not { } min || Max is not { } max || Step is not { } step || step <= 0 || min >= max || (max - min) / step > 10_000_000 || min % step != 0 || max % step != 0)
            {
                yield return new PolicyProblem(path, "must have values, or min, max and step with at most 10000000 steps from min to max");
            }

            yield break;
        }

        if (Min is not null || Max is not null || Step is not null)
        {
            yield return new PolicyProblem(path, "has values, and so neither min, max nor step");
        }

        if (Values.Count is < 1 or > 500 || Values.Distinct(StringComparer.Ordinal).Count() != Values.Count || Values.Contains(Other, StringComparer.Ordinal) || Values.Contains("*", StringComparer.Ordinal))
        {
            yield return new PolicyProblem($"{path}.values", "must be 1 to 500 different words, none of them 'other' or '*'");
        }

        for (var level = 0; level < (Levels?.Count ?? 0); level++)
        {
            if (!IsCoarser(level))
            {
                yield return new PolicyProblem($"{path}.levels[{level}]", "must say a word for every value, and put together whatever the level before put together");
            }
        }
    }

    // A level must not part what the level before joined, or what was safe on one would not be on the next.
    private bool IsCoarser(int level) =>
        Values!.All(Levels![level].ContainsKey)
        && (level == 0 || Values!.Where(Levels[level - 1].ContainsKey).GroupBy(v => Levels[level - 1][v], StringComparer.Ordinal).All(g => g.Select(v => Levels[level][v]).Distinct(StringComparer.Ordinal).Count() == 1));
}

/// <summary>The rules of exports.</summary>
/// <param name="MinK">The least number of people who share their quasi-identifiers.</param>
/// <param name="MinL">The least diversity of each sensitive column among them.</param>
/// <param name="MaxSuppression">The largest share of rows that is left out.</param>
/// <param name="PerPeriod">How many different exports a period of the budget allows: several together tell more than each.</param>
/// <param name="KeepDays">For how many days the file is kept.</param>
public sealed record ExportPolicy(int MinK, decimal MinL, decimal MaxSuppression, int PerPeriod, int KeepDays)
{
    internal IEnumerable<PolicyProblem> Validate(string path)
    {
        if (MinK is < 2 or > 1_000 || MinL is < 1 or > 100 || MaxSuppression is < 0 or > 0.5m || PerPeriod is < 1 or > 100 || KeepDays is < 1 or > 365)
        {
            yield return new PolicyProblem(path, "must have minK 2 to 1000, minL 1 to 100, maxSuppression 0 to 0.5, perPeriod 1 to 100 and keepDays 1 to 365");
        }
    }
}
