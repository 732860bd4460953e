using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Storage.Objects;
using RetailServerless.Tests.Contracts;

namespace RetailServerless.Embedded.Tests.Storage;

public sealed class FileObjectStoreTests : ObjectStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_a_broken_write_left_long_ago_is_removed_at_the_next_start()
    {
        _ = new FileObjectStore(_folder.Path);
        var left = _folder.File("~incoming/left");
        var fresh = _folder.File("~incoming/fresh");
        File.WriteAllText(left, "x");
        File.WriteAllText(fresh, "x");
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddDays(-2));

        _ = new FileObjectStore(_folder.Path);

        Assert.False(File.Exists(left));
        Assert.True(File.Exists(fresh));
    }

    public void Dispose() => _folder.Dispose();

    protected override Task<IObjectStore> CreateAsync() => Task.FromResult<IObjectStore>(new FileObjectStore(_folder.Path));
}
