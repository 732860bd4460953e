using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using RetailServerless.Benchmarks.Search;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Audit.Export;
using RetailServerless.Core.Audit.Tree;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Embedded.Audit;
using RetailServerless.Embedded.Privacy;
using RetailServerless.Embedded.Storage.Documents;

namespace RetailServerless.Benchmarks.Audit;

/// <summary>
/// The audit log on one machine with every commit synced. An append counts when a signed checkpoint covers it, which is when it is acknowledged; the time to integrate is from the call to then.
/// The first argument is the number of appends, the second the size of the tree for proofs, the third that of the log that is exported, verified and searched. Beside the appends stands the same in plain
/// SQLite: the same bytes in rows of one table, in batches as large, with the same sync, and without encryption, tree, signature, index or anything of the kind. The tree for proofs is filled through the
/// store in batches of 2,000 leaves with bodies of a byte.
/// </summary>
internal static class AuditBenchmark
{
    private const int Appends = 200_000;
    private const int BodyBytes = 500;
    private const int AtOnce = 1_000;
    private const int People = 50_000;

    public static async Task<int> RunAsync(string[] args)
    {
        int[] sizes = [Appends, 10_000_000, 1_000_000];
        for (var i = 0; i < Math.Min(args.Length, sizes.Length); i++)
        {
            sizes[i] = int.Parse(args[i], CultureInfo.InvariantCulture);
        }

        using var folder = new BenchFolder();
        var data = folder.Sub("log");
        using var documents = new SqliteDocumentStore(Path.Combine(data, "documents.db"), TimeProvider.System);
        var vault = new FileKeyVault(Path.Combine(data, "master.json"));
        using var keys = new TreeKeys(documents, vault, TimeProvider.System);
        var people = new OneKey();
        using (var store = new SqliteAuditStore(Path.Combine(data, "audit.db"), keys))
        {
            Print("appends", sizes[0], "entries");
            Print("body", BodyBytes, "bytes");
            var log = new AuditLog(store, people, TimeProvider.System);
            await AppendAsync(log, Math.Min(sizes[0], 20_000));
            var plain = PlainRows.Measure(Path.Combine(folder.Sub("plain"), "plain.db"), Math.Min(sizes[0], 100_000));
            var appends = await MeasureAppendsAsync(log, sizes[0]);
            Print("plain_sqlite_rows_per_s", plain, "1/s");
            Print("appends_to_plain_rows", appends / plain, "");
        }

        await ProofsAsync(Path.Combine(folder.Sub("proofs"), "audit.db"), keys, sizes[1]);
        await VerifyAsync(folder.Sub("verify"), keys, people, sizes[2]);
        return 0;
    }

    private static async Task<double> MeasureAppendsAsync(AuditLog log, int count)
    {
        // The time of the processors does not depend on what else the machine does.
        using var process = Process.GetCurrentProcess();
        var (start, processor) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        var times = await AppendAsync(log, count);
        var perSecond = count / Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();
        Print("appends_per_s", perSecond, "1/s");
        Print("append_processor_us", (process.TotalProcessorTime - processor).TotalMicroseconds / count, "us");
        Array.Sort(times);
        Print("integrate_p50_ms", times[times.Length / 2], "ms");
        Print("integrate_p99_ms", times[(int)(times.Length * 0.99)], "ms");
        return perSecond;
    }

