using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Core.Tests.Audit.Tree;

/// <summary>Tiles in memory, grown batch by batch.</summary>
internal sealed class MemoryTiles : ITileSource
{
    private readonly Dictionary<(int, long), byte[]> _tiles = [];

    public long Size { get; private set; }

    public int Reads { get; private set; }

    public static MemoryTiles Of(IEnumerable<byte[]> leaves)
    {
        var tiles = new MemoryTiles();
        tiles.Append([.. leaves.Select(l => MerkleHash.Leaf(l))]);
        return tiles;
    }

    public void Append(IReadOnlyList<byte[]> leafHashes)
    {
        var writer = new TileWriter(Size, (level, number) => _tiles[(level, number)]);
        foreach (var hash in leafHashes)
            writer.Add(hash);

        foreach (var (level, number, hashes) in writer.Changed)
            _tiles[(level, number)] = hashes;

        Size = writer.Size;
    }

    public ValueTask<byte[]?> ReadTileAsync(int level, long number, CancellationToken cancellationToken)
    {
        Reads++;
        return ValueTask.FromResult(_tiles.GetValueOrDefault((level, number)));
    }
}
