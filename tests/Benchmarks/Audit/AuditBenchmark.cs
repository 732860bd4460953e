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
/// The first argument is the number of appends, the second the size of the tree for proofs, the third that of the export that is verified.
/// </summary>
internal static class AuditBenchmark
{
    private const int Appends = 200_000;
    private const int BodyBytes = 500;
    private const int AtOnce = 2_000;

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
            await MeasureAppendsAsync(log, sizes[0]);
        }

        await ProofsAsync(Path.Combine(folder.Sub("proofs"), "audit.db"), keys, sizes[1]);
        await VerifyAsync(folder.Sub("verify"), keys, people, sizes[2]);
        return 0;
    }

    private static async Task MeasureAppendsAsync(AuditLog log, int count)
    {
        var start = Stopwatch.GetTimestamp();
        var times = await AppendAsync(log, count);
        Print("appends_per_s", count / Stopwatch.GetElapsedTime(start).TotalSeconds, "1/s");
        Array.Sort(times);
        Print("integrate_p50_ms", times[times.Length / 2], "ms");
        Print("integrate_p99_ms", times[(int)(times.Length * 0.99)], "ms");
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
        for (var at = 0; at < size;)
        {
            var batch = Math.Min(2_000, size - at);
            await store.AppendAsync([.. Enumerable.Range(at, batch).Select(i => Leaf(i, leaf, random))], default);
            at += batch;
        }

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

    private static SealedEntry Leaf(int number, byte[] leaf, Random random)
    {
        random.NextBytes(leaf.AsSpan(0, 16));
        return new SealedEntry($"{number:x32}", [.. leaf], AuditLog.ShopPartition, [1]);
    }

    private static AuditEvent Event(int number) => new()
    {
        EntryId = AuditEvent.NewEntryId(),
        Kind = "chat.turn",
        ActorRole = "shopper",
        Model = "offline-responder@1",
        Policy = "chat/returns@1",
        Body = new JsonObject { ["number"] = number, ["text"] = new string('x', BodyBytes) },
    };

    private static void Print(string metric, double value, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{metric}: {value:0.###} {unit}"));

    // The events of the bench concern nobody: all bodies are sealed under the shop's key.
    private sealed class OneKey : IPersonKeys
    {
        private readonly byte[] _key = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);

        public ValueTask<byte[]> GetOrCreateAsync(PersonId? person, CancellationToken cancellationToken) => ValueTask.FromResult(_key);

        public ValueTask<byte[]?> FindAsync(PersonId? person, CancellationToken cancellationToken) => ValueTask.FromResult<byte[]?>(_key);

        public Task DestroyAsync(PersonId person, CancellationToken cancellationToken) => throw new NotSupportedException("The bench erases nobody.");
    }
}
