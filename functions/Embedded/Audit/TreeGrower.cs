using System.Globalization;
using RetailServerless.Core.Audit.Tree;
using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Audit;

/// <summary>
/// Adds leaves to the tree and signs what it has become, inside the transaction that inserts them. The right edge stays in memory; it is used only when its root is the one that the newest
/// checkpoint names, so a rollback or another process is noticed, and then it is read again from the tiles. Used by the writer's thread alone.
/// </summary>
internal sealed class TreeGrower
{
    private MerkleFrontier _edge = new();

    /// <exception cref="InvalidDataException">Leaves, tiles and checkpoint do not belong together: nothing more is appended to such a log.</exception>
    public SignedCheckpoint Grow(SqliteSession session, long first, IReadOnlyList<byte[]> leafHashes, NoteSigner signer)
    {
        var latest = TreeTables.Latest(session)?.Checkpoint;

        // A log from before there was a tree has leaves and no checkpoint.
        var hashes = latest is null && first > 0 ? [.. HashesBefore(session, first), .. leafHashes] : leafHashes;
        var size = latest?.Size ?? 0;
        if (latest is not null && size != first)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The audit log has {first} entries and a checkpoint over {size}. Run verify-audit, and restore audit.db from a backup."));
        }

        var edge = EdgeAt(session, size, latest?.Root ?? MerkleHash.Empty);
        var tiles = new TileWriter(size, (level, number) => TreeTables.Tile(session, level, number) ?? []);
        foreach (var hash in hashes)
        {
            edge.Add(hash);
            tiles.Add(hash);
        }

        foreach (var (level, number, tile) in tiles.Changed)
        {
            TreeTables.Write(session, level, number, tile);
        }

        var checkpoint = signer.Sign(edge.Size, edge.Root());
        TreeTables.Add(session, checkpoint, size);
        _edge = edge;
        return checkpoint;
    }

    /// <summary>The right edge of a tree, read from its tiles.</summary>
    /// <exception cref="InvalidDataException">A tile is missing or too short.</exception>
    public static MerkleFrontier ReadEdge(SqliteSession session, long size)
    {
        var edge = new MerkleFrontier();
        for (var level = 6; level >= 0; level--)
        {
            var (number, width) = Math.DivRem(Tiles.CountAt(level, size), Tiles.Width);
            var tile = width is 0 ? [] : TreeTables.Tile(session, level, number) ?? [];
            if (tile.Length < width * MerkleHash.Size)
            {
                throw new InvalidDataException($"Tile {level}/{number} of the audit tree is missing or too short. Restore audit.db from a backup.");
            }

            for (var i = 0; i < width; i++)
            {
                edge.AddSubtree(tile.AsSpan(i * MerkleHash.Size, MerkleHash.Size).ToArray(), level * Tiles.Height);
            }
        }

        return edge;
    }

    private MerkleFrontier EdgeAt(SqliteSession session, long size, byte[] root)
    {
        if (_edge.Size == size && _edge.Root().AsSpan().SequenceEqual(root))
            return _edge.Copy();

        var read = ReadEdge(session, size);
        return read.Root().AsSpan().SequenceEqual(root)
            ? read
            : throw new InvalidDataException("The tiles of the audit log do not add up to its newest checkpoint. Run verify-audit, and restore audit.db from a backup.");
    }

    private static List<byte[]> HashesBefore(SqliteSession session, long first)
    {
        var hashes = new List<byte[]>();
        using var select = session.Prepare("SELECT leaf FROM leaves WHERE number < ?1 ORDER BY number").Bind(1, first);
        while (select.Step())
        {
            hashes.Add(MerkleHash.Leaf(select.Bytes(0)));
        }

        return hashes;
    }
}
