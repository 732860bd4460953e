using RetailServerless.Core.Audit;

namespace RetailServerless.Tests.Contracts;

/// <summary>What every audit store does. An implementation derives from it and makes an empty store for each test.</summary>
public abstract class AuditStoreContract
{
    protected abstract Task<IAuditStore> CreateAsync();

    [Fact]
    public async Task Indexes_are_dense_from_zero_in_the_order_of_appending()
    {
        var store = await CreateAsync();

        var first = await store.AppendAsync([Entry(1), Entry(2)], default);
        var second = await store.AppendAsync([Entry(3)], default);

        Assert.Equal([0, 1], first);
        Assert.Equal([2], second);
        Assert.Equal(3, await store.CountAsync(default));
    }

    [Fact]
    public async Task What_was_appended_is_read_as_it_was()
    {
        var store = await CreateAsync();
        var entry = Entry(7, "c:ada");

        await store.AppendAsync([entry], default);

        var read = Assert.Single(await store.ReadAsync(0, 10, default));
        Assert.Equal((0L, entry.EntryId, entry.Partition), (read.Index, read.EntryId, read.Partition));
        Assert.Equal(entry.Leaf, read.Leaf);
        Assert.Equal(entry.SealedBody, read.SealedBody);
    }

    [Fact]
    public async Task The_same_entry_twice_is_one_and_the_first_stays()
    {
        var store = await CreateAsync();
        await store.AppendAsync([Entry(1), Entry(2)], default);

        var again = await store.AppendAsync([Entry(3), Entry(1) with { Leaf = [9] }, Entry(3)], default);

        Assert.Equal([2, 0, 2], again);
        Assert.Equal(3, await store.CountAsync(default));
        Assert.Equal(Entry(1).Leaf, (await store.ReadAsync(0, 1, default))[0].Leaf);
    }

    [Fact]
    public async Task Many_who_append_at_once_leave_no_gap_and_lose_nothing()
    {
        var store = await CreateAsync();

        var indexes = await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(async () => (Id: i, (await store.AppendAsync([Entry(i)], default))[0]))));

        Assert.Equal(Enumerable.Range(0, 400).Select(i => (long)i), indexes.Select(i => i.Item2).Order());
        var read = await store.ReadAsync(0, 1_000, default);
        Assert.All(indexes, i => Assert.Equal(Entry(i.Id).EntryId, read[(int)i.Item2].EntryId));
    }

    [Fact]
    public async Task Reading_goes_on_from_an_index()
    {
        var store = await CreateAsync();
        await store.AppendAsync([.. Enumerable.Range(0, 10).Select(i => Entry(i))], default);

        Assert.Equal([4, 5, 6], (await store.ReadAsync(4, 3, default)).Select(e => e.Index));
        Assert.Empty(await store.ReadAsync(10, 3, default));
    }

    [Fact]
    public async Task A_partition_is_read_alone()
    {
        var store = await CreateAsync();
        await store.AppendAsync([.. Enumerable.Range(0, 9).Select(i => Entry(i, i % 3 is 0 ? "c:ada" : "c:bob"))], default);

        Assert.Equal([0, 3, 6], (await store.ReadPartitionAsync("c:ada", -1, 10, default)).Select(e => e.Index));
        Assert.Equal([3], (await store.ReadPartitionAsync("c:ada", 0, 1, default)).Select(e => e.Index));
        Assert.Empty(await store.ReadPartitionAsync("c:a", -1, 10, default));
    }

    [Fact]
    public async Task Erasing_bodies_leaves_the_leaves_and_nothing_that_points_to_the_person()
    {
        var store = await CreateAsync();
        await store.AppendAsync([Entry(0, "c:ada"), Entry(1, "c:bob"), Entry(2, "c:ada")], default);

        var erased = await store.EraseBodiesAsync("c:ada", default);
        var again = await store.EraseBodiesAsync("c:ada", default);

        Assert.Equal((2, 0), (erased, again));
        var read = await store.ReadAsync(0, 10, default);
        Assert.Equal(["", "c:bob", ""], read.Select(e => e.Partition));
        Assert.Equal([true, false, true], read.Select(e => e.SealedBody is null));
        Assert.Equal(Entry(2).Leaf, read[2].Leaf);
        Assert.Empty(await store.ReadPartitionAsync("c:ada", -1, 10, default));
    }

    [Fact]
    public async Task An_entry_whose_body_was_erased_is_still_there_when_it_is_appended_again()
    {
        var store = await CreateAsync();
        await store.AppendAsync([Entry(0, "c:ada")], default);
        await store.EraseBodiesAsync("c:ada", default);

        var index = await store.AppendAsync([Entry(0, "c:ada")], default);

        Assert.Equal([0], index);
        Assert.Null((await store.ReadAsync(0, 1, default))[0].SealedBody);
    }

    [Fact]
    public async Task A_body_whose_time_is_over_goes_and_the_entry_says_why()
    {
        var store = await CreateAsync();
        await store.AppendAsync([Entry(0, "c:ada"), Entry(1), Entry(2, "c:ada")], default);
        await store.EraseBodiesAsync("c:ada", default);

        var removed = await store.RetireBodiesAsync([1, 0], default);
        var again = await store.RetireBodiesAsync([1], default);

        Assert.Equal((1, 0), (removed, again));
        var read = await store.ReadAsync(0, 10, default);
        Assert.Equal([false, true, false], read.Select(e => e.IsRetired));
        Assert.All(read, e => Assert.Null(e.SealedBody));
        Assert.Equal([Entry(0).Leaf, Entry(1).Leaf, Entry(2).Leaf], read.Select(e => e.Leaf));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("zz000000000000000000000000000000")]
    [InlineData("AB000000000000000000000000000000")]
    public async Task An_entry_id_that_breaks_the_rule_is_refused_with_its_whole_batch(string entryId)
    {
        var store = await CreateAsync();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.AppendAsync([Entry(1), Entry(2) with { EntryId = entryId }], default));

        Assert.Equal(0, await store.CountAsync(default));
    }

    protected static SealedEntry Entry(int number, string partition = "shop") =>
        new($"{number:x32}", [1, 2, (byte)number, (byte)(number >> 8)], partition, [4, 5, (byte)number]);
}
