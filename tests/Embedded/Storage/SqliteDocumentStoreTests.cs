using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Storage;
using RetailServerless.Embedded.Storage.Documents;
using RetailServerless.Embedded.Tests.ChildProcess;
using RetailServerless.Tests.Contracts;

namespace RetailServerless.Embedded.Tests.Storage;

public sealed class SqliteDocumentStoreTests : DocumentStoreContract, IDisposable
{
    private static readonly DocumentKey Key = new("notes", "p1", "n1");

    private readonly TemporaryFolder _folder = new();
    private readonly List<IDisposable> _open = [];
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task What_was_acknowledged_is_there_after_opening_again()
    {
        using (var first = Open())
        {
            await first.UpsertAsync(Key, new Note("a", 1), WriteCondition.Always, default);
        }

        using var second = Open();
        Assert.Equal("a", (await second.GetAsync<Note>(Key, default))!.Value.Text);
    }

    [Fact]
    public async Task Killing_the_process_loses_nothing_acknowledged()
    {
        var acknowledged = await KilledChild.RunAsync("documents", _folder.File("documents.db"), untilLines: 500);

        using var store = Open();
        var etags = await store.QueryAsync<Note>("notes", "p1", DocumentQuery.All, default).ToDictionaryAsync(d => d.Key.Id, d => d.ETag);
        Assert.True(acknowledged.Count >= 500);
        Assert.All(acknowledged, a => Assert.Equal(a.Number, etags[a.Id]));
    }

    [Fact]
    public async Task Two_stores_on_one_file_see_each_other_and_share_conditions()
    {
        using var one = Open();
        using var other = Open();

        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() =>
            (i % 2 is 0 ? one : other).UpsertAsync(Key, new Note("a", i), WriteCondition.IfAbsent, default))));

        Assert.Single(results, r => r is not null);
        Assert.Equal(await one.GetAsync<Note>(Key, default), await other.GetAsync<Note>(Key, default));
    }

    [Fact]
    public async Task A_write_that_fails_fails_nobody_else()
    {
        using var store = Open();

        var tasks = Enumerable.Range(0, 200)
            .Select(i => store.UpsertAsync(new DocumentKey("notes", "p1", i % 50 is 7 ? "\ud800" : $"{i}"), new Note("a", i), WriteCondition.Always, default))
            .ToList();
        await Task.WhenAll(tasks).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.Equal(4, tasks.Count(t => t.IsFaulted));
        Assert.Equal(196, await store.QueryAsync<Note>("notes", "p1", DocumentQuery.All, default).CountAsync());
    }

    [Fact]
    public async Task Deletions_are_forgotten_after_a_day_and_who_comes_too_late_is_told_so()
    {
        using var store = Open();
        await store.UpsertAsync(Key, new Note("a", 1), WriteCondition.Always, default);
        var seen = await store.ReadChangesAsync<Note>("notes", null, 10, default);
        await store.DeleteAsync(Key, null, default);
        await store.UpsertAsync(Key with { Id = "n2" }, new Note("b", 2), WriteCondition.Always, default);

        _time.Advance(TimeSpan.FromHours(25));
        await store.DeleteAsync(Key with { Id = "n2" }, null, default);

        await Assert.ThrowsAsync<ChangesExpiredException>(() => store.ReadChangesAsync<Note>("notes", seen.Continuation, 10, default));
        var fromTheBeginning = await store.ReadChangesAsync<Note>("notes", null, 10, default);
        Assert.Equal("n2", Assert.Single(fromTheBeginning.Changes).Key.Id);
    }

    [Fact]
    public async Task What_was_deleted_is_gone_from_the_file_too()
    {
        const string Secret = "a-very-personal-sentence";
        using (var store = Open())
        {
            await store.UpsertAsync(Key, new Note(Secret, 1), WriteCondition.Always, default);
            await store.DeletePartitionAsync(Key.Container, Key.Partition, default);
        }

        Assert.DoesNotContain(Secret, File.ReadAllText(_folder.File("documents.db"), System.Text.Encoding.Latin1), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_named_in_the_error()
    {
        File.WriteAllText(_folder.File("documents.db"), new string('x', 4096));

        var error = Assert.Throws<DataFolderException>(Open);

        Assert.Contains("documents.db is damaged or is no SQLite database", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_named_in_the_error()
    {
        var error = Assert.Throws<DataFolderException>(() => new SqliteDocumentStore(_folder.File("missing/documents.db"), _time));

        Assert.Contains("cannot be opened", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _open.ForEach(o => o.Dispose());
        _folder.Dispose();
    }

    protected override Task<IDocumentStore> CreateAsync()
    {
        var store = Open();
        _open.Add(store);
        return Task.FromResult<IDocumentStore>(store);
    }

    private SqliteDocumentStore Open() => new(_folder.File("documents.db"), _time);
}
