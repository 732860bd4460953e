namespace RetailServerless.Samples.Shop;

/// <summary>Draws from distributions. Everything random in the shop comes from one seed.</summary>
internal static class Draw
{
    /// <summary>An independent stream of random numbers for a part of the simulation.</summary>
    public static Random Stream(int seed, string part)
    {
        var hash = (uint)seed;
        foreach (var character in part)
        {
            hash = (hash ^ character) * 16777619;
        }

        return new Random((int)(hash & int.MaxValue));
    }

    public static T Pick<T>(this Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    /// <summary>A standard normal number (Box and Muller 1958).</summary>
    public static double Normal(this Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>A Poisson number, by multiplication (Knuth) for small means and the normal approximation above 30.</summary>
    public static int Poisson(this Random random, double mean)
    {
        if (mean > 30)
        {
            return Math.Max(0, (int)Math.Round(mean + (Math.Sqrt(mean) * random.Normal())));
        }

        var limit = Math.Exp(-mean);
        var product = random.NextDouble();
        var count = 0;
        while (product > limit)
        {
            product *= random.NextDouble();
            count++;
        }

        return count;
    }

    /// <summary>A Gamma number of scale 1 (Marsaglia and Tsang 2000).</summary>
    public static double Gamma(this Random random, double shape)
    {
        if (shape < 1)
        {
            return random.Gamma(shape + 1) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        }

        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = random.Normal();
            var v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }

    /// <summary>Shares that sum to 1, drawn from a Dirichlet distribution.</summary>
    public static double[] Dirichlet(this Random random, IReadOnlyList<double> concentrations)
    {
        var draws = concentrations.Select(random.Gamma).ToArray();
        var sum = draws.Sum();
        return [.. draws.Select(d => d / sum)];
    }

    /// <summary>An index, drawn in proportion to the weights.</summary>
    public static int Weighted(this Random random, ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
        {
            sum += weight;
        }

        var at = random.NextDouble() * sum;
        for (var i = 0; i < weights.Length; i++)
        {
            at -= weights[i];
            if (at < 0)
            {
                return i;
            }
        }

        return weights.Length - 1;
    }
}
