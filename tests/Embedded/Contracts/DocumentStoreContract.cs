using RetailServerless.Core.Storage;

namespace RetailServerless.Tests.Contracts;

/// <summary>What every document store does. An implementation derives from it and makes an empty store for each test.</summary>
public abstract class DocumentStoreContract
{
    private static readonly DocumentKey Key = new("notes", "p1", "n1");

    protected abstract Task<IDocumentStore> CreateAsync();

    [Fact]
    public async Task What_was_written_is_read()
    {
        var store = await CreateAsync();

        var etag = await store.UpsertAsync(Key, new Note("Größe 42 → 👟", 1), WriteCondition.Always, default);

        var read = await store.GetAsync<Note>(Key, default);
        Assert.Equal(new StoredDocument<Note>(Key, new Note("Größe 42 → 👟", 1), etag!), read);
    }

    [Fact]
    public async Task A_document_that_was_never_written_is_not_there()
    {
        var store = await CreateAsync();

        Assert.Null(await store.GetAsync<Note>(Key, default));
        Assert.False(await store.DeleteAsync(Key, null, default));
        Assert.Equal(0, await store.DeletePartitionAsync("notes", "p1", default));
        Assert.Empty(await store.QueryAsync<Note>("notes", "p1", DocumentQuery.All, default).ToListAsync());
        Assert.Empty(await store.PartitionsAsync("notes", null, default).ToListAsync());
    }

    [Fact]
    public async Task Every_write_changes_the_etag_also_with_the_same_content()
    {
        var store = await CreateAsync();

        var first = await store.UpsertAsync(Key, new Note("a", 1), WriteCondition.Always, default);
        var second = await store.UpsertAsync(Key, new Note("a", 1), WriteCondition.Always, default);
        await store.DeleteAsync(Key, null, default);
        var third = await store.UpsertAsync(Key, new Note("a", 1), WriteCondition.Always, default);

        Assert.Equal(3, new[] { first, second, third }.Distinct().Count());
    }

    [Fact]
    public async Task If_absent_writes_once()
    {
        var store = await CreateAsync();

        var first = await store.UpsertAsync(Key, new Note("a", 1), WriteCondition.IfAbsent, default);
        var second = await store.UpsertAsync(Key, new Note("b", 2), WriteCondition.IfAbsent, default);

        Assert.NotNull(first);
        Assert.Null(second);
        Assert.Equal("a", (await store.GetAsync<Note>(Key, default))!.Value.Text);
    }

    [Fact]
    public async Task If_absent_writes_again_after_a_deletion()
    {
        var store = await CreateAsync();
        await store.UpsertAsync(Key, new Note("a", 1), WriteCondition.IfAbsent, default);
        await store.DeleteAsync(Key, null, default);

        Assert.NotNull(await store.UpsertAsync(Key, new Note("b", 2), WriteCondition.IfAbsent, default));
    }

    [Fact]
    public async Task If_match_writes_only_over_that_version()
    {
        var store = await CreateAsync();
        var first = await store.UpsertAsync(Key, new Note("a", 1), WriteCondition.Always, default);

        var second = await store.UpsertAsync(Key, new Note("b", 2), WriteCondition.IfMatch(first!), default);
        var stale = await store.UpsertAsync(Key, new Note("c", 3), WriteCondition.IfMatch(first!), default);
        var elsewhere = await store.UpsertAsync(Key with { Id = "n2" }, new Note("c", 3), WriteCondition.IfMatch(first!), default);

        Assert.NotNull(second);
        Assert.Null(stale);
        Assert.Null(elsewhere);
        Assert.Equal("b", (await store.GetAsync<Note>(Key, default))!.Value.Text);
    }

    [Fact]
    public async Task Of_many_who_write_over_one_version_one_succeeds()
    {
        var store = await CreateAsync();
        var etag = await store.UpsertAsync(Key, new Note("a", 0), WriteCondition.Always, default);

        var results = await Task.WhenAll(Enumerable.Range(1, 50).Select(i =>
            Task.Run(() => store.UpsertAsync(Key, new Note("b", i), WriteCondition.IfMatch(etag!), default))));

        Assert.Single(results, r => r is not null);
    }

