namespace RetailServerless.Benchmarks.Redaction;

/// <summary>95 % confidence intervals: Wilson's score interval (E. B. Wilson, 1927) for shares, a percentile bootstrap over texts (B. Efron, 1979) for F2.</summary>
internal static class Intervals
{
    private const double Z = 1.959963984540054;
    private const int Rounds = 1000;

    public static (double Low, double High) Wilson(int successes, int trials)
    {
        if (trials == 0)
        {
            return (0, 1);
        }

        var share = (double)successes / trials;
        var centre = share + (Z * Z / (2 * trials));
        var spread = Z * Math.Sqrt((share * (1 - share) / trials) + (Z * Z / (4.0 * trials * trials)));
        var scale = 1 + (Z * Z / trials);
        return (Math.Max(0, (centre - spread) / scale), Math.Min(1, (centre + spread) / scale));
    }

    public static (double Low, double High) BootstrapF2(IReadOnlyList<RedactionScore> texts, int seed = 1)
    {
        var random = new Random(seed);
        var values = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var sum = new RedactionScore();
            for (var i = 0; i < texts.Count; i++)
            {
                sum.Add(texts[random.Next(texts.Count)]);
            }

            values[round] = sum.F2;
        }

        Array.Sort(values);
        return (values[(int)(Rounds * 0.025)], values[(int)(Rounds * 0.975)]);
    }
}