    private static async Task<double[]> AppendAsync(AuditLog log, int count)
    {
        var times = new double[count];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            await Task.Yield();
            while (Interlocked.Increment(ref next) is var i && i < count)
            {
                var start = Stopwatch.GetTimestamp();
                await log.AppendAsync(Event(i), default);
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }));
        return times;
    }

    private static async Task ProofsAsync(string file, TreeKeys keys, int size)
    {
        using var store = new SqliteAuditStore(file, keys);
        var random = new Random(1);
        var leaf = new byte[300];
        var filling = Stopwatch.GetTimestamp();
        for (var at = 0; at < size;)
        {
            var batch = Math.Min(2_000, size - at);
            await store.AppendAsync([.. Enumerable.Range(at, batch).Select(i => Leaf(i, leaf, random))], default);
            at += batch;
        }

        Print("proof_tree_filled_s", Stopwatch.GetElapsedTime(filling).TotalSeconds, "s");
        var verifiers = await keys.VerifiersAsync(default);
        var prover = new AuditProver(store);
        var times = new double[2_000];
        for (var i = 0; i < times.Length; i++)
        {
            var index = random.NextInt64(size);
            var start = Stopwatch.GetTimestamp();
            var proof = await prover.InclusionAsync(index, default);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            var stored = await store.ReadAsync(index, 1, default);
            if (!proof!.Verify(stored[0].Leaf, verifiers))
            {
                throw new InvalidOperationException("A proof does not hold.");
            }
        }

        Array.Sort(times);
        Print("proof_tree", size, "entries");
        Print("proof_p99_ms_10m", times[(int)(times.Length * 0.99)], "ms");
    }

    private static async Task VerifyAsync(string folder, TreeKeys keys, OneKey people, int size)
    {
        var file = Path.Combine(folder, "export.jsonl");
        using (var store = new SqliteAuditStore(Path.Combine(folder, "audit.db"), keys))
        {
            await AppendAsync(new AuditLog(store, people, TimeProvider.System), size);
            await using var export = File.Create(file);
            await new AuditExporter(store, store, new AuditReader(store, people)).WriteAsync(export, default);
            await SearchAsync(store, new AuditReader(store, people));
            await ChecksAsync(store);
        }

        var start = Stopwatch.GetTimestamp();
        await using var read = File.OpenRead(file);
        var verdict = await AuditVerifier.VerifyAsync(read, await keys.VerifiersAsync(default), null, default);
        if (verdict.Checkpoint?.Size != size)
        {
            throw new InvalidOperationException("The export does not hold: " + verdict.Fault?.Detail);
        }

        Print("verified", size, "entries");
        Print("verify_1m_s", Stopwatch.GetElapsedTime(start).TotalSeconds, "s");
    }

    private static async Task SearchAsync(SqliteAuditStore store, AuditReader reader)
    {
        var random = new Random(2);
        var times = new double[500];
        for (var i = 0; i < times.Length; i++)
        {
            var query = Query(i, random);
            var start = Stopwatch.GetTimestamp();
            await reader.ReadAsync(query, default);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        Print("search_p50_ms", times[times.Length / 2], "ms");
        Print("search_p99_ms", times[(int)(times.Length * 0.99)], "ms");

        var (scan, next, found) = (Stopwatch.GetTimestamp(), 0L, 0);
        while (await store.ReadAsync(next, 500, default) is { Count: > 0 } batch)
        {
            found += batch.Count(e => AuditLeaf.Parse(e.Leaf) is { Kind: "model.rollback", ActorRole: "shopper" });
            next = batch[^1].Index + 1;
        }

        Print("search_by_reading_everything_ms", Stopwatch.GetElapsedTime(scan).TotalMilliseconds, $"ms ({found} found)");
    }

    private static AuditQuery Query(int number, Random random) => new(null, 50, number % 2 == 0 ? Kinds[random.Next(Kinds.Length)] : null, NewestFirst: number % 3 != 0)
    {
        ActorRole = number % 3 == 0 ? Roles[random.Next(Roles.Length)] : null,
        Model = number % 5 == 0 ? "offline-responder@2" : null,
        Policy = number % 7 == 0 ? "chat/returns" : null,
        Person = number % 4 == 0 ? Person(random.Next(People)) : null,
    };

    private static async Task ChecksAsync(SqliteAuditStore store)
    {
        var start = Stopwatch.GetTimestamp();
        var quick = await store.CheckQuicklyAsync(50_000, default);
        Print("check_quick_s", Stopwatch.GetElapsedTime(start).TotalSeconds, "s");
        start = Stopwatch.GetTimestamp();
        var whole = await store.CheckAsync(default);
        Print("check_whole_s", Stopwatch.GetElapsedTime(start).TotalSeconds, "s");
        if ((quick ?? whole) is { } fault)
        {
            throw new InvalidOperationException("The log does not hold: " + fault.Detail);
        }
    }

    private static SealedEntry Leaf(int number, byte[] leaf, Random random)
    {
        random.NextBytes(leaf.AsSpan(0, 16));
        return new SealedEntry($"{number:x32}", [.. leaf], AuditLog.ShopPartition, [1]);
    }

    private static readonly string[] Kinds = ["chat.turn", "chat.turn", "chat.turn", "chat.return", "consent.changed", "recommendation.served", "audit.read", "model.rollback"];

    private static readonly string[] Roles = ["shopper", "shopper", "visitor", "storefront", "Governance.Auditor"];

    private static PersonId Person(int number) => PersonId.Of(new CustomerId(string.Create(CultureInfo.InvariantCulture, $"C{number:00000}")));

    // The last of the kinds comes once in a thousand times only, so that there is something rare to look for.
    private static AuditEvent Event(int number) => new()
    {
        EntryId = AuditEvent.NewEntryId(),
        Kind = number % 1_000 == 0 ? Kinds[^1] : Kinds[number % (Kinds.Length - 1)],
        ActorRole = Roles[number % Roles.Length],
        Subject = Person((int)((uint)number * 2654435761u % People)),
        Model = number % 3 == 0 ? "offline-responder@2,lexical-ranker@1" : "offline-responder@1",
        Policy = "chat/returns@1",
        Body = new JsonObject { ["decisionId"] = Guid.CreateVersion7().ToString(), ["number"] = number, ["text"] = new string('x', BodyBytes) },
    };

    private static void Print(string metric, double value, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{metric}: {value:0.###} {unit}"));

    // Every person has the same key: keys are read from memory here as they are in the platform for people who are active.
    private sealed class OneKey : IPersonKeys
    {
        private readonly byte[] _key = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);

        public ValueTask<byte[]> GetOrCreateAsync(PersonId? person, CancellationToken cancellationToken) => ValueTask.FromResult(_key);

        public ValueTask<byte[]?> FindAsync(PersonId? person, CancellationToken cancellationToken) => ValueTask.FromResult<byte[]?>(_key);

        public Task DestroyAsync(PersonId person, CancellationToken cancellationToken) => throw new NotSupportedException("The bench erases nobody.");
    }
}
