using Microsoft.Data.Sqlite;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Audit.Search;
using RetailServerless.Embedded.Audit;
using RetailServerless.Embedded.Tests.ChildProcess;

namespace RetailServerless.Embedded.Tests.Audit;

/// <summary>Searches by the index against a plain model, over the seam between what is indexed and what is too new to be.</summary>
public sealed class SqliteAuditSearchTests : IDisposable
{
    private const int Several = 5_300;

    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder.File("audit.db");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Any_search_finds_what_looking_at_everything_finds(int seed)
    {
        using var store = Open();
        var log = new SearchedLog(store, seed);
        await log.AppendAsync(Several);

        foreach (var change in new Func<Task>[] { () => Task.CompletedTask, () => log.EraseAsync("c:3"), () => log.AppendAsync(2_000), () => log.RetireAsync(3_000), () => log.EraseAsync("c:9") })
        {
            await change();
            for (var i = 0; i < 100; i++)
                await AgreesAsync(store, log, log.AnySearch());
        }
    }

    [Fact]
    public async Task Pages_in_either_order_give_every_match_once()
    {
        using var store = Open();
        var log = new SearchedLog(store, 4);
        await log.AppendAsync(Several);

        foreach (var newestFirst in new[] { false, true })
        {
            var search = new StoredSearch { Terms = [new AuditTerm(AuditFacet.Kind, "consent"), new AuditTerm(AuditFacet.Model, "responder")], Limit = 51, NewestFirst = newestFirst };
            var all = log.Find(search with { Limit = int.MaxValue }).ToList();
            var paged = new List<long>();
            for (long? from = newestFirst ? log.Count : 0; from is not null;)
            {
                var page = await store.SearchAsync(search with { From = from }, default);
                paged.AddRange(page.Take(50).Select(e => e.Index));
                from = page.Count > 50 ? page[50].Index : null;
            }

            Assert.True(all.Count > 200);
            Assert.Equal(all, paged);
        }
    }

    [Theory]
    [InlineData("DELETE FROM facet_blocks; DELETE FROM facet_hits; DELETE FROM facet_terms")]
    [InlineData("DELETE FROM facet_hits WHERE block = 1; DELETE FROM facet_blocks WHERE block = 1")]
    [InlineData("DELETE FROM facet_blocks WHERE block = 0")]
    public async Task What_is_missing_of_the_index_is_found_all_the_same_and_made_again(string sql)
    {
        var log = new SearchedLog(Open(), 5);
        await log.AppendAsync(Several + 2_000);
        var before = Dump();
        Run(sql);

        using var store = Open();
        for (var i = 0; i < 60; i++)
            await AgreesAsync(store, log, log.AnySearch());
        while (await store.CatchUpAsync(default))
            await Task.Yield();

        Assert.Equal(before, Dump());
        for (var i = 0; i < 60; i++)
            await AgreesAsync(store, log, log.AnySearch());
    }

    [Theory]
    [InlineData("DELETE FROM facet_hits WHERE block = 1 AND term = (SELECT min(id) FROM facet_terms)")]
    [InlineData("UPDATE facet_hits SET hits = x'0000' WHERE block = 1")]
    [InlineData("UPDATE facet_blocks SET latest = 1 WHERE block = 1")]
    [InlineData("INSERT INTO facet_terms(facet, value) VALUES (1, 'made.up'); INSERT INTO facet_hits VALUES ((SELECT max(id) FROM facet_terms), 1, x'0000')")]
    public async Task An_index_that_does_not_say_what_the_leaves_say_is_put_right(string sql)
    {
        var log = new SearchedLog(Open(), 6);
        await log.AppendAsync(Several);
        var before = Dump();
        Run(sql);

        using var store = Open();

        Assert.Equal([true, false, null], [await store.RepairAsync(0, default), await store.RepairAsync(1, default), await store.RepairAsync(2, default)]);
        Assert.True(await store.RepairAsync(1, default));
        Assert.Equal(before, Dump());
    }

    [Fact]
    public async Task A_file_from_before_there_was_an_index_is_searched_after_it_was_opened()
    {
        Run("""
            CREATE TABLE leaves(number INTEGER PRIMARY KEY, entry BLOB NOT NULL UNIQUE, leaf BLOB NOT NULL);
            CREATE TABLE bodies(number INTEGER PRIMARY KEY, partition TEXT NOT NULL, sealed BLOB NOT NULL);
            INSERT INTO leaves VALUES (0, x'00000000000000000000000000000000', '{"kind":"chat.turn","time":"2026-11-24T08:12Z"}');
            INSERT INTO bodies VALUES (0, 'c:ada', x'01');
            """);

        using var store = Open();
        using var other = Open();

        Assert.Single(await store.SearchAsync(new StoredSearch { Terms = [new AuditTerm(AuditFacet.Kind, "chat")], Partition = "c:ada", Limit = 10 }, default));
        Assert.Empty(await other.SearchAsync(new StoredSearch { Decision = new byte[16], Limit = 10 }, default));
    }

