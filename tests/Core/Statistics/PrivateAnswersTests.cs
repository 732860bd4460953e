using RetailServerless.Core.Statistics;

namespace RetailServerless.Core.Tests.Statistics;

public sealed class PrivateAnswersTests
{
    private static readonly DataSetPolicy Policy = new()
    {
        Budget = new BudgetPolicy(10, BudgetPeriod.Month, 0.01m, 10),
        RowsPerPerson = 3,
        Columns = new Dictionary<string, ColumnPolicy>
        {
            ["colour"] = new(Values: ["red", "blue"]),
            ["amount"] = new(Min: 0, Max: 10, Step: 0.5m),
        },
    };

    [Theory]
    [InlineData(StatisticsKind.Count, StatisticsUnit.Rows, null)]
    [InlineData(StatisticsKind.Count, StatisticsUnit.People, null)]
    [InlineData(StatisticsKind.Histogram, StatisticsUnit.Rows, "colour")]
    [InlineData(StatisticsKind.Mean, StatisticsUnit.Rows, "amount")]
    public void No_answer_is_more_than_e_to_the_epsilon_times_as_likely_with_one_person_as_without(StatisticsKind kind, StatisticsUnit of, string? column)
    {
        // The person does all they can: more rows than count, all at the bound.
        var others = People(4);
        var with = others.Append([.. Enumerable.Repeat(Row("red", 1_000), 50)]).ToList();
        var query = new StatisticsQuery { Kind = kind, Of = of, Column = column, Epsilon = 1 };

        var loss = EmpiricalEpsilon(query, with, others);

        Assert.InRange(loss, 0, 1.15);
    }

    [Fact]
    public void The_measure_of_the_guarantee_finds_a_mechanism_that_breaks_it()
    {
        // The noise of epsilon 1 where a person can change three times as much as the mechanism believes.
        var broken = Policy with { RowsPerPerson = 1 };
        var query = new StatisticsQuery { Kind = StatisticsKind.Count, Epsilon = 1 };

        var loss = EmpiricalEpsilon(query, [.. People(4), [Row("red", 1)], [Row("red", 1)], [Row("red", 1)]], People(4), broken);

        Assert.True(loss > 2, $"{loss}");
    }

    [Fact]
    public void One_person_counts_with_no_more_rows_than_the_policy_says()
    {
        var query = new StatisticsQuery { Kind = StatisticsKind.Count, Epsilon = 10 };

        var values = Enumerable.Range(0, 400).Select(i => PrivateAnswers.Of(query, Policy, [[.. Enumerable.Repeat(Row("red", 1), 1_000)]], new SeededNumbers(i)).Value!.Value);

        Assert.InRange(values.Average(), 2.9m, 3.1m);
    }

    [Fact]
    public void Numbers_out_of_bounds_count_as_the_bound_and_a_mean_never_leaves_the_bounds()
    {
        var people = Enumerable.Range(0, 300).Select(i => (IReadOnlyList<StatisticsRow>)[Row("red", i % 2 == 0 ? -1_000_000 : 1_000_000)]).ToList();
        var query = new StatisticsQuery { Kind = StatisticsKind.Mean, Column = "amount", Epsilon = 5 };

        var many = Enumerable.Range(0, 100).Select(i => PrivateAnswers.Of(query, Policy, people, new SeededNumbers(i)).Value!.Value).ToList();
        var none = Enumerable.Range(0, 100).Select(i => PrivateAnswers.Of(query with { Epsilon = 0.01m }, Policy, [], new SeededNumbers(i)).Value!.Value);

        Assert.InRange(many.Average(), 4.9m, 5.1m);
        Assert.All(none.Concat(many), value => Assert.InRange(value, 0, 10));
    }

