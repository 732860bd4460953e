using CsCheck;
using RetailServerless.Core.Storage;
using RetailServerless.Embedded.Storage.Documents;

namespace RetailServerless.Embedded.Tests.Storage;

/// <summary>The store against a dictionary: any run of operations has the same outcome, and writers at once have one that some order of them explains.</summary>
public sealed class DocumentStoreModelTests : IDisposable
{
    private static readonly Gen<string> Partitions = OneOf("p1", "p2");

    private static readonly Gen<DocumentKey> Keys = Gen.Select(Partitions, OneOf("a", "b", "ab"), (partition, id) => new DocumentKey("notes", partition, id));

    private static readonly Gen<Operation> Operations = Gen.Frequency(
        (4, Gen.Select(Keys, Gen.Int[0, 3], (key, value) => (Operation)new Put(key, value))),
        (2, Gen.Select(Keys, Gen.Int[0, 3], (key, value) => (Operation)new PutIfAbsent(key, value))),
        (3, Gen.Select(Keys, Gen.Int[0, 3], Gen.Bool, (key, value, stale) => (Operation)new PutIfMatch(key, value, stale))),
        (2, Gen.Select(Keys, Gen.Int[0, 3], (key, value) => (Operation)new PutMany(key, value))),
        (2, Keys.Select(key => (Operation)new Remove(key))),
        (1, Partitions.Select(partition => (Operation)new RemovePartition(partition))));

    private readonly TemporaryFolder _folder = new();
    private int _files;

    [Fact]
    public async Task Any_run_of_operations_has_the_outcome_of_a_dictionary() => await Operations.Array[1, 30].SampleAsync(
        async operations =>
        {
            using var store = Open();
            var model = new Model();

            foreach (var operation in operations)
            {
                Assert.Equal(operation.Apply(model), await operation.ApplyAsync(store, model));
                Assert.Equal(model.Content(), await ContentAsync(store));
            }

            Assert.Equal(model.Content(), await ReplayChangesAsync(store));
        },
        iter: 60,
        threads: 1);

    [Fact]
    public async Task Writers_at_once_under_conditions_leave_each_key_with_one_chain_of_versions() => await Gen.Int[2, 6].Array[2, 5].SampleAsync(
        async rounds =>
        {
            using var store = Open();
            var key = new DocumentKey("notes", "p1", "a");

            var successes = await Task.WhenAll(rounds.Select(tries => Task.Run(async () =>
            {
                var succeeded = 0;
                for (var i = 0; i < tries; i++)
                {
                    var read = await store.GetAsync<Note>(key, default);
                    var condition = read is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(read.ETag);
                    succeeded += await store.UpsertAsync(key, new Note((read?.Value.Value ?? 0) + 1), condition, default) is null ? 0 : 1;
                }

                return succeeded;
            })));

            Assert.Equal(successes.Sum(), (await store.GetAsync<Note>(key, default))!.Value.Value);
        },
        iter: 30,
        threads: 1);

    public void Dispose() => _folder.Dispose();

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private SqliteDocumentStore Open() => new(_folder.File($"{Interlocked.Increment(ref _files)}.db"), TimeProvider.System);

    private static async Task<string> ContentAsync(SqliteDocumentStore store)
    {
        var content = new List<string>();
        await foreach (var partition in store.PartitionsAsync("notes", null, default))
        {
            await foreach (var document in store.QueryAsync<Note>("notes", partition, DocumentQuery.All, default))
            {
                Assert.Equal(document, await store.GetAsync<Note>(document.Key, default));
                content.Add($"{partition}/{document.Key.Id}={document.Value.Value}");
            }
        }

        return string.Join(' ', content);
    }

    private static async Task<string> ReplayChangesAsync(SqliteDocumentStore store)
    {
        var replayed = new Model();
        string? continuation = null;
        ChangePage<Note> page;
        do
        {
            page = await store.ReadChangesAsync<Note>("notes", continuation, 2, default);
            continuation = page.Continuation;
            foreach (var change in page.Changes)
            {
                _ = change.Value is null ? replayed.Values.Remove(change.Key) : replayed.Values.TryAdd(change.Key, change.Value.Value);
            }
        }
        while (page.Changes.Count > 0);

        return replayed.Content();
    }

