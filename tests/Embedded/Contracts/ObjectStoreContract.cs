using System.Text;
using RetailServerless.Core.Storage;

namespace RetailServerless.Tests.Contracts;

/// <summary>What every object store does. An implementation derives from it and makes an empty store for each test.</summary>
public abstract class ObjectStoreContract
{
    protected abstract Task<IObjectStore> CreateAsync();

    [Fact]
    public async Task What_was_written_is_read_and_can_be_sought_in()
    {
        var store = await CreateAsync();

        var size = await WriteAsync(store, "imports/2026/a.csv", "one,two");

        Assert.Equal(7, size);
        Assert.Equal(7, await store.SizeAsync("imports/2026/a.csv", default));
        await using var stream = await store.OpenReadAsync("imports/2026/a.csv", default);
        stream!.Seek(4, SeekOrigin.Begin);
        Assert.Equal("two", await new StreamReader(stream).ReadToEndAsync());
    }

    [Fact]
    public async Task What_is_not_there_is_told_without_an_exception()
    {
        var store = await CreateAsync();

        Assert.Null(await store.OpenReadAsync("a/b", default));
        Assert.Null(await store.SizeAsync("a/b", default));
        await store.DeleteAsync("a/b", default);
        await store.DeletePrefixAsync("a/", default);
        Assert.Empty(await store.ListAsync("a/", default).ToListAsync());
    }

    [Fact]
    public async Task A_write_that_breaks_leaves_the_old_object()
    {
        var store = await CreateAsync();
        await WriteAsync(store, "a", "old");

        await Assert.ThrowsAsync<InvalidDataException>(() => store.WriteAsync(
            "a",
            async (stream, token) =>
            {
                await stream.WriteAsync("half of the ne"u8.ToArray(), token);
                throw new InvalidDataException("broken");
            },
            default));

        Assert.Equal("old", await ReadAsync(store, "a"));
        Assert.Equal(["a"], await store.ListAsync("", default).ToListAsync());
    }

    [Fact]
    public async Task A_reader_keeps_the_object_that_it_opened()
    {
        var store = await CreateAsync();
        await WriteAsync(store, "a", "old");
        await using var stream = await store.OpenReadAsync("a", default);

        await WriteAsync(store, "a", "new");

        Assert.Equal("old", await new StreamReader(stream!).ReadToEndAsync());
        Assert.Equal("new", await ReadAsync(store, "a"));
    }

    [Fact]
    public async Task An_object_may_be_empty_or_large()
    {
        var store = await CreateAsync();
        var large = new byte[9 * 1024 * 1024];
        new Random(1).NextBytes(large);

        await WriteAsync(store, "empty", "");
        await store.WriteAsync("large", (stream, token) => stream.WriteAsync(large, token).AsTask(), default);

        Assert.Equal("", await ReadAsync(store, "empty"));
        using var read = new MemoryStream();
        await using var opened = await store.OpenReadAsync("large", default);
        await opened!.CopyToAsync(read);
        Assert.True(large.AsSpan().SequenceEqual(read.ToArray()));
    }

    [Fact]
    public async Task Listing_is_by_prefix_in_ordinal_order()
    {
        var store = await CreateAsync();
        foreach (var path in new[] { "b/x", "a/2", "a/1", "a-b", "ab/1", "a/c/3", "a.b" })
        {
            await WriteAsync(store, path, "x");
        }

        Assert.Equal(["a-b", "a.b", "a/1", "a/2", "a/c/3", "ab/1", "b/x"], await store.ListAsync("", default).ToListAsync());
        Assert.Equal(["a/1", "a/2", "a/c/3"], await store.ListAsync("a/", default).ToListAsync());
        Assert.Equal(["a-b", "a.b", "a/1", "a/2", "a/c/3", "ab/1"], await store.ListAsync("a", default).ToListAsync());
        Assert.Equal(["a/c/3"], await store.ListAsync("a/c", default).ToListAsync());
    }

    [Fact]
    public async Task Deleting_by_prefix_deletes_those_and_no_others()
    {
        var store = await CreateAsync();
        foreach (var path in new[] { "a/1", "a/c/3", "ab/1", "b" })
        {
            await WriteAsync(store, path, "x");
        }

        await store.DeletePrefixAsync("a/", default);
        await store.DeleteAsync("b", default);

        Assert.Equal(["ab/1"], await store.ListAsync("", default).ToListAsync());
    }

    [Fact]
    public async Task Deleting_everything_by_an_empty_prefix_is_refused()
    {
        var store = await CreateAsync();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.DeletePrefixAsync("", default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/../../b")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("A")]
    [InlineData("a\\b")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    [InlineData("~incoming/a")]
    public async Task Paths_that_break_the_rules_are_refused_everywhere(string path)
    {
        var store = await CreateAsync();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => WriteAsync(store, path, "x"));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.OpenReadAsync(path, default));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.SizeAsync(path, default));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.DeleteAsync(path, default));
    }

    [Theory]
    [InlineData("../")]
    [InlineData("/")]
    [InlineData("a/../")]
    [InlineData("A")]
    public async Task Prefixes_that_break_the_rules_are_refused(string prefix)
    {
        var store = await CreateAsync();

        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.ListAsync(prefix, default).ToListAsync());
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.DeletePrefixAsync(prefix, default));
    }

    private static Task<long> WriteAsync(IObjectStore store, string path, string text) =>
        store.WriteAsync(path, (stream, token) => stream.WriteAsync(Encoding.UTF8.GetBytes(text), token).AsTask(), default);

    private static async Task<string> ReadAsync(IObjectStore store, string path)
    {
        await using var stream = await store.OpenReadAsync(path, default);
        return await new StreamReader(stream!).ReadToEndAsync();
    }
}