    [Fact]
    public void A_histogram_has_a_noisy_bin_for_every_word_of_the_policy_and_the_others_together()
    {
        var query = new StatisticsQuery { Kind = StatisticsKind.Histogram, Column = "colour", Epsilon = 10 };

        var bins = PrivateAnswers.Of(query, Policy, [.. Enumerable.Repeat<IReadOnlyList<StatisticsRow>>([Row("RED", 1), Row("green", 1)], 1_000)], new SeededNumbers(1)).Bins!;

        Assert.Equal(["blue", "other", "red"], bins.Keys.Order());
        Assert.InRange(bins["red"], 990, 1_010);
        Assert.InRange(bins["other"], 990, 1_010);
        Assert.InRange(bins["blue"], -10, 10);
    }

    [Theory]
    [InlineData(StatisticsKind.Count, "colour", "1", "$.column")]
    [InlineData(StatisticsKind.Mean, "colour", "1", "$.column")]
    [InlineData(StatisticsKind.Histogram, "amount", "1", "$.column")]
    [InlineData(StatisticsKind.Histogram, "secret", "1", "$.column")]
    [InlineData(StatisticsKind.Count, null, "11", "$.epsilon")]
    [InlineData(StatisticsKind.Count, null, "0.001", "$.epsilon")]
    [InlineData(StatisticsKind.Count, null, "0.12345", "$.epsilon")]
    public void A_question_that_the_policy_does_not_provide_for_is_refused(StatisticsKind kind, string? column, string epsilon, string path) =>
        Assert.Contains(path, new StatisticsQuery { Kind = kind, Column = column, Epsilon = decimal.Parse(epsilon, System.Globalization.CultureInfo.InvariantCulture) }.Check(Policy)!.Errors.Keys);

    [Fact]
    public void Only_values_that_the_policy_names_can_be_asked_for()
    {
        StatisticsQuery Query(string column, string value) => new() { Kind = StatisticsKind.Count, Epsilon = 1, Where = new Dictionary<string, string> { [column] = value } };

        Assert.Null(Query("colour", "red").Check(Policy));
        Assert.NotNull(Query("colour", "Ada").Check(Policy));
        Assert.NotNull(Query("amount", "1").Check(Policy));
    }

    // The largest log-ratio of the frequencies of answers that both data sets give often enough to compare.
    private static double EmpiricalEpsilon(
        StatisticsQuery query, IReadOnlyList<IReadOnlyList<StatisticsRow>> with, IReadOnlyList<IReadOnlyList<StatisticsRow>> without, DataSetPolicy? policy = null)
    {
        const int Draws = 60_000;
        const int Least = 1_500;
        var (a, b) = (Frequencies(query, policy ?? Policy, with, 1, Draws), Frequencies(query, policy ?? Policy, without, 2, Draws));
        return a.Where(f => f.Value >= Least || b.GetValueOrDefault(f.Key) >= Least)
            .Max(f => Math.Abs(Math.Log((double)(f.Value + 1) / (b.GetValueOrDefault(f.Key) + 1))));
    }

    private static Dictionary<decimal, int> Frequencies(StatisticsQuery query, DataSetPolicy policy, IReadOnlyList<IReadOnlyList<StatisticsRow>> people, int seed, int draws)
    {
        var (random, seen) = (new SeededNumbers(seed), new Dictionary<decimal, int>());
        for (var i = 0; i < draws; i++)
        {
            var answer = PrivateAnswers.Of(query, policy, people, random);
            var key = answer.Bins is { } bins ? Math.Clamp(bins["red"], -20, 20) : query.Kind == StatisticsKind.Mean ? decimal.Round(answer.Value!.Value / 2) : answer.Value!.Value;
            seen[key] = seen.GetValueOrDefault(key) + 1;
        }

        return seen;
    }

    private static StatisticsRow Row(string colour, decimal amount) => new(new Dictionary<string, string> { ["colour"] = colour }, new Dictionary<string, decimal> { ["amount"] = amount });

    private static IReadOnlyList<IReadOnlyList<StatisticsRow>> People(int count) => [.. Enumerable.Range(0, count).Select(i => (IReadOnlyList<StatisticsRow>)[Row(i % 2 == 0 ? "red" : "blue", i)])];
}
