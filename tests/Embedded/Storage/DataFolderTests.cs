using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Chat;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Audit;
using RetailServerless.Embedded.Chat;
using RetailServerless.Embedded.Privacy;
using RetailServerless.Embedded.Storage;
using RetailServerless.Embedded.Storage.Documents;

namespace RetailServerless.Embedded.Tests.Storage;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Every_port_is_found_and_keeps_its_data_in_the_folder()
    {
        var data = _folder.File("data");
        await using var services = new ServiceCollection()
            .AddEmbeddedStorage(data).AddEmbeddedPrivacy(data).AddEmbeddedAudit(data).AddEmbeddedReplyStream(data).AddPersonKeys().AddAudit()
            .BuildServiceProvider();

        await services.GetRequiredService<IPersonKeys>().GetOrCreateAsync(PersonId.Of(new CustomerId("1")), default);
        await services.GetRequiredService<IObjectStore>().WriteAsync("a/b", (_, _) => Task.CompletedTask, default);
        Assert.Equal(0, await services.GetRequiredService<IAuditStore>().CountAsync(default));
        await services.GetRequiredService<IReplyStream>().PurgeAsync(default);

        Assert.All(["documents.db", "audit.db", "replies.db", "objects/a/b", "keys/master.json"], file => Assert.True(File.Exists(Path.Combine(data, file)), file));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named_with_the_cause()
    {
        File.WriteAllText(_folder.File("file"), "");

        var error = Assert.Throws<DataFolderException>(() => new ServiceCollection().AddEmbeddedStorage(_folder.File("file/data")));

        Assert.Contains($"The data folder {_folder.File("file/data")} cannot be written", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_a_read_only_file_system_is_named_with_the_cause()
    {
        var error = Assert.Throws<DataFolderException>(() => DataFolder.Open("/proc/self"));

        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_that_another_program_has_locked_is_named_with_the_cause()
    {
        using var program = new SqliteConnection($"Data Source={_folder.File("documents.db")};Pooling=False");
        program.Open();
        using var command = program.CreateCommand();
        command.CommandText = "CREATE TABLE t(x); PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE;";
        command.ExecuteNonQuery();

        var error = Assert.Throws<DataFolderException>(() => new SqliteDocumentStore(_folder.File("documents.db"), TimeProvider.System));

        Assert.Contains("documents.db is locked by another program", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
