using RetailServerless.Core.Statistics.Noise;

namespace RetailServerless.Core.Tests.Statistics;

public sealed class DiscreteLaplaceTests
{
    // Chi-squared with 9 degrees of freedom, exceeded once in 1000.
    private const double ChiSquared9 = 27.88;

    [Theory]
    [InlineData(1UL, 1UL)]
    [InlineData(1UL, 2UL)]
    [InlineData(3UL, 2UL)]
    [InlineData(7UL, 20UL)]
    public void The_noise_has_the_distribution_of_its_formula(ulong s, ulong t)
    {
        const int Draws = 100_000;
        var (laplace, random) = (new DiscreteLaplace(s, t), new SeededNumbers(7));
        var seen = new Dictionary<long, int>();
        for (var i = 0; i < Draws; i++)
        {
            var x = Math.Clamp(laplace.Draw(random), -5, 4);
            seen[x] = seen.GetValueOrDefault(x) + 1;
        }

        // The ends hold all that lies beyond: sum over x >= a of (1 - q)/(1 + q) q^x = q^a / (1 + q).
        var q = Math.Exp(-(double)s / t);
        double Probability(long x) => x == -5 ? Math.Pow(q, 5) / (1 + q) : x == 4 ? Math.Pow(q, 4) / (1 + q) : (1 - q) / (1 + q) * Math.Pow(q, Math.Abs(x));
        var chi = Enumerable.Range(-5, 10).Sum(x => Math.Pow(seen.GetValueOrDefault(x) - (Draws * Probability(x)), 2) / (Draws * Probability(x)));

        Assert.Equal(1, Enumerable.Range(-5, 10).Sum(x => Probability(x)), 9);
        Assert.True(chi < ChiSquared9, $"chi-squared is {chi}");
    }

    [Theory]
    [InlineData("1", 1L, 2.0424)] // The variance is 2q/(1 - q)^2.
    [InlineData("0.1", 1L, 2.0)]
    [InlineData("0.5", 20L, 2.0)]
    public void Its_spread_grows_with_the_sensitivity_and_shrinks_with_epsilon(string epsilon, long sensitivity, double _)
    {
        var e = decimal.Parse(epsilon, System.Globalization.CultureInfo.InvariantCulture);
        var (laplace, random) = (DiscreteLaplace.For(e, sensitivity), new SeededNumbers(11));
        var q = Math.Exp(-(double)e / sensitivity);
        var expected = 2 * q / Math.Pow(1 - q, 2);

        var draws = Enumerable.Range(0, 40_000).Select(_ => (double)laplace.Draw(random)).ToList();

        Assert.InRange(draws.Average(), -5 * Math.Sqrt(expected / draws.Count), 5 * Math.Sqrt(expected / draws.Count));
        Assert.InRange(draws.Average(d => d * d) / expected, 0.93, 1.07);
    }

    [Theory]
    [InlineData(1UL, 1UL, 0.05)]
    [InlineData(1UL, 10UL, 0.05)]
    [InlineData(1UL, 200UL, 0.01)]
    public void The_stated_distance_is_exceeded_with_at_most_the_stated_probability_and_a_smaller_one_with_more(ulong s, ulong t, double probability)
    {
        var q = Math.Exp(-(double)s / t);
        double Beyond(long w) => 2 * Math.Pow(q, w + 1) / (1 + q);

        var within = new DiscreteLaplace(s, t).Within(probability);

        Assert.True(Beyond(within) <= probability);
        Assert.True(Beyond(within - 1) > probability);
    }

    [Fact]
    public void Cryptographic_numbers_keep_within_their_bound_and_reach_all_of_it()
    {
        var random = new CryptographicNumbers();

        var drawn = Enumerable.Range(0, 2_000).Select(_ => random.Below(5)).ToHashSet();

        Assert.Equal([0UL, 1UL, 2UL, 3UL, 4UL], drawn.Order().ToArray());
        Assert.Equal(0UL, random.Below(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Below(0));
    }

    [Theory]
    [InlineData("0", 1L)]
    [InlineData("1", 0L)]
    [InlineData("0.00001", 1L)]
    public void What_cannot_be_sampled_exactly_is_refused(string epsilon, long sensitivity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DiscreteLaplace.For(decimal.Parse(epsilon, System.Globalization.CultureInfo.InvariantCulture), sensitivity));
}
