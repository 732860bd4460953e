namespace RetailServerless.Core.Statistics.Noise;

/// <summary>
/// The discrete Laplace distribution: P(x) = (1 - q) / (1 + q) · q^|x| with q = exp(-s/t), on whole numbers. Sampled exactly and without floating-point numbers by Algorithms 1 and 2 of Canonne, Kamath and
/// Steinke, "The Discrete Gaussian for Differential Privacy" (NeurIPS 2020), so that the low bits of an answer tell nothing, as those of textbook Laplace noise do (Mironov, "On Significance of the Least
/// Significant Bits for Differential Privacy", CCS 2012). Added to a whole number of which one person can change at most Δ, with s/t = ε/Δ, it is ε-differentially private.
/// </summary>
public sealed class DiscreteLaplace
{
    private const ulong Largest = 1UL << 48;

    private readonly ulong _s;
    private readonly ulong _t;

    /// <summary>Makes the distribution with q = exp(-s/t).</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is zero, or too large to be sampled exactly.</exception>
    public DiscreteLaplace(ulong s, ulong t)
    {
        ArgumentOutOfRangeException.ThrowIfZero(s);
        ArgumentOutOfRangeException.ThrowIfZero(t);
        var divisor = Gcd(s, t);
        (_s, _t) = (s / divisor, t / divisor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_s, Largest, nameof(s));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_t, Largest, nameof(t));
    }

    /// <summary>For a value that one person can change by at most a sensitivity.</summary>
    /// <param name="epsilon">ε, with at most four decimals.</param>
    /// <param name="sensitivity">Δ, from 1.</param>
    public static DiscreteLaplace For(decimal epsilon, long sensitivity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        ArgumentOutOfRangeException.ThrowIfLessThan(sensitivity, 1);
        var parts = epsilon * Parts;
        return parts == decimal.Truncate(parts)
            ? new DiscreteLaplace((ulong)parts, checked((ulong)sensitivity * Parts))
            : throw new ArgumentOutOfRangeException(nameof(epsilon), "Epsilon has too many decimals.");
    }

    /// <summary>Draws a number.</summary>
    public long Draw(IRandomNumbers random)
    {
        ArgumentNullException.ThrowIfNull(random);
        while (true)
        {
            var u = random.Below(_t);
            if (!ExpMinus(u, _t, random))
            {
                continue;
            }

            ulong v = 0;
            while (ExpMinus(1, 1, random))
            {
                v++;
            }

            var magnitude = checked((long)((u + (_t * v)) / _s));
            var negative = random.Below(2) == 1;
            if (!(negative && magnitude == 0))
            {
                return negative ? -magnitude : magnitude;
            }
        }
    }

    /// <summary>The smallest distance from zero that is exceeded with at most a probability.</summary>
    public long Within(double probability)
    {
        // P(|x| > w) = 2 q^(w+1) / (1 + q).
        var q = Math.Exp(-(double)_s / _t);
        return (long)Math.Max(0, Math.Ceiling((Math.Log(probability * (1 + q) / 2) / Math.Log(q)) - 1));
    }

    // Epsilon is counted in ten-thousandths, halves of it (a mean has two parts) in twenty-thousandths.
    private const ulong Parts = 20_000;

    // Algorithm 1: true with probability exp(-numerator/denominator), which lies between exp(-1) and 1.
    private static bool ExpMinus(ulong numerator, ulong denominator, IRandomNumbers random)
    {
        ulong k = 1;
        while (random.Below(checked(denominator * k)) < numerator)
        {
            k++;
        }

        return k % 2 == 1;
    }

    private static ulong Gcd(ulong a, ulong b) => b == 0 ? a : Gcd(b, a % b);
}
