using System.Globalization;
using Microsoft.Data.Sqlite;
using RetailServerless.Core.Audit;
using RetailServerless.Embedded.Audit;
using RetailServerless.Embedded.Tests.ChildProcess;
using RetailServerless.Tests.Contracts;

namespace RetailServerless.Embedded.Tests.Audit;

public sealed class SqliteAuditStoreTests : AuditStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<IDisposable> _open = [];

    private string FilePath => _folder.File("audit.db");

    [Theory]
    [InlineData("UPDATE leaves SET leaf = x'00'")]
    [InlineData("DELETE FROM leaves")]
    [InlineData("INSERT INTO leaves VALUES (7, x'07', x'00')")]
    [InlineData("INSERT OR REPLACE INTO leaves VALUES (0, x'07', x'00')")]
    [InlineData("INSERT OR REPLACE INTO leaves SELECT 2, entry, x'00' FROM leaves WHERE number = 0")]
    [InlineData("UPDATE bodies SET partition = 'x'")]
    public async Task Another_program_can_neither_change_nor_remove_nor_skip_a_leaf(string sql)
    {
        var store = await CreateAsync();
        await store.AppendAsync([Entry(0), Entry(1)], default);

        await using (var program = new SqliteConnection($"Data Source={FilePath};Pooling=False"))
        {
            program.Open();
            await using var command = program.CreateCommand();
#pragma warning disable CA2100 // The statements stand above.
            command.CommandText = sql;
#pragma warning restore CA2100
            Assert.Throws<SqliteException>(() => command.ExecuteNonQuery());
        }

        var read = await store.ReadAsync(0, 10, default);
        Assert.Equal([Entry(0).Leaf, Entry(1).Leaf], read.Select(e => e.Leaf));
        Assert.Equal([2], await store.AppendAsync([Entry(2)], default));
    }

    [Fact]
    public async Task Two_stores_on_one_file_share_one_run_of_indexes()
    {
        var stores = new[] { await CreateAsync(), await CreateAsync() };

        var indexes = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () => (await stores[i % 2].AppendAsync([Entry(i)], default))[0])));

        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), indexes.Order());
    }

    [Fact]
    public async Task What_was_acknowledged_is_in_the_files_at_that_instant()
    {
        var store = await CreateAsync();
        var copy = _folder.File("copy.db");
        using var stop = new CancellationTokenSource();
        var acknowledged = 0;
        var appending = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await store.AppendAsync([Entry(i)], default);
                Volatile.Write(ref acknowledged, i + 1);
            }
        });

        SpinWait.SpinUntil(() => Volatile.Read(ref acknowledged) > 50);
        var atLeast = Volatile.Read(ref acknowledged);
        File.Copy(FilePath, copy);
        File.Copy(FilePath + "-wal", copy + "-wal");
        await stop.CancelAsync();
        await appending;

        using var after = new SqliteAuditStore(copy, new FixedTreeKeys());
        var entries = await after.ReadAsync(0, int.MaxValue, default);
        Assert.True(entries.Count >= atLeast);
        Assert.Equal(Enumerable.Range(0, entries.Count).Select(i => Entry(i).EntryId), entries.Select(e => e.EntryId));
    }

    [Fact]
    public async Task Killing_the_process_leaves_no_gap_and_loses_nothing_acknowledged()
    {
        var acknowledged = await KilledChild.RunAsync("audit", FilePath, untilLines: 500);

        var store = await CreateAsync();
        var entries = await store.ReadAsync(0, int.MaxValue, default);
        Assert.True(acknowledged.Count >= 500);
        Assert.Equal(Enumerable.Range(0, entries.Count).Select(i => (long)i), entries.Select(e => e.Index));
        Assert.All(acknowledged, a => Assert.Equal(a.Id, entries[int.Parse(a.Number, CultureInfo.InvariantCulture)].EntryId));
        Assert.Equal([(long)entries.Count], await store.AppendAsync([Entry(0)], default));
    }

    public void Dispose()
    {
        _open.ForEach(o => o.Dispose());
        _folder.Dispose();
    }

    protected override Task<IAuditStore> CreateAsync()
    {
        var store = new SqliteAuditStore(FilePath, new FixedTreeKeys());
        _open.Add(store);
        return Task.FromResult<IAuditStore>(store);
    }
}
