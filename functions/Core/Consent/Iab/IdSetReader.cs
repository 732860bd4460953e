namespace RetailServerless.Core.Consent.Iab;

/// <summary>Reads the ways in which the specifications write sets of ids.</summary>
internal static class IdSetReader
{
    private const int BitsOfId = 16;
    private const int BitsOfCount = 12;

    /// <summary>A fixed number of bits, the first for id 1.</summary>
    public static IdSet Bitfield(ref BitReader bits, int length)
    {
        var ranges = new List<IdRange>();
        for (var id = 1; id <= length && !bits.Ended; id++)
        {
            if (bits.Bit())
            {
                ranges.Add(new IdRange(id, id));
            }
        }

        return IdSet.Of(ranges);
    }

    /// <summary>The highest id, then either a bit for each id or ranges; <see langword="null"/> when a range is wrong.</summary>
    public static IdSet? Vendors(ref BitReader bits)
    {
        var highest = bits.Int(BitsOfId);
        return bits.Bit() ? Ranges(ref bits, highest) : Bitfield(ref bits, highest);
    }

    /// <summary>The number of ranges, then the ranges; <see langword="null"/> when one is wrong.</summary>
    public static IdSet? Ranges(ref BitReader bits, int highest)
    {
        var count = bits.Int(BitsOfCount);
        var ranges = new List<IdRange>();
        for (var i = 0; i < count && !bits.Ended; i++)
        {
            var isRange = bits.Bit();
            var first = bits.Int(BitsOfId);
            var last = isRange ? bits.Int(BitsOfId) : first;
            if (!bits.Ended && (first == 0 || last < first || last > highest))
            {
                return null;
            }

            ranges.Add(new IdRange(first, last));
        }

        return bits.Ended ? IdSet.Empty : IdSet.Of(ranges);
    }

    /// <summary>Ranges in Fibonacci coding, each as its distance from the one before, in the order in which they are written; <see langword="null"/> when an id is above the highest.</summary>
    public static List<int>? Fibonacci(ref BitReader bits, int highest)
    {
        var count = bits.Int(BitsOfCount);
        var ids = new List<int>();
        var last = 0;
        for (var i = 0; i < count && !bits.Ended; i++)
        {
            var isRange = bits.Bit();
            var first = last + bits.Fibonacci();
            last = isRange && !bits.Ended ? first + bits.Fibonacci() : first;
            if (bits.Ended)
            {
                break;
            }

            if (last > highest || last < first)
            {
                return null;
            }

            ids.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return ids;
    }
}
