using System.Buffers.Binary;
using System.Numerics;

namespace RetailServerless.Embedded.Audit.Search;

/// <summary>Which entries of a block have something: a bit each.</summary>
internal sealed class BlockHits
{
    /// <summary>Entries of a block.</summary>
    public const int Size = 2_048;

    private const int WordBits = 64;
    private const int BitmapBytes = Size / 8;

    private readonly ulong[] _words = new ulong[Size / WordBits];

    public bool IsEmpty => !_words.AsSpan().ContainsAnyExcept(0UL);

    public int Count => _words.Sum(BitOperations.PopCount);

    public static BlockHits All()
    {
        var all = new BlockHits();
        all._words.AsSpan().Fill(ulong.MaxValue);
        return all;
    }

    public static long BlockOf(long number) => number / Size;

    public static int PlaceOf(long number) => (int)(number % Size);

    public void Add(int place) => _words[place / WordBits] |= 1UL << place;

    public bool Contains(int place) => (_words[place / WordBits] & (1UL << place)) != 0;

    public void IntersectWith(BlockHits other)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            _words[i] &= other._words[i];
        }
    }

    public void Remove(BlockHits other)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            _words[i] &= ~other._words[i];
        }
    }

    /// <summary>The places, ascending or descending.</summary>
    public IEnumerable<int> Places(bool descending)
    {
        for (var i = 0; i < Size; i++)
        {
            var place = descending ? Size - 1 - i : i;
            if (_words[place / WordBits] == 0)
            {
                i += descending ? place % WordBits : WordBits - 1 - (place % WordBits);
            }
            else if (Contains(place))
            {
                yield return place;
            }
        }
    }

    /// <summary>Few places as two bytes each, many as the bits.</summary>
    public byte[] ToBytes()
    {
        var count = Count;
        if (count * sizeof(ushort) >= BitmapBytes)
        {
            var bitmap = new byte[BitmapBytes];
            for (var i = 0; i < _words.Length; i++)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(bitmap.AsSpan(i * sizeof(ulong)), _words[i]);
            }

            return bitmap;
        }

        var bytes = new byte[count * sizeof(ushort)];
        var at = 0;
        foreach (var place in Places(descending: false))
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), (ushort)place);
            at += sizeof(ushort);
        }

        return bytes;
    }

    /// <exception cref="InvalidDataException">These are no places of a block.</exception>
    public static BlockHits Read(ReadOnlySpan<byte> bytes)
    {
        var hits = new BlockHits();
        if (bytes.Length == BitmapBytes)
        {
            for (var i = 0; i < hits._words.Length; i++)
            {
                hits._words[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(i * sizeof(ulong))..]);
            }

            return hits;
        }

        for (; bytes.Length >= sizeof(ushort); bytes = bytes[sizeof(ushort)..])
        {
            var place = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
            if (place >= Size)
            {
                throw new InvalidDataException("The search index of the audit log is damaged.");
            }

            hits.Add(place);
        }

        return hits;
    }
}
