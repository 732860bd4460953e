namespace RetailServerless.Embedded.Privacy.Sweep;

/// <summary>Finds any of many needles in one pass: the first four bytes of every place are looked up in a filter, and what passes it is compared.</summary>
internal sealed class NeedleSet
{
    private const int FilterBits = 20;
    private const int KeyBytes = 4;
    private static readonly byte[] Folded = [.. Enumerable.Range(0, 256).Select(b => b is >= 'A' and <= 'Z' ? (byte)(b + 32) : (byte)b)];

    private readonly ulong[] _filter = new ulong[(1 << FilterBits) / 64];
    private readonly Dictionary<uint, List<Needle>> _byKey = [];

    public NeedleSet(IEnumerable<Needle> needles)
    {
        foreach (var needle in needles.Where(n => n.Bytes.Length >= KeyBytes))
        {
            var key = KeyAt(needle.Bytes);
            var bit = BitOf(key);
            _filter[bit >> 6] |= 1UL << (bit & 63);
            (_byKey.TryGetValue(key, out var same) ? same : _byKey[key] = []).Add(needle);
        }
    }

    /// <summary>Calls for every place at which a needle stands, with the place.</summary>
    public void Find(ReadOnlySpan<byte> data, Action<Needle, int> found)
    {
        if (data.Length < KeyBytes)
        {
            return;
        }

        var filter = _filter.AsSpan();
        var folded = Folded.AsSpan();
        var key = (uint)((folded[data[0]] << 16) | (folded[data[1]] << 8) | folded[data[2]]);
        for (var end = KeyBytes - 1; end < data.Length; end++)
        {
            key = (key << 8) | folded[data[end]];
            var bit = BitOf(key);
            if ((filter[bit >> 6] & (1UL << (bit & 63))) != 0)
            {
                Compare(data, end - (KeyBytes - 1), key, found);
            }
        }
    }

    private static int BitOf(uint key) => (int)((key * 2654435769u) >> (32 - FilterBits));

    private static uint KeyAt(ReadOnlySpan<byte> data) => (uint)((Folded[data[0]] << 24) | (Folded[data[1]] << 16) | (Folded[data[2]] << 8) | Folded[data[3]]);

    private static bool IsSame(ReadOnlySpan<byte> data, Needle needle)
    {
        if (data.Length < needle.Bytes.Length)
        {
            return false;
        }

        if (!needle.IgnoresCase)
        {
            return data[..needle.Bytes.Length].SequenceEqual(needle.Bytes);
        }

        for (var i = 0; i < needle.Bytes.Length; i++)
        {
            if (Folded[data[i]] != Folded[needle.Bytes[i]])
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsBounded(ReadOnlySpan<byte> data, int at, Needle needle)
    {
        if (needle.Unit == 0)
        {
            return true;
        }

        var before = at - needle.Unit;
        var after = at + needle.Bytes.Length;
        return (before < 0 || !IsLetterOrDigit(data.Slice(before, needle.Unit))) && (after + needle.Unit > data.Length || !IsLetterOrDigit(data.Slice(after, needle.Unit)));
    }

    private static bool IsLetterOrDigit(ReadOnlySpan<byte> character) => character.Length == 1
        ? char.IsAsciiLetterOrDigit((char)character[0])
        : (character[0] == 0 || character[1] == 0) && char.IsAsciiLetterOrDigit((char)(character[0] | character[1]));

    private void Compare(ReadOnlySpan<byte> data, int at, uint key, Action<Needle, int> found)
    {
        if (!_byKey.TryGetValue(key, out var candidates))
        {
            return;
        }

        foreach (var needle in candidates)
        {
            if (IsSame(data[at..], needle) && IsBounded(data, at, needle))
            {
                found(needle, at);
            }
        }
    }
}
