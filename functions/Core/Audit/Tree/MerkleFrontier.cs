using System.Numerics;

namespace RetailServerless.Core.Audit.Tree;

/// <summary>The right edge of a tree: the roots of its complete subtrees, largest first. Adding a leaf costs about two hashes, the root at most one for each subtree.</summary>
public sealed class MerkleFrontier
{
    private readonly List<byte[]> _peaks = [];

    /// <summary>How many leaves the tree has.</summary>
    public long Size { get; private set; }

    /// <summary>Adds the hash of the next leaf.</summary>
    public void Add(byte[] leafHash)
    {
        var hash = leafHash;
        for (var merges = BitOperations.TrailingZeroCount(~Size); merges > 0; merges--)
        {
            hash = MerkleHash.Node(_peaks[^1], hash);
            _peaks.RemoveAt(_peaks.Count - 1);
        }

        _peaks.Add(hash);
        Size++;
    }

    /// <summary>Adds the root of the next complete subtree of leaves; the tree must be at a multiple of its size.</summary>
    /// <param name="root">Its root.</param>
    /// <param name="height">It has 2 to the power of this leaves.</param>
    public void AddSubtree(byte[] root, int height)
    {
        var count = 1L << height;
        if ((Size & (count - 1)) != 0)
        {
            throw new ArgumentException("A subtree begins at a multiple of its size.", nameof(height));
        }

        var hash = root;
        for (var merges = BitOperations.TrailingZeroCount(~(Size >> height)); merges > 0; merges--)
        {
            hash = MerkleHash.Node(_peaks[^1], hash);
            _peaks.RemoveAt(_peaks.Count - 1);
        }

        _peaks.Add(hash);
        Size += count;
    }

    /// <summary>The root of the tree as it is now.</summary>
    public byte[] Root()
    {
        if (_peaks.Count == 0)
        {
            return MerkleHash.Empty;
        }

        var root = _peaks[^1];
        for (var i = _peaks.Count - 2; i >= 0; i--)
        {
            root = MerkleHash.Node(_peaks[i], root);
        }

        return root;
    }

    /// <summary>A copy that goes its own way.</summary>
    public MerkleFrontier Copy()
    {
        var copy = new MerkleFrontier { Size = Size };
        copy._peaks.AddRange(_peaks);
        return copy;
    }
}
