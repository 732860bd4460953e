using System.Globalization;
using System.Security.Cryptography;
using RetailServerless.Core.Audit.Tree;
using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Audit;

/// <summary>
/// What can be told of a long log in little time: that it ends where its checkpoint says, that the tiles at its right edge add up to the checkpoint and, as far as it reached, to the mark, that the newest leaves are
/// those of the tree, and so are some that nobody can foresee. What was changed far back is found by the whole check.
/// </summary>
internal sealed class QuickCheck(SqliteSession session, Checkpoint latest, Checkpoint mark, CancellationToken cancellationToken)
{
    private const int Samples = 500;

    public AuditFault? Look(long newest) => End() ?? Edge() ?? Newest(newest) ?? Sample();

    private AuditFault? End()
    {
        using var select = session.Prepare("SELECT coalesce(max(number) + 1, 0) FROM leaves");
        var end = select.Step() ? select.Int64(0) : 0;
        return end < latest.Size ? new AuditFault(AuditFault.LeafMissing, end, Text($"Entry {end} of the audit log is missing: it ends there and its checkpoint covers {latest.Size}."))
            : end > latest.Size ? new AuditFault(AuditFault.LeafAdded, latest.Size, Text($"Entry {latest.Size} of the audit log is covered by no checkpoint."))
            : null;
    }

    private AuditFault? Edge()
    {
        try
        {
            return !TreeGrower.ReadEdge(session, latest.Size).Root().AsSpan().SequenceEqual(latest.Root)
                ? new AuditFault(AuditFault.TileAltered, null, "The tiles of the audit log do not add up to its newest checkpoint.")
                : TreeGrower.ReadEdge(session, mark.Size).Root().AsSpan().SequenceEqual(mark.Root) ? null : TreeCheck.Rewritten(mark);
        }
        catch (InvalidDataException tile)
        {
            return new AuditFault(AuditFault.TileAltered, null, tile.Message);
        }
    }

    private AuditFault? Newest(long newest)
    {
        for (var first = Math.Max(0, latest.Size - newest) / Tiles.Width * Tiles.Width; first < latest.Size; first += Tiles.Width)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if ((Run(first) ?? Above(first)) is { } fault)
                return fault;
        }

        return null;
    }

    private AuditFault? Sample()
    {
        for (var i = 0; i < Samples && latest.Size > 0; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var index = RandomNumberGenerator.GetInt32((int)Math.Min(latest.Size, int.MaxValue));
            if ((Run(index / Tiles.Width * Tiles.Width, only: index) ?? Above(index)) is { } fault)
                return fault;
        }

        return null;
    }

    // The leaves of one tile, or one of them.
    private AuditFault? Run(long first, long? only = null)
    {
        var tile = TreeTables.Tile(session, 0, first / Tiles.Width) ?? [];
        var next = only ?? first;
        var end = only + 1 ?? Math.Min(first + Tiles.Width, latest.Size);
        using var select = session.Prepare("SELECT number, leaf FROM leaves WHERE number >= ?1 AND number < ?2 ORDER BY number").Bind(1, next).Bind(2, end);
        while (select.Step())
        {
            if (select.Int64(0) != next)
                return Missing(next);

            var at = (int)(next - first) * MerkleHash.Size;
            if (tile.Length < at + MerkleHash.Size || !tile.AsSpan(at, MerkleHash.Size).SequenceEqual(MerkleHash.Leaf(select.Bytes(1))))
                return TileComparison.Differs(0, next);

            next++;
        }

        return next < end ? Missing(next) : null;
    }

    // Every full tile above a leaf, up to the right edge, which was looked at already.
    private AuditFault? Above(long index)
    {
        for (var (level, position) = (0, (long)index); ; level++)
        {
            var (number, _) = Math.DivRem(position, Tiles.Width);
            if (Tiles.WidthOf(level, number, latest.Size) < Tiles.Width)
                return null;

            var tile = TreeTables.Tile(session, level, number) ?? [];
            var above = TreeTables.Tile(session, level + 1, number / Tiles.Width) ?? [];
            var at = (int)(number % Tiles.Width) * MerkleHash.Size;
            if (tile.Length != Tiles.Width * MerkleHash.Size || above.Length < at + MerkleHash.Size || !above.AsSpan(at, MerkleHash.Size).SequenceEqual(MerkleHash.Root(tile)))
                return TileComparison.Differs(level + 1, number);

            position = number;
        }
    }

    private static AuditFault Missing(long index) => new(AuditFault.LeafMissing, index, Text($"Entry {index} of the audit log is missing."));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