    private sealed record Note(int Value);

    private sealed class Model
    {
        public Dictionary<DocumentKey, int> Values { get; } = [];

        public Dictionary<DocumentKey, string> ETags { get; } = [];

        public string Content() => string.Join(' ', Values
            .OrderBy(v => v.Key.Partition, StringComparer.Ordinal).ThenBy(v => v.Key.Id, StringComparer.Ordinal)
            .Select(v => $"{v.Key.Partition}/{v.Key.Id}={v.Value}"));
    }

    /// <summary>One operation, on the model and on the store; both give what the caller learns, in words.</summary>
    private abstract record Operation
    {
        public abstract string Apply(Model model);

        public abstract Task<string> ApplyAsync(IDocumentStore store, Model model);

        protected static string Written(Model model, DocumentKey key, string? etag)
        {
            if (etag is not null)
            {
                model.ETags[key] = etag;
            }

            return etag is null ? "refused" : "written";
        }
    }

    private sealed record Put(DocumentKey Key, int Value) : Operation
    {
        public override string Apply(Model model)
        {
            model.Values[Key] = Value;
            return "written";
        }

        public override async Task<string> ApplyAsync(IDocumentStore store, Model model) =>
            Written(model, Key, await store.UpsertAsync(Key, new Note(Value), WriteCondition.Always, default));
    }

    private sealed record PutIfAbsent(DocumentKey Key, int Value) : Operation
    {
        public override string Apply(Model model) => model.Values.TryAdd(Key, Value) ? "written" : "refused";

        public override async Task<string> ApplyAsync(IDocumentStore store, Model model) =>
            Written(model, Key, await store.UpsertAsync(Key, new Note(Value), WriteCondition.IfAbsent, default));
    }

    private sealed record PutIfMatch(DocumentKey Key, int Value, bool Stale) : Operation
    {
        public override string Apply(Model model)
        {
            if (Stale || !model.Values.ContainsKey(Key))
                return "refused";

            model.Values[Key] = Value;
            return "written";
        }

        public override async Task<string> ApplyAsync(IDocumentStore store, Model model)
        {
            var current = (await store.GetAsync<Note>(Key, default))?.ETag ?? model.ETags.GetValueOrDefault(Key) ?? "0";
            return Written(model, Key, await store.UpsertAsync(Key, new Note(Value), WriteCondition.IfMatch(Stale ? current + "0" : current), default));
        }
    }

    private sealed record PutMany(DocumentKey Key, int Value) : Operation
    {
        private DocumentKey Second => Key with { Id = "second" };

        public override string Apply(Model model)
        {
            DocumentKey[] keys = [Key, Second];
            var changed = keys.Count(key => !model.Values.TryGetValue(key, out var there) || there != Value);
            Array.ForEach(keys, key => model.Values[key] = Value);
            return $"{changed} changed";
        }

        public override async Task<string> ApplyAsync(IDocumentStore store, Model model)
        {
            var result = await store.UpsertManyAsync<Note>(Key.Container, [new(Key.Partition, Key.Id, new Note(Value)), new(Key.Partition, Second.Id, new Note(Value))], default);
            Assert.Equal(2, result.Changed + result.Unchanged);
            return $"{result.Changed} changed";
        }
    }

    private sealed record Remove(DocumentKey Key) : Operation
    {
        public override string Apply(Model model) => model.Values.Remove(Key) ? "deleted" : "not there";

        public override async Task<string> ApplyAsync(IDocumentStore store, Model model) => await store.DeleteAsync(Key, null, default) ? "deleted" : "not there";
    }

    private sealed record RemovePartition(string Partition) : Operation
    {
        public override string Apply(Model model)
        {
            var keys = model.Values.Keys.Where(key => key.Partition == Partition).ToList();
            keys.ForEach(key => model.Values.Remove(key));
            return $"{keys.Count} deleted";
        }

        public override async Task<string> ApplyAsync(IDocumentStore store, Model model) => $"{await store.DeletePartitionAsync("notes", Partition, default)} deleted";
    }
}
