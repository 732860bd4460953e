using System.Globalization;

namespace RetailServerless.Core.Audit.Tree;

/// <summary>That an entry is in the log, checkable offline (C2SP tlog-proof).</summary>
/// <param name="Index">The place of the entry.</param>
/// <param name="Hashes">The inclusion proof, from the leaf's sibling up.</param>
/// <param name="Note">The signed checkpoint of the tree.</param>
public sealed record TlogProof(long Index, IReadOnlyList<byte[]> Hashes, string Note)
{
    private const string First = "c2sp.org/tlog-proof@v1";

    /// <summary>The text of the proof.</summary>
    public string ToText() => string.Join('\n', [First, string.Create(CultureInfo.InvariantCulture, $"index {Index}"), .. Hashes.Select(Convert.ToBase64String), "", Note]);

    /// <summary>Reads the text of a proof; extra data is not looked at.</summary>
    /// <returns><see langword="null"/> when it is none.</returns>
    public static TlogProof? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var split = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0)
        {
            return null;
        }

        var lines = text[..split].Split('\n').ToList();
        if (lines.Count > 1 && lines[1].StartsWith("extra ", StringComparison.Ordinal))
        {
            lines.RemoveAt(1);
        }

        if (lines is not [First, var index, .. var hashes] || !index.StartsWith("index ", StringComparison.Ordinal)
            || !long.TryParse(index.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || index[6..] != number.ToString(CultureInfo.InvariantCulture))
        {
            return null;
        }

        var read = hashes.Select(ReadHash).ToList();
        return read.Contains(null) ? null : new TlogProof(number, read!, text[(split + 2)..]);
    }

    /// <summary>Whether a leaf is in the tree that one of the keys signed.</summary>
    public bool Verify(ReadOnlySpan<byte> leaf, IEnumerable<NoteVerifier> keys) =>
        SignedCheckpoint.Open(Note, keys) is { Checkpoint: var checkpoint }
        && MerkleProof.VerifyInclusion((ulong)Index, (ulong)checkpoint.Size, MerkleHash.Leaf(leaf), Hashes, checkpoint.Root);

    private static byte[]? ReadHash(string line)
    {
        var hash = new byte[MerkleHash.Size];
        return Convert.TryFromBase64String(line, hash, out var length) && length == MerkleHash.Size ? hash : null;
    }
}
