namespace RetailServerless.Core.Statistics.Anonymity;

/// <summary>Which l-diversity (Machanavajjhala, Kifer, Gehrke and Venkitasubramaniam, "l-Diversity: Privacy Beyond k-Anonymity", ACM TKDD 1(1), 2007).</summary>
public enum DiversityKind
{
    /// <summary>At least l different values.</summary>
    Distinct,

    /// <summary>An entropy of at least log l (Definition 4.1).</summary>
    Entropy,
}

/// <summary>Measures.</summary>
public static class Diversity
{
    /// <summary>How diverse a class is: how many different values, or e to the power of their entropy in nats; l is met when this is at least l.</summary>
    /// <param name="kind">Which diversity.</param>
    /// <param name="counts">How often each value occurs in the class.</param>
    public static double Of(DiversityKind kind, IEnumerable<long> counts)
    {
        var there = counts.Where(c => c > 0).ToList();
        if (kind == DiversityKind.Distinct)
        {
            return there.Count;
        }

        var total = (double)there.Sum();
        return Math.Exp(-there.Sum(c => c / total * Math.Log(c / total)));
    }

    /// <summary>Whether l is met; what differs by rounding alone meets it.</summary>
    public static bool Meets(double diversity, decimal l) => diversity >= (double)l - 1e-9;
}
