using System.Security.Cryptography;

namespace RetailServerless.Core.Tests.Audit.Tree;

/// <summary>The definitions of RFC 9162 section 2.1 word for word: slow, and nothing to get wrong.</summary>
internal static class NaiveTree
{
    public static byte[] Root(ReadOnlySpan<byte[]> leaves) => leaves.Length switch
    {
        0 => SHA256.HashData([]),
        1 => SHA256.HashData([0, .. leaves[0]]),
        _ => SHA256.HashData([1, .. Root(leaves[..Split(leaves.Length)]), .. Root(leaves[Split(leaves.Length)..])]),
    };

    public static List<byte[]> Path(int m, ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 1)
            return [];

        var k = Split(leaves.Length);
        return m < k ? [.. Path(m, leaves[..k]), Root(leaves[k..])] : [.. Path(m - k, leaves[k..]), Root(leaves[..k])];
    }

    public static List<byte[]> Proof(int m, ReadOnlySpan<byte[]> leaves) => SubProof(m, leaves, known: true);

    private static List<byte[]> SubProof(int m, ReadOnlySpan<byte[]> leaves, bool known)
    {
        if (m == leaves.Length)
            return known ? [] : [Root(leaves)];

        var k = Split(leaves.Length);
        return m <= k ? [.. SubProof(m, leaves[..k], known), Root(leaves[k..])] : [.. SubProof(m - k, leaves[k..], known: false), Root(leaves[..k])];
    }

    private static int Split(int n)
    {
        var k = 1;
        while (k * 2 < n)
            k *= 2;
        return k;
    }
}
