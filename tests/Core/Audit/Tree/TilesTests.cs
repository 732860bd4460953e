using RetailServerless.Core.Audit.Tree;

namespace RetailServerless.Core.Tests.Audit.Tree;

public sealed class TilesTests
{
    [Theory]
    [InlineData("0", 0, 256, "tile/0/000")]
    [InlineData("0", 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData("1", 70, 17, "tile/1/070.p/17")]
    [InlineData("entries", 1234067, 8, "tile/entries/x001/x234/067.p/8")]
    public void A_path_is_written_and_read_as_the_specification_says(string level, long number, int width, string path)
    {
        Assert.Equal(path, Tiles.Path(level, number, width));
        Assert.True(Tiles.TryParse(path[$"tile/{level}/".Length..], out var n, out var w));
        Assert.Equal((number, width), (n, w));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0000")]
    [InlineData("x001")]
    [InlineData("001/234")]
    [InlineData("x000/234")]
    [InlineData("000.p/0")]
    [InlineData("000.p/256")]
    [InlineData("000.p/01")]
    [InlineData("000.p")]
    [InlineData("../000")]
    [InlineData("x999/x999/x999/x999/x999/x999/x999/999")]
    public void What_is_no_path_of_a_tile_is_refused(string text) => Assert.False(Tiles.TryParse(text, out _, out _));

    [Fact]
    public void A_bundle_gives_back_its_entries_and_one_that_was_cut_is_refused()
    {
        byte[][] leaves = [[1, 2, 3], [], new byte[300]];

        var bundle = Tiles.Bundle(leaves);

        Assert.Equal([0, 3, 1, 2, 3, 0, 0, 1, 44], bundle[..9]);
        Assert.Equal(leaves, Tiles.Unbundle(bundle));
        Assert.Throws<InvalidDataException>(() => Tiles.Unbundle(bundle.AsSpan(0, bundle.Length - 1)));
    }
}
