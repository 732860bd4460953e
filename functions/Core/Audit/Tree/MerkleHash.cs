using System.Security.Cryptography;

namespace RetailServerless.Core.Audit.Tree;

/// <summary>The hashes of the tree: SHA-256 with 0x00 before a leaf and 0x01 before a node (RFC 9162 section 2.1.1), so that a node cannot pass for a leaf.</summary>
public static class MerkleHash
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = 32;

    private const int LeafOnStack = 2_048;

    /// <summary>The root of a tree without leaves: the hash of nothing.</summary>
    public static byte[] Empty => SHA256.HashData([]);

    /// <summary>The hash of a leaf.</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> leaf)
    {
        var buffer = leaf.Length < LeafOnStack ? stackalloc byte[leaf.Length + 1] : new byte[leaf.Length + 1];
        buffer[0] = 0;
        leaf.CopyTo(buffer[1..]);
        return SHA256.HashData(buffer);
    }

    /// <summary>The hash of the node above two hashes.</summary>
    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> buffer = stackalloc byte[1 + (2 * Size)];
        buffer[0] = 1;
        left.CopyTo(buffer[1..]);
        right.CopyTo(buffer[(1 + Size)..]);
        return SHA256.HashData(buffer);
    }

    /// <summary>The root above a run of hashes of one level, 32 bytes each, from 1 to a full tile.</summary>
    public static byte[] Root(ReadOnlySpan<byte> hashes)
    {
        var count = hashes.Length / Size;
        if (count == 1)
        {
            return hashes.ToArray();
        }

        var left = (int)MerkleShape.LargestPowerBelow((ulong)count);
        return Node(Root(hashes[..(left * Size)]), Root(hashes[(left * Size)..]));
    }
}
