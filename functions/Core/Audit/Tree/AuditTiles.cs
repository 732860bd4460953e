using System.Globalization;

namespace RetailServerless.Core.Audit.Tree;

/// <summary>The tree as C2SP tlog-tiles serve it, never beyond its newest checkpoint.</summary>
public sealed class AuditTiles(IAuditStore store, IAuditTree tree)
{
    /// <summary>A tile, or a bundle of entries.</summary>
    /// <param name="level">From 0, or <c>entries</c>.</param>
    /// <param name="path">What follows in the path, as <c>x001/x234/067</c> or <c>000.p/17</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns><see langword="null"/> when there is none.</returns>
    public async Task<byte[]?> ReadAsync(string level, string path, CancellationToken cancellationToken)
    {
        var entries = level == "entries";
        var height = 0;
        if ((!entries && (!int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out height) || height > Tiles.MaxLevel || level != height.ToString(CultureInfo.InvariantCulture)))
            || !Tiles.TryParse(path, out var number, out var width)
            || await tree.LatestAsync(cancellationToken) is not { } latest
            || Tiles.WidthOf(height, number, latest.Checkpoint.Size) < width)
        {
            return null;
        }

        return entries
            ? Tiles.Bundle((await store.ReadAsync(number * Tiles.Width, width, cancellationToken)).Select(e => e.Leaf))
            : (await tree.ReadTileAsync(height, number, cancellationToken))?[..(width * MerkleHash.Size)];
    }
}