    [Fact]
    public async Task After_an_erasure_nothing_in_the_file_leads_from_the_person_or_their_decision_to_an_entry()
    {
        byte[] decision = [.. Enumerable.Range(200, 16).Select(i => (byte)i)];
        using (var store = Open())
        {
            var entries = Enumerable.Range(0, 300).Select(i => new SealedEntry($"{i:x32}", [1, 2], i % 3 is 0 ? "c:ada-lovelace" : "shop", [7]) { Decision = i % 3 is 0 ? decision : null });
            await store.AppendAsync([.. entries], default);
            Assert.Equal(100, (await store.SearchAsync(new StoredSearch { Decision = decision, Partition = "c:ada-lovelace", Limit = 200 }, default)).Count);

            await store.EraseBodiesAsync("c:ada-lovelace", default);

            Assert.Empty(await store.SearchAsync(new StoredSearch { Decision = decision, Limit = 10 }, default));
            Assert.Empty(await store.SearchAsync(new StoredSearch { Partition = "c:ada-lovelace", Limit = 10 }, default));
        }

        Run("PRAGMA wal_checkpoint(TRUNCATE)");
        var bytes = await File.ReadAllBytesAsync(FilePath);
        Assert.Equal(-1, bytes.AsSpan().IndexOf(decision));
        Assert.Equal(-1, bytes.AsSpan().IndexOf("ada-lovelace"u8));
    }

    [Fact]
    public async Task Two_processes_append_and_search_at_once()
    {
        const int Each = 3_000;
        using var store = Open();
        using var child = KilledChild.Start("audit-search", FilePath);
        var search = new StoredSearch { Terms = [new AuditTerm(AuditFacet.Kind, "test.child"), new AuditTerm(AuditFacet.ActorRole, "system")], Limit = int.MaxValue };
        var seen = new List<long>();

        for (var i = 0; i < Each; i += 100)
        {
            await store.AppendAsync([.. Enumerable.Range(0, 100).Select(_ => Program.Entry("test.parent"))], default);
            var found = await store.SearchAsync(search, default);
            Assert.All(found, e => Assert.Equal("test.child.wrote", AuditLeaf.Parse(e.Leaf).Kind));
            Assert.Equal(seen, found.Take(seen.Count).Select(e => e.Index));
            seen = [.. found.Select(e => e.Index)];
        }

        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();

        // The child searched for what this process wrote, and saw it only grow.
        Assert.Equal("ok", output.Trim());
        var all = await store.SearchAsync(search, default);
        Assert.Equal(Program.ChildEntries, all.Count);
        Assert.Equal(Each, (await store.SearchAsync(search with { Terms = [new AuditTerm(AuditFacet.Kind, "test.parent")] }, default)).Count);
        Assert.Null(await store.CheckAsync(default));
    }

    [Fact]
    public async Task An_entry_is_found_by_its_id()
    {
        using var store = Open();
        await store.AppendAsync([new SealedEntry($"{1:x32}", [1], "shop", [1]), new SealedEntry($"{2:x32}", [2], "c:ada", [2])], default);

        Assert.Equal((1L, "c:ada"), (await store.FindAsync($"{2:x32}", default)) is { } found ? (found.Index, found.Partition) : default);
        Assert.Null(await store.FindAsync($"{3:x32}", default));
    }

    public void Dispose() => _folder.Dispose();

    private SqliteAuditStore Open() => new(FilePath, new FixedTreeKeys());

    private static async Task AgreesAsync(SqliteAuditStore store, SearchedLog log, StoredSearch search) =>
        Assert.Equal(log.Find(search), (await store.SearchAsync(search, default)).Select(e => e.Index));

    private string Dump()
    {
        using var program = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        program.Open();
        using var command = program.CreateCommand();
        command.CommandText = """
            SELECT group_concat(line, char(10)) FROM (
                SELECT t.facet || ' ' || t.value || ' ' || h.block || ' ' || hex(h.hits) AS line FROM facet_hits AS h JOIN facet_terms AS t ON t.id = h.term
                UNION ALL SELECT block || ' ' || earliest || ' ' || latest FROM facet_blocks ORDER BY line)
            """;
        return (string)command.ExecuteScalar()!;
    }

    private void Run(string sql)
    {
        using var program = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        program.Open();
        using var command = program.CreateCommand();
#pragma warning disable CA2100 // The statements stand above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
