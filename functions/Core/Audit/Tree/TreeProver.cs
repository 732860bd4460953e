namespace RetailServerless.Core.Audit.Tree;

/// <summary>Where the tiles of a tree are read.</summary>
public interface ITileSource
{
    /// <summary>The hashes of a tile as far as it is filled; <see langword="null"/> when there is none.</summary>
    ValueTask<byte[]?> ReadTileAsync(int level, long number, CancellationToken cancellationToken);
}

/// <summary>Makes roots and proofs of a tree from its tiles: a proof reads two or three tiles and computes what lies inside them.</summary>
/// <param name="tiles">The tiles.</param>
public sealed class TreeProver(ITileSource tiles)
{
    /// <summary>The proof that the leaf of an index is in the tree of a size, from the leaf's sibling up (RFC 9162 section 2.1.3.1).</summary>
    public async Task<IReadOnlyList<byte[]>> InclusionAsync(long index, long size, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        return await new Reading(tiles, cancellationToken).RootsAsync(MerkleShape.Inclusion((ulong)index, (ulong)size));
    }

    /// <summary>The proof that the tree of the first size is the beginning of the tree of the second (RFC 9162 section 2.1.4.1).</summary>
    public async Task<IReadOnlyList<byte[]>> ConsistencyAsync(long first, long second, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        return await new Reading(tiles, cancellationToken).RootsAsync(MerkleShape.Consistency((ulong)first, (ulong)second));
    }

    /// <summary>The root of the tree of a size.</summary>
    public async Task<byte[]> RootAsync(long size, CancellationToken cancellationToken) =>
        size == 0 ? MerkleHash.Empty : (await new Reading(tiles, cancellationToken).RootsAsync([new LeafRange(0, (ulong)size)]))[0];

    /// <summary>The hash of the leaf of an index.</summary>
    public Task<byte[]> LeafHashAsync(long index, CancellationToken cancellationToken) => new Reading(tiles, cancellationToken).NodeAsync(0, (ulong)index);

    private sealed class Reading(ITileSource tiles, CancellationToken cancellationToken)
    {
        private readonly Dictionary<(int Level, long Number), byte[]> _read = [];

        public async Task<List<byte[]>> RootsAsync(IEnumerable<LeafRange> ranges)
        {
            var roots = new List<byte[]>();
            foreach (var range in ranges)
            {
                roots.Add(await RootAsync(range));
            }

            return roots;
        }

        // A run that is no complete subtree is one with the rest to its right.
        private async Task<byte[]> RootAsync(LeafRange range)
        {
            var count = range.End - range.Start;
            if (ulong.IsPow2(count))
            {
                var height = System.Numerics.BitOperations.Log2(count);
                return await NodeAsync(height, range.Start >> height);
            }

            var middle = range.Start + MerkleShape.LargestPowerBelow(count);
            var left = await RootAsync(new LeafRange(range.Start, middle));
            var right = await RootAsync(new LeafRange(middle, range.End));
            return MerkleHash.Node(left, right);
        }

        public async Task<byte[]> NodeAsync(int height, ulong position)
        {
            var (level, inside) = Math.DivRem(height, Tiles.Height);
            var first = (long)(position << inside);
            var (number, offset) = Math.DivRem(first, Tiles.Width);
            var tile = await TileAsync(level, number);
            var length = MerkleHash.Size << inside;
            var start = (int)offset * MerkleHash.Size;
            return start + length <= tile.Length
                ? MerkleHash.Root(tile.AsSpan(start, length))
                : throw new InvalidDataException($"Tile {level}/{number} of the audit tree is shorter than its tree says.");
        }

        private async ValueTask<byte[]> TileAsync(int level, long number)
        {
            if (!_read.TryGetValue((level, number), out var tile))
            {
                tile = await tiles.ReadTileAsync(level, number, cancellationToken)
                    ?? throw new InvalidDataException($"Tile {level}/{number} of the audit tree is missing.");
                _read[(level, number)] = tile;
            }

            return tile;
        }
    }
}
