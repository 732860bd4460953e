using System.Numerics;

namespace RetailServerless.Core.Audit.Tree;

/// <summary>Where the nodes of a tree stand (RFC 9162 section 2.1).</summary>
internal static class MerkleShape
{
    /// <summary>The largest power of two smaller than n, for n above 1: where a tree of n leaves is split.</summary>
    public static ulong LargestPowerBelow(ulong n) => 1UL << (63 - BitOperations.LeadingZeroCount(n - 1));

    /// <summary>The runs of leaves whose roots prove that a leaf is in a tree, from the leaf up (RFC 9162 section 2.1.3.1).</summary>
    public static List<LeafRange> Inclusion(ulong index, ulong size)
    {
        var path = new List<LeafRange>();
        var (start, end) = (0UL, size);
        while (end - start > 1)
        {
            var middle = start + LargestPowerBelow(end - start);
            if (index < middle)
            {
                path.Add(new LeafRange(middle, end));
                end = middle;
            }
            else
            {
                path.Add(new LeafRange(start, middle));
                start = middle;
            }
        }

        path.Reverse();
        return path;
    }

    /// <summary>The runs of leaves whose roots prove that a tree of <paramref name="from"/> leaves is the beginning of one of <paramref name="size"/> (RFC 9162 section 2.1.4.1).</summary>
    public static List<LeafRange> Consistency(ulong from, ulong size)
    {
        var path = new List<LeafRange>();
        var (start, end) = (0UL, size);
        while (from != end)
        {
            var middle = start + LargestPowerBelow(end - start);
            if (from <= middle)
            {
                path.Add(new LeafRange(middle, end));
                end = middle;
            }
            else
            {
                path.Add(new LeafRange(start, middle));
                start = middle;
            }
        }

        // Whoever checks knows the root of the old tree already where that is a node of the new one.
        if (start > 0)
        {
            path.Add(new LeafRange(start, end));
        }

        path.Reverse();
        return path;
    }
}

/// <summary>A run of leaves: the first, and the one after the last.</summary>
internal readonly record struct LeafRange(ulong Start, ulong End);
