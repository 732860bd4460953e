using Microsoft.Data.Sqlite;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Audit.Tree;
using RetailServerless.Embedded.Audit;
using RetailServerless.Embedded.Storage;
using RetailServerless.Embedded.Tests.ChildProcess;

namespace RetailServerless.Embedded.Tests.Audit;

/// <summary>The tree in the file: what is acknowledged is covered by a signed checkpoint, and what somebody does to the file is named.</summary>
public sealed class SqliteAuditTreeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FixedTreeKeys _keys = new();

    private string FilePath => _folder.File("audit.db");

    private string MarkPath => FilePath + ".checkpoint";

    [Fact]
    public async Task Every_append_is_covered_by_a_signed_checkpoint_when_it_is_acknowledged()
    {
        using var store = Open();
        Assert.Null(await store.LatestAsync(default));
        var (key, random, count) = ((await _keys.VerifiersAsync(default))[0], new Random(5), 0);

        while (count < 1_200)
        {
            var batch = random.Next(1, 200);
            await store.AppendAsync([.. Enumerable.Range(count, batch).Select(Entry)], default);
            count += batch;

            var latest = SignedCheckpoint.Open((await store.LatestAsync(default))!.Note, [key])!;
            Assert.Equal(count, latest.Checkpoint.Size);
            var proof = await new AuditProver(store).InclusionAsync(count - 1, default);
            Assert.True(proof!.Verify(Entry(count - 1).Leaf, [key]));
        }

        var proofs = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => random.Next(count)).Select(async i => (i, await new AuditProver(store).InclusionAsync(i, default))));
        Assert.All(proofs, p => Assert.True(p.Item2!.Verify(Entry(p.i).Leaf, [key])));
        Assert.Null(await store.CheckAsync(default));
    }

    [Fact]
    public async Task A_checkpoint_from_before_is_consistent_with_the_newest()
    {
        using var store = Open();
        await FillAsync(store, 0, 300);
        var old = (await store.LatestAsync(default))!.Checkpoint;
        await FillAsync(store, 300, 777);

        var proof = (await new AuditProver(store).ConsistencyAsync(300, default))!;

        Assert.Equal(old.Root, proof.FromRoot);
        Assert.True(MerkleProof.VerifyConsistency(300, 777, proof.Hashes, old.Root, proof.Latest.Checkpoint.Root));
        Assert.Null(await new AuditProver(store).ConsistencyAsync(778, default));
        Assert.Null(await new AuditProver(store).ConsistencyAsync(0, default));
    }

    [Fact]
    public async Task Two_stores_on_one_file_grow_one_tree()
    {
        using var one = Open();
        using var other = Open();

        await Task.WhenAll(Enumerable.Range(0, 600).Select(i => Task.Run(() => (i % 2 is 0 ? one : other).AppendAsync([Entry(i)], default))));

        Assert.Equal(600, (await one.LatestAsync(default))!.Checkpoint.Size);
        Assert.Null(await other.CheckAsync(default));
    }

    [Fact]
    public async Task A_log_from_before_there_was_a_tree_is_taken_in_with_the_next_append()
    {
        using (var store = Open())
            await FillAsync(store, 0, 300);
        Tamper("DELETE FROM checkpoints; DELETE FROM tiles");
        File.Delete(MarkPath);

        using var again = Open();
        Assert.Null(await again.CheckAsync(default));
        await again.AppendAsync([Entry(300)], default);

        Assert.Equal(301, (await again.LatestAsync(default))!.Checkpoint.Size);
        Assert.Null(await again.CheckAsync(default));
    }

    [Theory]
    [InlineData("UPDATE leaves SET leaf = x'0102' WHERE number = 299", AuditFault.LeafAltered, 299)]
    [InlineData("UPDATE leaves SET leaf = x'0102' WHERE number = 17", AuditFault.LeafAltered, 17)]
    [InlineData("DELETE FROM leaves WHERE number >= 290", AuditFault.LeafMissing, 290)]
    [InlineData("DELETE FROM leaves WHERE number = 8", AuditFault.LeafMissing, 8)]
    [InlineData("INSERT INTO leaves VALUES (300, x'ff', x'01')", AuditFault.LeafAdded, 300)]
    [InlineData("UPDATE tiles SET hashes = zeroblob(length(hashes)) WHERE id = 72057594037927936", AuditFault.TileAltered, 0)]
    [InlineData("DELETE FROM tiles WHERE id = 1", AuditFault.LeafAltered, 256)]
    [InlineData("UPDATE checkpoints SET note = replace(note, '300', '299'), size = 299 WHERE size = 300", AuditFault.CheckpointReplaced, null)]
    [InlineData("DELETE FROM checkpoints", AuditFault.RolledBack, 0)]
    public async Task What_somebody_did_to_the_file_is_named(string sql, string code, int? index)
    {
        using (var store = Open())
        {
            await FillAsync(store, 0, 200);
            await FillAsync(store, 200, 300);
        }

        Tamper(sql);

        using var again = Open();
        var fault = await again.CheckAsync(default);
        Assert.Equal((code, (long?)index), (fault?.Code, fault?.Index));
    }

    [Theory]
    [InlineData("UPDATE leaves SET leaf = x'0102' WHERE number = 2999", AuditFault.LeafAltered, 2_999)]
    [InlineData("UPDATE leaves SET leaf = x'0102' WHERE number = 2000", AuditFault.LeafAltered, 2_000)]
    [InlineData("UPDATE leaves SET leaf = x'0102' WHERE number = 2000; UPDATE tiles SET hashes = substr(hashes, 1, 6656) || x'ae4b3280e56e2faf83f414a6e3dabe9d5fbe18976544c05fed121accb85b53fc' || substr(hashes, 6689) WHERE id = 7", AuditFault.TileAltered, 1_792)]
    [InlineData("DELETE FROM leaves WHERE number >= 2990", AuditFault.LeafMissing, 2_990)]
    [InlineData("DELETE FROM leaves WHERE number = 2500", AuditFault.LeafMissing, 2_500)]
    [InlineData("INSERT INTO leaves VALUES (3000, x'ff', x'01')", AuditFault.LeafAdded, 3_000)]
    [InlineData("UPDATE tiles SET hashes = zeroblob(length(hashes)) WHERE id = 72057594037927936", AuditFault.TileAltered, null)]
    [InlineData("DELETE FROM tiles WHERE id = 11", AuditFault.TileAltered, null)]
    [InlineData("UPDATE checkpoints SET note = replace(note, '3000', '2999'), size = 2999 WHERE size = 3000", AuditFault.CheckpointReplaced, null)]
    [InlineData("DELETE FROM checkpoints", AuditFault.RolledBack, 0)]
    public async Task A_quick_look_names_what_was_done_to_the_newest_and_to_the_edge(string sql, string code, int? index)
    {
        using (var store = Open())
        {
            await FillAsync(store, 0, 3_000);
            Assert.Null(await store.CheckQuicklyAsync(1_000, default));
        }

        Tamper(sql);

        using var again = Open();
        var fault = await again.CheckQuicklyAsync(1_000, default);
        Assert.Equal((code, (long?)index), (fault?.Code, fault?.Index));
    }

    [Fact]
    public async Task A_quick_look_finds_far_back_what_its_sample_meets()
    {
        using (var store = Open())
            await FillAsync(store, 0, 3_000);
        Tamper("UPDATE leaves SET leaf = x'0102' WHERE number < 2560");

        using var again = Open();

        Assert.Equal(AuditFault.LeafAltered, (await again.CheckQuicklyAsync(100, default))?.Code);
    }

    [Fact]
    public async Task A_quick_look_finds_an_older_database_and_a_history_written_anew()
    {
        using (var store = Open())
            await FillAsync(store, 0, 300);
        var mark = await File.ReadAllTextAsync(MarkPath);
        File.Delete(FilePath);
        using (var store = Open())
            await store.AppendAsync([.. Enumerable.Range(1_000, 200).Select(Entry)], default);
        await File.WriteAllTextAsync(MarkPath, mark);
        using (var store = Open())
            Assert.Equal(AuditFault.RolledBack, (await store.CheckQuicklyAsync(1_000, default))?.Code);

        using (var store = Open())
            await store.AppendAsync([.. Enumerable.Range(2_000, 200).Select(Entry)], default);
        await File.WriteAllTextAsync(MarkPath, mark);
        using var again = Open();

        Assert.Equal(AuditFault.HistoryRewritten, (await again.CheckQuicklyAsync(1_000, default))?.Code);
    }

    [Fact]
    public async Task A_database_that_was_cut_is_named_with_its_file()
    {
        using (var store = Open())
            await FillAsync(store, 0, 3_000);
        await using (var file = File.OpenWrite(FilePath))
            file.SetLength(file.Length / 2);

        var refused = await Assert.ThrowsAsync<DataFolderException>(async () =>
        {
            using var again = Open();
            await again.CheckAsync(default);
        });

        Assert.Contains("audit.db", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Processes_that_share_a_log_never_move_its_mark_back()
    {
        using var store = Open();
        await FillAsync(store, 0, 1);
        using var child = KilledChild.Start("audit", FilePath);
        var (sizes, number) = (new List<long>(), 1_000_000);

        while (sizes.Count < 400)
        {
            await store.AppendAsync([Entry(number++)], default);
            sizes.Add(SignedCheckpoint.Open(await File.ReadAllTextAsync(MarkPath), await _keys.VerifiersAsync(default))!.Checkpoint.Size);
            Assert.True(sizes[^1] >= (sizes.Count > 1 ? sizes[^2] : 0));
        }

        child.Kill();
        await child.WaitForExitAsync();
        var latest = (await store.LatestAsync(default))!.Checkpoint.Size;

        // A process that is killed between its commit and the mark leaves the mark a little behind, never ahead.
        Assert.True(SignedCheckpoint.Open(await File.ReadAllTextAsync(MarkPath), await _keys.VerifiersAsync(default))!.Checkpoint.Size <= latest);
        Assert.Null(await store.CheckAsync(default));
    }

    [Fact]
    public async Task A_checkpoint_that_somebody_elses_key_signed_is_named()
    {
        using (var store = Open())
            await FillAsync(store, 0, 3);

        using var again = new SqliteAuditStore(FilePath, new FixedTreeKeys(8));
        File.Delete(MarkPath);

        Assert.Equal(AuditFault.CheckpointReplaced, (await again.CheckAsync(default))?.Code);
    }

    [Fact]
    public async Task A_checkpoint_signed_by_a_key_that_was_made_during_the_check_holds()
    {
        using (var store = Open())
            await FillAsync(store, 0, 300);

        using var meanwhile = new SqliteAuditStore(FilePath, new KeyMadeMeanwhile());
        Assert.Null(await meanwhile.CheckAsync(default));
        using var newest = new SqliteAuditStore(FilePath, new KeyMadeMeanwhile());
        Assert.Null(await newest.CheckQuicklyAsync(100, default));
    }

    [Fact]
    public async Task An_older_database_in_the_place_of_a_newer_one_is_named()
    {
        using (var store = Open())
            await FillAsync(store, 0, 100);
        File.Copy(FilePath, FilePath + ".old");
        using (var store = Open())
            await FillAsync(store, 100, 150);
        File.Move(FilePath + ".old", FilePath, overwrite: true);

        using var again = Open();
        var fault = await again.CheckAsync(default);

        Assert.Equal((AuditFault.RolledBack, 100), (fault?.Code, fault?.Index));
    }

    [Fact]
    public async Task A_history_that_was_written_anew_with_the_right_key_is_named()
    {
        using (var store = Open())
            await FillAsync(store, 0, 100);
        File.Delete(FilePath);
        var mark = await File.ReadAllTextAsync(MarkPath);
        using (var store = Open())
            await store.AppendAsync([.. Enumerable.Range(1_000, 120).Select(Entry)], default);
        await File.WriteAllTextAsync(MarkPath, mark);

        using var again = Open();

        Assert.Equal(AuditFault.HistoryRewritten, (await again.CheckAsync(default))?.Code);
    }

    [Theory]
    [InlineData(null, AuditFault.MarkMissing)]
    [InlineData("nonsense", AuditFault.MarkReplaced)]
    public async Task A_high_water_mark_that_is_gone_or_not_ours_is_named(string? content, string code)
    {
        using (var store = Open())
            await FillAsync(store, 0, 3);
        File.Delete(MarkPath);
        if (content is not null)
            await File.WriteAllTextAsync(MarkPath, content);

        using var again = Open();
        Assert.Equal(code, (await again.CheckAsync(default))?.Code);

        // An append does not cover it up.
        await again.AppendAsync([Entry(7)], default);
        Assert.Equal(code, (await again.CheckAsync(default))?.Code);
    }

    [Fact]
    public async Task A_tree_that_does_not_add_up_takes_no_more_entries()
    {
        using (var store = Open())
            await FillAsync(store, 0, 300);
        Tamper("UPDATE tiles SET hashes = zeroblob(length(hashes)) WHERE id = 1");

        using var again = Open();

        await Assert.ThrowsAsync<InvalidDataException>(() => again.AppendAsync([Entry(300)], default));
        Assert.Equal(300, await again.CountAsync(default));
    }

    [Fact]
    public async Task Killing_the_process_leaves_a_tree_that_holds_all_that_was_acknowledged()
    {
        var acknowledged = await KilledChild.RunAsync("audit", FilePath, untilLines: 300);

        using var store = Open();
        Assert.Null(await store.CheckAsync(default));
        Assert.True((await store.LatestAsync(default))!.Checkpoint.Size >= acknowledged.Count);
        await store.AppendAsync([Entry(0)], default);
        Assert.Null(await store.CheckAsync(default));
    }

    [Fact]
    public async Task Erasing_bodies_leaves_the_tree_as_it_is()
    {
        using var store = Open();
        await store.AppendAsync([.. Enumerable.Range(0, 20).Select(i => Entry(i) with { Partition = i % 2 is 0 ? "c:ada" : "shop" })], default);
        var before = (await store.LatestAsync(default))!.Note;

        await store.EraseBodiesAsync("c:ada", default);

        Assert.Equal(before, (await store.LatestAsync(default))!.Note);
        Assert.Null(await store.CheckAsync(default));
    }

    public void Dispose() => _folder.Dispose();

    private SqliteAuditStore Open() => new(FilePath, _keys);

    private static async Task FillAsync(SqliteAuditStore store, int from, int to) => await store.AppendAsync([.. Enumerable.Range(from, to - from).Select(Entry)], default);

    private static SealedEntry Entry(int number) => new($"{number:x32}", [1, 2, (byte)number, (byte)(number >> 8), (byte)(number >> 16)], "shop", [4, 5, (byte)number]);

    private void Tamper(string sql)
    {
        using var program = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        program.Open();
        foreach (var trigger in new[] { "leaves_are_dense", "leaves_are_not_replaced", "leaves_are_not_changed", "leaves_are_not_removed", "tiles_only_grow", "tiles_are_not_removed" })
            Run(program, $"DROP TRIGGER {trigger}");
        Run(program, sql);
    }

    // Another process adds the key that signs after the keys were read for the first time.
    private sealed class KeyMadeMeanwhile : ITreeKeys
    {
        private readonly FixedTreeKeys _newest = new();
        private readonly FixedTreeKeys _before = new(8);
        private int _asked;

        public ValueTask<NoteSigner> SignerAsync(CancellationToken cancellationToken) => _newest.SignerAsync(cancellationToken);

        public async Task<IReadOnlyList<NoteVerifier>> VerifiersAsync(CancellationToken cancellationToken)
        {
            var before = await _before.VerifiersAsync(cancellationToken);
            return _asked++ == 0 ? before : [.. before, .. await _newest.VerifiersAsync(cancellationToken)];
        }
    }

    private static void Run(SqliteConnection program, string sql)
    {
        using var command = program.CreateCommand();
#pragma warning disable CA2100 // The statements stand above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
