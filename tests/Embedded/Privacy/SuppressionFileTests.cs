using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Embedded.Privacy;
using RetailServerless.Embedded.Storage;

namespace RetailServerless.Embedded.Tests.Privacy;

public sealed class SuppressionFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "suppressed.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_line_that_a_crash_cut_off_is_passed_over_and_spoils_no_other()
    {
        await AppendAsync("first");
        var whole = await System.IO.File.ReadAllTextAsync(File);
        await System.IO.File.WriteAllTextAsync(File, whole + whole.Trim()[..20]);

        await AppendAsync("second");

        Assert.Equal(["first", "second"], await HashesAsync());
    }

    [Fact]
    public async Task A_line_that_was_whole_and_cannot_be_read_stops_who_asks()
    {
        await AppendAsync("first");
        await AppendAsync("second");
        var text = await System.IO.File.ReadAllTextAsync(File);
        await System.IO.File.WriteAllTextAsync(File, text.Replace("\"first\"", "\"first", StringComparison.Ordinal));

        await Assert.ThrowsAsync<DataFolderException>(HashesAsync);
    }

    private async Task AppendAsync(string hash)
    {
        using var file = new SuppressionFile(File);
        await file.AppendAsync([new SuppressedHash(hash, Guid.Empty, DateTimeOffset.UnixEpoch)], default);
    }

    private async Task<IEnumerable<string>> HashesAsync()
    {
        using var file = new SuppressionFile(File);
        return (await file.ReadAsync(default)).Select(h => h.Hash).ToList();
    }
}
