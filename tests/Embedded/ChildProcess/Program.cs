using RetailServerless.Core.Audit;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Audit;
using RetailServerless.Embedded.Storage.Documents;
using RetailServerless.Embedded.Tests.Audit;

namespace RetailServerless.Embedded.Tests.ChildProcess;

/// <summary>What a child does until it is killed: writes, many at once, and says what was acknowledged.</summary>
public static class Program
{
    private const int AtOnce = 16;

    public static Task Main(string[] args) => args switch
    {
        ["audit", var file] => AppendAsync(new SqliteAuditStore(file, new FixedTreeKeys())),
        ["documents", var file] => WriteAsync(new SqliteDocumentStore(file, TimeProvider.System)),
        _ => Task.CompletedTask,
    };

    private static Task AppendAsync(SqliteAuditStore store) => ManyAsync(async () =>
    {
        var entry = new SealedEntry(AuditEvent.NewEntryId(), [1], "shop", new byte[300]);
        var indexes = await store.AppendAsync([entry], default);
        return $"{indexes[0]} {entry.EntryId}";
    });

    private static Task WriteAsync(SqliteDocumentStore store) => ManyAsync(async () =>
    {
        var id = Guid.NewGuid().ToString("N");
        var etag = await store.UpsertAsync(new DocumentKey("notes", "p1", id), new { text = new string('x', 300) }, WriteCondition.IfAbsent, default);
        return $"{etag} {id}";
    });

    private static Task ManyAsync(Func<Task<string>> write) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
    {
        while (true)
        {
            Console.WriteLine(await write());
        }
    })));
}
