using System.Diagnostics;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Tests.Durable;

/// <summary>What is wrong is said clearly, nothing that was acknowledged is lost, and it goes on when the cause is gone.</summary>
public sealed class StoreFaultTests : IDisposable
{
    private readonly string _folder = TestEngine.NewFolder();

    private string Database => Path.Combine(_folder, "durable.db");

    private string Journal => Database + "-wal";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc<string, int>("Chain", async (context, text) =>
        {
            var length = 0;
            for (var i = 0; i < 5; i++)
            {
                length += (await context.CallActivityAsync<string>("Echo", text)).Length;
            }

            return length;
        })
        .AddOrchestratorFunc<string, string>("Wait", (context, _) => context.WaitForExternalEvent<string>("go"))
        .AddActivityFunc<string, string>("Echo", (_, text) => text);

    [SmallDiskFact]
    public async Task A_full_disk_is_reported_and_all_goes_on_when_there_is_room()
    {
        using var disk = new SmallDisk(mebibytes: 8, ballast: 6);
        await using var engine = await TestEngine.StartAsync(Tasks, disk.Folder);
        var text = new string('x', 10_000);
        var accepted = new List<string>();
        IOException? refused = null;
        while (refused is null)
        {
            try
            {
                accepted.AddRange(await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => engine.Client.ScheduleNewOrchestrationInstanceAsync("Chain", text)))
                    .WaitAsync(TimeSpan.FromSeconds(1)));
            }
            catch (TimeoutException)
            {
                // Those of this round wait for room; who comes now is told why.
                refused = await Assert.ThrowsAsync<IOException>(() => engine.Client.ScheduleNewOrchestrationInstanceAsync("Chain", text));
            }
            catch (IOException e)
            {
                refused = e;
            }
        }

        var trouble = ((IDurableStoreHealth)engine.Engine).Trouble;
        disk.MakeRoom();
        var ends = await Task.WhenAll(accepted.Select(engine.EndAsync));
        var after = await engine.RunAsync("Chain", "x");

        Assert.Contains("full", refused.Message, StringComparison.Ordinal);
        Assert.Contains("full", trouble!.Message, StringComparison.Ordinal);
        Assert.NotEmpty(accepted);
        Assert.All(ends, end => Assert.Equal(50_000, end.ReadOutputAs<int>()));
        Assert.Equal(5, after.ReadOutputAs<int>());
        Assert.Null(engine.Engine.Trouble);
    }

    [Fact]
    public async Task A_store_locked_for_longer_than_is_waited_is_reported_and_what_ran_goes_on_after()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);
        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => engine.Client.ScheduleNewOrchestrationInstanceAsync("Chain", "abc")));
        using var other = new Sqlite(Database, readOnly: false);
        other.Execute("BEGIN EXCLUSIVE");
        var waits = engine.Client.ScheduleNewOrchestrationInstanceAsync("Chain", "x");
        await TestEngine.UntilAsync(() => Task.FromResult(engine.Engine.Trouble is not null));

        var refused = await Assert.ThrowsAsync<IOException>(() => engine.Client.ScheduleNewOrchestrationInstanceAsync("Chain", "x"));
        other.Execute("ROLLBACK");
        var ends = await Task.WhenAll(ids.Append(await waits).Select(engine.EndAsync));

        Assert.Contains("locked", refused.Message, StringComparison.Ordinal);
        Assert.Equal(ids.Select(_ => 15).Append(5), ends.Select(end => end.ReadOutputAs<int>()));
    }

    [Fact]
    public async Task A_journal_that_is_shortened_stops_all_writes_until_it_is_back()
    {
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", "a");
        var whole = await File.ReadAllBytesAsync(Journal);
        Shorten(Journal, whole.Length / 2);

        var raised = engine.Client.RaiseEventAsync(id, "go", "b");
        await TestEngine.UntilAsync(() => Task.FromResult(engine.Engine.Trouble is not null));
        var refused = await Assert.ThrowsAsync<IOException>(() => engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", "x"));
        var length = new FileInfo(Journal).Length;
        using (var file = new FileStream(Journal, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Write(whole);
        }

        await raised;

        Assert.Contains(Journal, refused.Message, StringComparison.Ordinal);
        Assert.Contains("shortened", refused.Message, StringComparison.Ordinal);
        Assert.Equal(whole.Length / 2, length);
        Assert.Equal("b", (await engine.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal(15, (await engine.RunAsync("Chain", "abc")).ReadOutputAs<int>());
    }

    [Theory]
    [InlineData(false, "was deleted or moved")]
    [InlineData(true, "was replaced")]
    public async Task A_journal_that_is_not_in_its_place_stops_all_writes_until_it_is_back(bool isReplaced, string reason)
    {
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);
        var id = await engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", "a");
        File.Move(Journal, Journal + ".moved");
        if (isReplaced)
        {
            File.Copy(Journal + ".moved", Journal);
        }

        var raised = engine.Client.RaiseEventAsync(id, "go", "b");
        await TestEngine.UntilAsync(() => Task.FromResult(engine.Engine.Trouble is not null));
        var refused = await Assert.ThrowsAsync<IOException>(() => engine.Client.ScheduleNewOrchestrationInstanceAsync("Wait", "x"));
        File.Move(Journal + ".moved", Journal, overwrite: true);
        await raised;

        Assert.Contains(Journal, refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Equal("b", (await engine.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_process_whose_journal_was_deleted_saves_what_it_holds_when_it_stops()
    {
        var ids = new List<string>();
        await using (var engine = await TestEngine.StartAsync(Tasks, _folder))
        {
            for (var i = 0; i < 20; i++)
            {
                ids.Add((await engine.RunAsync("Chain", "abc")).InstanceId);
            }

            File.Delete(Journal);
            await TestEngine.UntilAsync(() => Task.FromResult(engine.Engine.Trouble is not null));
        }

        await using var again = await TestEngine.StartAsync(Tasks, _folder);
        var ends = await Task.WhenAll(ids.Select(again.EndAsync));

        Assert.All(ends, end => Assert.Equal(15, end.ReadOutputAs<int>()));
    }

    [Fact]
    public async Task A_store_that_lost_acknowledged_commits_is_refused_at_the_start_until_the_loss_is_accepted()
    {
        var copy = await CopyOfARunningStoreAsync();
        var journal = Path.Combine(copy, "durable.db-wal");
        Shorten(journal, new FileInfo(journal).Length - 10_000);
        var length = new FileInfo(journal).Length;

        var refused = await Assert.ThrowsAsync<DurableStoreException>(() => TestEngine.StartAsync(Tasks, copy));
        var afterwards = new FileInfo(journal).Length;
        File.Delete(Path.Combine(copy, "durable.db-acknowledged"));
        await using (var accepted = await TestEngine.StartAsync(Tasks, copy))
        {
            Assert.Equal(15, (await accepted.RunAsync("Chain", "abc")).ReadOutputAs<int>());
        }

        Directory.Delete(copy, recursive: true);
        Assert.Contains("lost work that was acknowledged", refused.Message, StringComparison.Ordinal);
        Assert.Contains("durable.db-wal", refused.Message, StringComparison.Ordinal);
        Assert.Contains("delete '", refused.Message, StringComparison.Ordinal);
        Assert.Equal(length, afterwards);
    }

    [Fact]
    public async Task A_whole_store_with_unfinished_writes_at_the_end_of_its_journal_starts()
    {
        var copy = await CopyOfARunningStoreAsync();
        await using (var journal = new FileStream(Path.Combine(copy, "durable.db-wal"), FileMode.Append))
        {
            journal.Write(Enumerable.Range(0, 5000).Select(i => (byte)(i * 7)).ToArray());
        }

        await using (var engine = await TestEngine.StartAsync(Tasks, copy))
        {
            Assert.Equal(15, (await engine.RunAsync("Chain", "abc")).ReadOutputAs<int>());
        }

        Directory.Delete(copy, recursive: true);
    }

    [Fact]
    public async Task A_database_that_is_gone_is_not_silently_begun_anew()
    {
        await MakeAsync();
        File.Delete(Database);
        File.Delete(Journal);

        var refused = await Assert.ThrowsAsync<DurableStoreException>(() => TestEngine.StartAsync(Tasks, _folder));

        Assert.Contains("is gone", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Database));
    }

    [Fact]
    public async Task A_damaged_page_is_refused_at_the_start()
    {
        await MakeAsync();
        var bytes = await File.ReadAllBytesAsync(Database);
        for (var page = 2; page < bytes.Length / 4096; page += 3)
        {
            bytes.AsSpan(page * 4096, 4096).Fill(0xA5);
        }

        await File.WriteAllBytesAsync(Database, bytes);

        var refused = await Assert.ThrowsAsync<DurableStoreException>(() => TestEngine.StartAsync(Tasks, _folder));

        Assert.Contains("is damaged", refused.Message, StringComparison.Ordinal);
        Assert.Contains(Database, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_of_a_newer_format_is_refused_at_the_start()
    {
        await MakeAsync();
        using (var db = new Sqlite(Database, readOnly: false))
        {
            db.Execute("PRAGMA user_version=9999");
        }

        var refused = await Assert.ThrowsAsync<DurableStoreException>(() => TestEngine.StartAsync(Tasks, _folder));

        Assert.Contains("format 9999", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A store that was closed, all of it in its database.</summary>
    private async Task MakeAsync()
    {
        await using (var engine = await TestEngine.StartAsync(Tasks, _folder))
        {
            for (var i = 0; i < 20; i++)
            {
                await engine.RunAsync("Chain", "abc");
            }
        }

        using var db = new Sqlite(Database, readOnly: false);
        db.Prepare("PRAGMA wal_checkpoint(TRUNCATE)").Run();
    }

    /// <summary>As a crash leaves it. Copied by another program: to open and close the files here would give up SQLite's locks on them.</summary>
    private async Task<string> CopyOfARunningStoreAsync()
    {
        var copy = _folder + "-copy";
        await using var engine = await TestEngine.StartAsync(Tasks, _folder);
        for (var i = 0; i < 20; i++)
        {
            await engine.RunAsync("Chain", "abc");
        }

        Directory.CreateDirectory(copy);
        using var cp = Process.Start("cp", [Database, Journal, Database + "-acknowledged", copy]);
        await cp.WaitForExitAsync();
        Assert.Equal(0, cp.ExitCode);
        return copy;
    }

    private static void Shorten(string path, long length)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(length);
    }
}
