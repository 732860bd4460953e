using Microsoft.Data.Sqlite;
using RetailServerless.EndToEnd.Running;

namespace RetailServerless.EndToEnd;

/// <summary>Somebody changes the audit log of a platform that is not running. It does not start again, and says what was changed.</summary>
public sealed class AuditFaultTests
{
    private static readonly string[] Files = ["audit.db", "audit.db-wal", "audit.db-shm", "audit.db.checkpoint"];

    [Fact]
    public async Task A_platform_whose_log_was_changed_ends_with_1_and_names_what_was_changed_and_starts_once_it_is_put_back()
    {
        await using var platform = await Platform.StartAsync();
        await SayAsync(platform);
        await platform.KillFunctionsAsync();
        var older = Keep(platform, "older");
        await platform.StartFunctionsAsync();
        await SayAsync(platform);
        await platform.KillFunctionsAsync();
        var whole = Keep(platform, "whole");

        foreach (var (change, code) in new (Action, string)[]
                 {
                     (() => Run(platform, "UPDATE leaves SET leaf = CAST(replace(leaf, '\"v\":1', '\"v\":2') AS BLOB) WHERE number = (SELECT max(number) FROM leaves)"), "leaf-altered"),
                     (() => Run(platform, "UPDATE bodies SET sealed = zeroblob(length(sealed)) WHERE number = (SELECT max(number) FROM bodies)"), "body-altered"),
                     (() => Run(platform, "DELETE FROM bodies WHERE partition = 'shop'"), "body-missing"),
                     (() => Run(platform, "DELETE FROM leaves WHERE number = 3"), "leaf-missing"),
                     (() => Run(platform, "UPDATE tiles SET hashes = zeroblob(length(hashes))"), "leaf-altered"),
                     (() => Run(platform, "UPDATE checkpoints SET note = replace(note, substr(note, -20, 8), 'AAAAAAAA')"), "checkpoint-replaced"),
                     (() => PutBack(platform, older, but: "audit.db.checkpoint"), "rolled-back"),
                     (() => File.Delete(Path.Combine(platform.Data, "audit.db.checkpoint")), "mark-missing"),
                     (() => Cut(platform), "audit.db"),
                 })
        {
            change();

            var (exit, output) = await platform.StartInVainAsync();

            Assert.True(exit == 1 && output.Contains(code, StringComparison.Ordinal), $"{code}: exit code {exit}, {output}");
            Assert.Contains("The platform cannot start", output, StringComparison.Ordinal);
            PutBack(platform, whole);
        }

        await platform.StartFunctionsAsync();
        await SayAsync(platform);
    }

    private static async Task SayAsync(Platform platform)
    {
        var conversation = await platform.BeginAsync();
        for (var i = 0; i < 3; i++)
        {
            await platform.SayAsync(conversation, "hello");
        }
    }

    private static string Keep(Platform platform, string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(platform.Data)!, name)).FullName;
        foreach (var file in Files.Where(f => File.Exists(Path.Combine(platform.Data, f))))
        {
            File.Copy(Path.Combine(platform.Data, file), Path.Combine(folder, file));
        }

        return folder;
    }

    private static void PutBack(Platform platform, string folder, string? but = null)
    {
        foreach (var file in Files.Where(f => f != but))
        {
            File.Delete(Path.Combine(platform.Data, file));
            if (File.Exists(Path.Combine(folder, file)))
            {
                File.Copy(Path.Combine(folder, file), Path.Combine(platform.Data, file));
            }
        }
    }

    private static void Cut(Platform platform)
    {
        Run(platform, "PRAGMA wal_checkpoint(TRUNCATE)");
        using var file = File.OpenWrite(Path.Combine(platform.Data, "audit.db"));
        file.SetLength(file.Length / 2);
    }

    private static void Run(Platform platform, string sql)
    {
        using var program = new SqliteConnection($"Data Source={Path.Combine(platform.Data, "audit.db")};Pooling=False");
        program.Open();
        foreach (var trigger in new[] { "leaves_are_not_changed", "leaves_are_not_removed", "bodies_are_not_changed", "tiles_only_grow" })
        {
            Execute(program, $"DROP TRIGGER {trigger}");
        }

        Execute(program, sql);
    }

    private static void Execute(SqliteConnection program, string sql)
    {
        using var command = program.CreateCommand();
#pragma warning disable CA2100 // The statements stand above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
