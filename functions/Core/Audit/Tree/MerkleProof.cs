using System.Numerics;
using System.Security.Cryptography;

namespace RetailServerless.Core.Audit.Tree;

/// <summary>Checks proofs with nothing but hashes (RFC 9162 sections 2.1.3.2 and 2.1.4.2).</summary>
public static class MerkleProof
{
    /// <summary>Whether a leaf is at an index of a tree.</summary>
    public static bool VerifyInclusion(ulong index, ulong size, ReadOnlySpan<byte> leafHash, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (index >= size || leafHash.Length != MerkleHash.Size || !AreHashes(proof))
        {
            return false;
        }

        var (fn, sn) = (index, size - 1);
        var r = leafHash.ToArray();
        foreach (var p in proof)
        {
            if (sn == 0)
            {
                return false;
            }

            if (IsOdd(fn) || fn == sn)
            {
                r = MerkleHash.Node(p, r);
                while (!IsOdd(fn) && fn != 0)
                {
                    fn >>= 1;
                    sn >>= 1;
                }
            }
            else
            {
                r = MerkleHash.Node(r, p);
            }

            fn >>= 1;
            sn >>= 1;
        }

        return sn == 0 && Same(r, root);
    }

    /// <summary>Whether the tree of the first root is the beginning of the tree of the second. A tree without leaves proves nothing: 0 is refused.</summary>
    public static bool VerifyConsistency(ulong first, ulong second, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> firstRoot, ReadOnlySpan<byte> secondRoot) =>
        first > 0 && VerifySubtreeConsistency(0, first, second, proof, firstRoot, secondRoot);

    /// <summary>
    /// Whether a leaf is at an index of the subtree over the leaves from start (included) to end (not included), whose root is given.
    /// Subtrees are those of the IETF draft on Merkle tree certificates (draft-ietf-plants-merkle-tree-certs).
    /// </summary>
    public static bool VerifySubtreeInclusion(ulong index, ulong start, ulong end, ReadOnlySpan<byte> leafHash, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root) =>
        IsSubtree(start, end) && index >= start && VerifyInclusion(index - start, end - start, leafHash, proof, root);

    /// <summary>Whether the subtree over the leaves from start to end is a part of the tree of a size (same draft). One without leaves is a part of every tree that reaches it.</summary>
    public static bool VerifySubtreeConsistency(
        ulong start, ulong end, ulong size, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> subtreeRoot, ReadOnlySpan<byte> root)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (start == end)
        {
            return end <= size && proof.Count == 0 && Same(subtreeRoot, MerkleHash.Empty);
        }

        if (!IsSubtree(start, end) || end > size || !AreHashes(proof) || (proof.Count > 0 && subtreeRoot.Length != MerkleHash.Size))
        {
            return false;
        }

        var (fn, sn, tn) = (start, end - 1, size - 1);
        while (sn == tn ? fn != sn : fn != sn && IsOdd(sn))
        {
            Up(ref fn, ref sn, ref tn);
        }

        // Where the subtree is one node of the tree, its root is where the path begins; else the proof says what does.
        var given = fn == sn ? 0 : 1;
        if (proof.Count < given)
        {
            return false;
        }

        var fr = given == 0 ? subtreeRoot.ToArray() : proof[0];
        var sr = fr;
        foreach (var c in proof.Skip(given))
        {
            if (tn == 0)
            {
                return false;
            }

            if (IsOdd(sn) || sn == tn)
            {
                fr = fn < sn ? MerkleHash.Node(c, fr) : fr;
                sr = MerkleHash.Node(c, sr);
                while (!IsOdd(sn) && sn != 0)
                {
                    Up(ref fn, ref sn, ref tn);
                }
            }
            else
            {
                sr = MerkleHash.Node(sr, c);
            }

            Up(ref fn, ref sn, ref tn);
        }

        return tn == 0 && Same(fr, subtreeRoot) && Same(sr, root);
    }

    private static bool IsSubtree(ulong start, ulong end)
    {
        if (start >= end)
        {
            return false;
        }

        // The smallest power of two that is not below the length; past 2^63 there is none, and only a subtree from 0 can be so long.
        var length = end - start;
        return length > 1UL << 63 ? start == 0 : start % BitOperations.RoundUpToPowerOf2(length) == 0;
    }

    private static void Up(ref ulong fn, ref ulong sn, ref ulong tn)
    {
        fn >>= 1;
        sn >>= 1;
        tn >>= 1;
    }

    private static bool IsOdd(ulong n) => (n & 1) == 1;

    private static bool AreHashes(IReadOnlyList<byte[]> proof) => proof.All(p => p is { Length: MerkleHash.Size });

    private static bool Same(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => CryptographicOperations.FixedTimeEquals(a, b);
}
