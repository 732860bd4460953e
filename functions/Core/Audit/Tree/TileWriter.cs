namespace RetailServerless.Core.Audit.Tree;

/// <summary>Adds leaves to the tiles of a tree: reads the tiles at the right edge once, and gives back those that changed.</summary>
/// <param name="size">How many leaves the tree has.</param>
/// <param name="load">Reads a tile of a level and number that is there.</param>
public sealed class TileWriter(long size, Func<int, long, byte[]> load)
{
    private readonly Dictionary<(int Level, long Number), List<byte>> _changed = [];

    /// <summary>How many leaves the tree has now.</summary>
    public long Size { get; private set; } = size;

    /// <summary>The tiles that changed, each with all its hashes.</summary>
    public IEnumerable<(int Level, long Number, byte[] Hashes)> Changed => _changed.Select(t => (t.Key.Level, t.Key.Number, t.Value.ToArray()));

    /// <summary>Adds the hash of the next leaf.</summary>
    public void Add(byte[] leafHash)
    {
        var hash = leafHash;
        for (var level = 0; ; level++)
        {
            var count = Tiles.CountAt(level, Size);
            var tile = TileAt(level, count);
            tile.AddRange(hash);
            if (tile.Count < Tiles.Width * MerkleHash.Size)
            {
                break;
            }

            hash = MerkleHash.Root(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(tile));
        }

        Size++;
    }

    private List<byte> TileAt(int level, long count)
    {
        var (number, width) = Math.DivRem(count, Tiles.Width);
        if (!_changed.TryGetValue((level, number), out var tile))
        {
            tile = new List<byte>(Tiles.Width * MerkleHash.Size);
            if (width > 0)
            {
                var stored = load(level, number);
                if (stored.Length != width * MerkleHash.Size)
                {
                    throw new InvalidDataException($"Tile {level}/{number} of the audit tree has {stored.Length / MerkleHash.Size} hashes and should have {width}.");
                }

                tile.AddRange(stored);
            }

            _changed[(level, number)] = tile;
        }

        return tile;
    }
}
