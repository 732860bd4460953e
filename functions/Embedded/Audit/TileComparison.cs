using System.Globalization;
using RetailServerless.Core.Audit.Tree;
using RetailServerless.Embedded.Storage.Sqlite;

namespace RetailServerless.Embedded.Audit;

/// <summary>Compares the stored tiles with those that the leaves give, while the leaves are read.</summary>
internal sealed class TileComparison(SqliteSession session)
{
    private readonly Dictionary<int, Level> _levels = [];

    /// <summary>Takes the hash of the next leaf; gives what is wrong with it or with a tile that it fills.</summary>
    public AuditFault? Add(byte[] leafHash)
    {
        var hash = leafHash;
        for (var level = 0; ; level++)
        {
            var state = LevelOf(level);
            var at = (int)(state.Count % Tiles.Width) * MerkleHash.Size;
            if (at is 0)
            {
                state.Tile = TreeTables.Tile(session, level, state.Count / Tiles.Width) ?? [];
            }

            if (state.Tile.Length < at + MerkleHash.Size || !state.Tile.AsSpan(at, MerkleHash.Size).SequenceEqual(hash))
                return Differs(level, state.Count);

            state.Count++;
            if (state.Count % Tiles.Width is not 0)
                return null;

            hash = MerkleHash.Root(state.Tile);
        }
    }

    /// <summary>Whether a tile says more than the leaves do.</summary>
    public AuditFault? Finish()
    {
        foreach (var (level, state) in _levels)
        {
            var width = (int)(state.Count % Tiles.Width);
            if (width > 0 && state.Tile.Length != width * MerkleHash.Size)
                return Differs(level, state.Count);
        }

        return null;
    }

    private Level LevelOf(int level)
    {
        if (!_levels.TryGetValue(level, out var state))
        {
            _levels[level] = state = new Level();
        }

        return state;
    }

    internal static AuditFault Differs(int level, long position) => level is 0
        ? new AuditFault(AuditFault.LeafAltered, position, string.Create(CultureInfo.InvariantCulture, $"Entry {position} of the audit log is not the one that its tree holds."))
        : new AuditFault(AuditFault.TileAltered, position << (Tiles.Height * level), string.Create(CultureInfo.InvariantCulture, $"Tile {level}/{position / Tiles.Width} of the audit tree is not the one that its entries give."));

    private sealed class Level
    {
        public long Count { get; set; }

        public byte[] Tile { get; set; } = [];
    }
}
