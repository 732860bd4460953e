using System.Collections;

namespace RetailServerless.Core.Consent.Iab;

/// <summary>Ids from one to another, both included.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last, not below the first.</param>
public readonly record struct IdRange(int First, int Last);

/// <summary>
/// A set of ids, as of vendors, kept as ascending ranges that neither overlap nor touch: a string of a few hundred characters can name all 65,535 ids a thousand times, and must not cost more for it.
/// </summary>
public sealed class IdSet : IEnumerable<int>
{
    private readonly IdRange[] _ranges;

    private IdSet(IdRange[] ranges) => _ranges = ranges;

    /// <summary>No id.</summary>
    public static IdSet Empty { get; } = new([]);

    /// <summary>The ranges, ascending.</summary>
    public IReadOnlyList<IdRange> Ranges => _ranges;

    /// <summary>How many ids are in the set.</summary>
    public int Count => _ranges.Sum(r => r.Last - r.First + 1);

    /// <summary>Makes a set of ranges in any order.</summary>
    public static IdSet Of(IEnumerable<IdRange> ranges)
    {
        var merged = new List<IdRange>();
        foreach (var range in ranges.OrderBy(r => r.First))
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
            {
                merged[^1] = merged[^1] with { Last = Math.Max(merged[^1].Last, range.Last) };
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged.Count == 0 ? Empty : new IdSet([.. merged]);
    }

    /// <summary>Whether an id is in the set.</summary>
    public bool Contains(int id)
    {
        var (low, high) = (0, _ranges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (id < _ranges[middle].First)
            {
                high = middle - 1;
            }
            else if (id > _ranges[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => _ranges.SelectMany(r => Enumerable.Range(r.First, r.Last - r.First + 1)).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