    [Fact]
    public async Task A_counter_under_etags_loses_no_count()
    {
        var store = await CreateAsync();
        await store.UpsertAsync(Key, new Note("", 0), WriteCondition.Always, default);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                StoredDocument<Note> read;
                do
                {
                    read = (await store.GetAsync<Note>(Key, default))!;
                }
                while (await store.UpsertAsync(Key, read.Value with { Number = read.Value.Number + 1 }, WriteCondition.IfMatch(read.ETag), default) is null);
            }
        })));

        Assert.Equal(80, (await store.GetAsync<Note>(Key, default))!.Value.Number);
    }

    [Fact]
    public async Task A_deletion_may_ask_for_a_version()
    {
        var store = await CreateAsync();
        var first = await store.UpsertAsync(Key, new Note("a", 1), WriteCondition.Always, default);
        var second = await store.UpsertAsync(Key, new Note("b", 2), WriteCondition.Always, default);

        Assert.False(await store.DeleteAsync(Key, first, default));
        Assert.True(await store.DeleteAsync(Key, second, default));
        Assert.Null(await store.GetAsync<Note>(Key, default));
    }

    [Fact]
    public async Task A_query_gives_one_partition_in_the_order_of_ids()
    {
        var store = await CreateAsync();
        await store.UpsertManyAsync("notes", [.. Enumerable.Range(0, 600).Select(i => Write("p1", $"n{i:000}", i))], default);
        await store.UpsertManyAsync("notes", [Write("p10", "n000", 0), Write("p", "n001", 0)], default);
        await store.UpsertManyAsync("others", [Write("p1", "n001x", 0)], default);

        var ids = await Ids(store, DocumentQuery.All);

        Assert.Equal(Enumerable.Range(0, 600).Select(i => $"n{i:000}"), ids);
    }

    [Fact]
    public async Task A_query_is_narrowed_by_prefix_position_limit_and_direction()
    {
        var store = await CreateAsync();
        await store.UpsertManyAsync("notes", [.. new[] { "a", "a1", "a2", "a3", "aé", "b" }.Select(id => Write("p1", id, 0))], default);

        Assert.Equal(["a", "a1", "a2", "a3", "aé"], await Ids(store, new DocumentQuery(IdPrefix: "a")));
        Assert.Equal(["aé"], await Ids(store, new DocumentQuery(IdPrefix: "aé")));
        Assert.Equal(["a2", "a3"], await Ids(store, new DocumentQuery(After: "a1", Limit: 2)));
        Assert.Equal(["b", "aé", "a3"], await Ids(store, new DocumentQuery(Descending: true, Limit: 3)));
        Assert.Equal(["a2", "a1", "a"], await Ids(store, new DocumentQuery(IdPrefix: "a", After: "a3", Descending: true)));
        Assert.Empty(await Ids(store, new DocumentQuery(Limit: 0)));
        Assert.Empty(await Ids(store, new DocumentQuery(IdPrefix: "c")));
    }

    [Fact]
    public async Task Partitions_come_in_order_and_only_while_they_have_documents()
    {
        var store = await CreateAsync();
        await store.UpsertManyAsync("notes", [Write("c", "1", 0), Write("a", "1", 0), Write("a", "2", 0), Write("b", "1", 0)], default);
        await store.DeletePartitionAsync("notes", "b", default);

        Assert.Equal(["a", "c"], await store.PartitionsAsync("notes", null, default).ToListAsync());
        Assert.Equal(["c"], await store.PartitionsAsync("notes", "a", default).ToListAsync());
    }

    [Fact]
    public async Task A_partition_is_deleted_whole_and_alone()
    {
        var store = await CreateAsync();
        await store.UpsertManyAsync("notes", [.. Enumerable.Range(0, 2_500).Select(i => Write("p1", $"{i}", i)), Write("p2", "1", 0)], default);

        var deleted = await store.DeletePartitionAsync("notes", "p1", default);

        Assert.Equal(2_500, deleted);
        Assert.Empty(await Ids(store, DocumentQuery.All));
        Assert.NotNull(await store.GetAsync<Note>(new DocumentKey("notes", "p2", "1"), default));
    }

    [Fact]
    public async Task A_bulk_write_done_twice_changes_nothing()
    {
        var store = await CreateAsync();
        DocumentWrite<Note>[] writes = [.. Enumerable.Range(0, 3_000).Select(i => Write($"p{i % 7}", $"{i}", i))];

        var first = await store.UpsertManyAsync("notes", writes, default);
        var before = await store.GetAsync<Note>(new DocumentKey("notes", "p1", "1"), default);
        writes[2] = Write("p2", "2", 99);
        var second = await store.UpsertManyAsync("notes", writes, default);

        Assert.Equal(new BulkWriteResult(3_000, 0), first);
        Assert.Equal(new BulkWriteResult(1, 2_999), second);
        Assert.Equal(before, await store.GetAsync<Note>(new DocumentKey("notes", "p1", "1"), default));
        Assert.Equal(99, (await store.GetAsync<Note>(new DocumentKey("notes", "p2", "2"), default))!.Value.Number);
    }

    [Fact]
    public async Task Of_one_key_twice_in_a_bulk_write_the_later_stays()
    {
        var store = await CreateAsync();

        await store.UpsertManyAsync("notes", [Write("p1", "n1", 1), Write("p1", "n1", 2)], default);

        Assert.Equal(2, (await store.GetAsync<Note>(Key, default))!.Value.Number);
    }

    [Fact]
    public async Task Changes_come_in_order_each_document_at_its_newest_version()
    {
        var store = await CreateAsync();
        await store.UpsertManyAsync("notes", [Write("p1", "a", 1), Write("p1", "b", 2), Write("p2", "c", 3)], default);
        await store.UpsertAsync(new DocumentKey("others", "p1", "x"), new Note("", 9), WriteCondition.Always, default);
        await store.UpsertAsync(new DocumentKey("notes", "p1", "a"), new Note("", 4), WriteCondition.Always, default);

        var page = await store.ReadChangesAsync<Note>("notes", null, 100, default);

        Assert.Equal([("b", 2), ("c", 3), ("a", 4)], page.Changes.Select(c => (c.Key.Id, c.Value!.Number)));
    }

    [Fact]
    public async Task Changes_go_on_where_the_last_reading_ended()
    {
        var store = await CreateAsync();
        await store.UpsertManyAsync("notes", [Write("p1", "a", 1), Write("p1", "b", 2), Write("p1", "c", 3)], default);

        var first = await store.ReadChangesAsync<Note>("notes", null, 2, default);
        var second = await store.ReadChangesAsync<Note>("notes", first.Continuation, 2, default);
        var none = await store.ReadChangesAsync<Note>("notes", second.Continuation, 2, default);
        await store.DeleteAsync(new DocumentKey("notes", "p1", "a"), null, default);
        var deletion = await store.ReadChangesAsync<Note>("notes", none.Continuation, 2, default);

        Assert.Equal(["a", "b"], first.Changes.Select(c => c.Key.Id));
        Assert.Equal(["c"], second.Changes.Select(c => c.Key.Id));
        Assert.Empty(none.Changes);
        Assert.Equal(new DocumentChange<Note>(new DocumentKey("notes", "p1", "a"), null), Assert.Single(deletion.Changes));
    }

    [Fact]
    public async Task Changes_of_a_container_before_its_first_document_begin_at_the_beginning()
    {
        var store = await CreateAsync();

        var empty = await store.ReadChangesAsync<Note>("notes", null, 10, default);
        await store.UpsertAsync(Key, new Note("a", 1), WriteCondition.Always, default);
        var page = await store.ReadChangesAsync<Note>("notes", empty.Continuation, 10, default);

        Assert.Empty(empty.Changes);
        Assert.Single(page.Changes);
    }

    [Theory]
    [InlineData("Notes", "p", "i")]
    [InlineData("", "p", "i")]
    [InlineData("notes", "", "i")]
    [InlineData("notes", "p", "")]
    [InlineData("notes", "p", "a\nb")]
    public async Task Names_that_break_the_rules_are_refused(string container, string partition, string id)
    {
        var store = await CreateAsync();

        await Assert.ThrowsAnyAsync<ArgumentException>(() =>
            store.UpsertAsync(new DocumentKey(container, partition, id), new Note("", 0), WriteCondition.Always, default));
    }

    [Fact]
    public async Task A_cancelled_write_is_not_made()
    {
        var store = await CreateAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            store.UpsertAsync(Key, new Note("a", 1), WriteCondition.Always, new CancellationToken(canceled: true)));

        Assert.Null(await store.GetAsync<Note>(Key, default));
    }

    private static DocumentWrite<Note> Write(string partition, string id, int number) => new(partition, id, new Note("text", number));

    private static async Task<List<string>> Ids(IDocumentStore store, DocumentQuery query) =>
        await store.QueryAsync<Note>("notes", "p1", query, default).Select(d => d.Key.Id).ToListAsync();

    public sealed record Note(string Text, int Number);
}
