namespace RetailServerless.Core.Statistics.Anonymity;

/// <summary>What an export must meet.</summary>
/// <param name="K">At least so many rows share their quasi-identifiers.</param>
/// <param name="L">The least diversity of every sensitive column in each class.</param>
/// <param name="Diversity">Which diversity.</param>
/// <param name="MaxSuppression">The largest share of rows that may be left out.</param>
public sealed record AnonymityDemand(int K, decimal L, DiversityKind Diversity, decimal MaxSuppression);

/// <summary>A row: the values of its quasi-identifiers and of its sensitive columns.</summary>
/// <param name="Quasi">Quasi-identifiers, in the order of the hierarchies.</param>
/// <param name="Sensitive">Sensitive values.</param>
public sealed record AnonymityRow(IReadOnlyList<string> Quasi, IReadOnlyList<string> Sensitive);

/// <summary>The best generalisation.</summary>
/// <param name="Levels">The level of each quasi-identifier.</param>
/// <param name="Rows">The rows that stay, generalised, in ordinal order: their place tells nothing.</param>
/// <param name="Suppressed">How many rows were left out.</param>
/// <param name="Loss">0 nothing is lost, 1 everything: the mean of the cells, where a row that was left out counts as lost.</param>
public sealed record Generalised(IReadOnlyList<int> Levels, IReadOnlyList<AnonymityRow> Rows, int Suppressed, double Loss);

/// <summary>
/// Full-domain generalisation with suppression: of all combinations of levels (the lattice of Samarati, "Protecting Respondents' Identities in Microdata Release", IEEE TKDE 13(6), 2001) the one that meets the
/// demand with the least loss. Combinations are tried in the order of the loss that they have without any suppression, which is the least they can have; the search ends when that alone is as much as the best
/// one found. Entropy l-diversity with suppression is not monotone, so nothing is concluded from one combination about another. Pure.
/// </summary>
public static class Generalisation
{
    /// <summary>At most so many combinations of levels are tried.</summary>
    public const int MaxCombinations = 20_000;

    /// <summary>Searches.</summary>
    /// <returns>The best one; <see langword="null"/> when none meets the demand.</returns>
    /// <exception cref="ArgumentException">There are too many combinations.</exception>
    public static Generalised? Search(IReadOnlyList<AnonymityRow> rows, IReadOnlyList<Hierarchy> hierarchies, AnonymityDemand demand)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(hierarchies);
        ArgumentNullException.ThrowIfNull(demand);
        if (hierarchies.Aggregate(1.0, (product, h) => product * (h.Height + 1)) > MaxCombinations)
        {
            throw new ArgumentException("There are too many combinations of levels.", nameof(hierarchies));
        }

        // Rows that are the same are looked at once.
        var tuples = rows.GroupBy(r => string.Join('\0', r.Quasi), StringComparer.Ordinal).Select(g => new Tuple(g.First().Quasi, [.. g])).ToList();
        Generalised? best = null;
        foreach (var (levels, least) in Combinations(hierarchies).Select(l => (l, Loss(tuples, hierarchies, l, rows.Count))).OrderBy(c => c.Item2).ThenBy(c => c.l.Sum()))
        {
            if (best is not null && least >= best.Loss)
            {
                break;
            }

            if (Try(tuples, hierarchies, levels, demand, rows.Count) is { } found && (best is null || found.Loss < best.Loss))
            {
                best = found;
            }
        }

        return best;
    }

    private static Generalised? Try(List<Tuple> tuples, IReadOnlyList<Hierarchy> hierarchies, int[] levels, AnonymityDemand demand, int total)
    {
        var (kept, lost, stays) = (new List<AnonymityRow>(), 0.0, 0);
        foreach (var together in tuples.GroupBy(t => string.Join('\0', Words(t.Quasi, hierarchies, levels)), StringComparer.Ordinal))
        {
            var members = together.SelectMany(t => t.Rows).ToList();
            var words = Words(together.First().Quasi, hierarchies, levels);
            if (!Meets(members, demand))
            {
                lost += members.Count;
                continue;
            }

            stays += members.Count;
            lost += members.Count * Loss(words, hierarchies, levels);
            kept.AddRange(members.Select(m => new AnonymityRow(words, m.Sensitive)));
        }

        return stays == 0 || total - stays > demand.MaxSuppression * total
            ? null
            : new Generalised(levels, [.. kept.OrderBy(r => string.Join('\0', r.Quasi.Concat(r.Sensitive)), StringComparer.Ordinal)], total - stays, lost / total);
    }

    private static bool Meets(List<AnonymityRow> members, AnonymityDemand demand) =>
        members.Count >= demand.K
        && Enumerable.Range(0, members[0].Sensitive.Count).All(column =>
            Diversity.Meets(Diversity.Of(demand.Diversity, members.GroupBy(m => m.Sensitive[column], StringComparer.Ordinal).Select(g => g.LongCount())), demand.L));

    private static string[] Words(IReadOnlyList<string> quasi, IReadOnlyList<Hierarchy> hierarchies, int[] levels) => [.. quasi.Select((value, i) => hierarchies[i].Word(value, levels[i]))];

    private static double Loss(string[] words, IReadOnlyList<Hierarchy> hierarchies, int[] levels) => words.Length == 0 ? 0 : words.Select((word, i) => hierarchies[i].Loss(word, levels[i])).Average();

    private static double Loss(List<Tuple> tuples, IReadOnlyList<Hierarchy> hierarchies, int[] levels, int total) =>
        total == 0 ? 0 : tuples.Sum(t => t.Rows.Count * Loss(Words(t.Quasi, hierarchies, levels), hierarchies, levels)) / total;

    private static IEnumerable<int[]> Combinations(IReadOnlyList<Hierarchy> hierarchies) => hierarchies.Aggregate(
        (IEnumerable<int[]>)[[]], (before, h) => before.SelectMany(levels => Enumerable.Range(0, h.Height + 1).Select(level => (int[])[.. levels, level])));

    private sealed record Tuple(IReadOnlyList<string> Quasi, IReadOnlyList<AnonymityRow> Rows);
}
