using RetailServerless.Core.Audit;
using RetailServerless.Core.Audit.Search;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Audit;
using RetailServerless.Embedded.Storage.Documents;
using RetailServerless.Embedded.Tests.Audit;

namespace RetailServerless.Embedded.Tests.ChildProcess;

/// <summary>What a child does until it is killed: writes, many at once, and says what was acknowledged.</summary>
public static class Program
{
    /// <summary>How many entries the child appends while another process does the same.</summary>
    public const int ChildEntries = 3_000;

    private const int AtOnce = 16;

    public static Task Main(string[] args) => args switch
    {
        ["audit", var file] => AppendAsync(new SqliteAuditStore(file, new FixedTreeKeys())),
        ["audit-search", var file] => AppendAndSearchAsync(file),
        ["documents", var file] => WriteAsync(new SqliteDocumentStore(file, TimeProvider.System)),
        _ => Task.CompletedTask,
    };

    private static Task AppendAsync(SqliteAuditStore store) => ManyAsync(async () =>
    {
        var entry = new SealedEntry(AuditEvent.NewEntryId(), [1], "shop", new byte[300]);
        var indexes = await store.AppendAsync([entry], default);
        return $"{indexes[0]} {entry.EntryId}";
    });

    /// <summary>An entry that a search finds by its kind.</summary>
    public static SealedEntry Entry(string kind)
    {
        var leaf = new AuditLeaf { EntryId = AuditEvent.NewEntryId(), Time = "2026-11-24T08:12Z", Kind = kind, ActorRole = "system", BodyCommitment = new string('0', 64) };
        return new SealedEntry(leaf.EntryId, leaf.ToUtf8(), "shop", new byte[100]);
    }

    private static async Task AppendAndSearchAsync(string file)
    {
        using var store = new SqliteAuditStore(file, new FixedTreeKeys());
        var search = new StoredSearch { Terms = [new AuditTerm(AuditFacet.Kind, "test.parent")], Limit = int.MaxValue };
        var (seen, shrunk) = (0, false);
        for (var i = 0; i < ChildEntries; i += 50)
        {
            await store.AppendAsync([.. Enumerable.Range(0, 50).Select(_ => Entry("test.child.wrote"))], default);
            var found = (await store.SearchAsync(search, default)).Count;
            shrunk |= found < seen;
            seen = found;
        }

        Console.WriteLine(shrunk ? "a search found less than the one before" : "ok");
    }

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
