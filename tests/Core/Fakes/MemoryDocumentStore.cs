using System.Runtime.CompilerServices;
using System.Text.Json;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Tests.Fakes;

/// <summary>The document store in memory, with the conditions, ETags, order and change feed of the real ones.</summary>
public sealed class MemoryDocumentStore : IDocumentStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedDictionary<(string Partition, string Id), Stored>> _containers = new(StringComparer.Ordinal);
    private long _version;

    /// <summary>Asked before every call with the name of the operation and the container; an exception it gives is thrown.</summary>
    public Func<string, string, Exception?>? Fault { get; set; }

    /// <summary>How many documents were read one by one.</summary>
    public int Reads { get; private set; }

    public IEnumerable<string> Containers
    {
        get
        {
            lock (_gate)
            {
                return [.. _containers.Where(c => c.Value.Any(d => d.Value.Json is not null)).Select(c => c.Key)];
            }
        }
    }

    /// <summary>Everything that is stored, as text, for tests that look for what must not be there.</summary>
    public string Dump()
    {
        lock (_gate)
        {
            return string.Join('\n', from c in _containers
                                     from d in c.Value
                                     where d.Value.Json is not null
                                     select $"{c.Key} {d.Key.Partition} {d.Key.Id} {System.Text.Encoding.UTF8.GetString(d.Value.Json!)}");
        }
    }

    public Task<StoredDocument<T>?> GetAsync<T>(DocumentKey key, CancellationToken cancellationToken)
        where T : class
    {
        Enter("get", key.Container, cancellationToken);
        lock (_gate)
        {
            Reads++;
            return Task.FromResult(Find(key) is { Json: { } json } stored ? new StoredDocument<T>(key, Read<T>(json), stored.ETag) : null);
        }
    }

    public Task<string?> UpsertAsync<T>(DocumentKey key, T value, WriteCondition condition, CancellationToken cancellationToken)
        where T : class
    {
        Enter("upsert", key.Container, cancellationToken);
        var json = JsonSerializer.SerializeToUtf8Bytes(value, PlatformJson.Options);
        lock (_gate)
        {
            var current = Find(key) is { Json: not null } stored ? stored : null;
            if ((condition.OnlyIfAbsent && current is not null) || (condition.ETag is not null && current?.ETag != condition.ETag))
            {
                return Task.FromResult<string?>(null);
            }

            return Task.FromResult<string?>(Put(key, json));
        }
    }

    public Task<BulkWriteResult> UpsertManyAsync<T>(string container, IReadOnlyList<DocumentWrite<T>> writes, CancellationToken cancellationToken)
        where T : class
    {
        Enter("upsert", container, cancellationToken);
        lock (_gate)
        {
            var changed = 0;
            foreach (var write in writes)
            {
                var key = new DocumentKey(container, write.Partition, write.Id);
                var json = JsonSerializer.SerializeToUtf8Bytes(write.Value, PlatformJson.Options);
                if (Find(key) is { Json: { } there } && there.AsSpan().SequenceEqual(json))
                {
                    continue;
                }

                Put(key, json);
                changed++;
            }

            return Task.FromResult(new BulkWriteResult(changed, writes.Count - changed));
        }
    }

    public Task<bool> DeleteAsync(DocumentKey key, string? etag, CancellationToken cancellationToken)
    {
        Enter("delete", key.Container, cancellationToken);
        lock (_gate)
        {
            if (Find(key) is not { Json: not null } stored || (etag is not null && stored.ETag != etag))
            {
                return Task.FromResult(false);
            }

            Put(key, null);
            return Task.FromResult(true);
        }
    }

    public async IAsyncEnumerable<StoredDocument<T>> QueryAsync<T>(
        string container, string partition, DocumentQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        Enter("query", container, cancellationToken);
        await Task.CompletedTask;
        List<StoredDocument<T>> found;
        lock (_gate)
        {
            var all = Container(container).Where(d => d.Key.Partition == partition && d.Value.Json is not null);
            if (query.Descending)
            {
                all = all.Reverse();
            }

            found = [.. all
                .Where(d => query.IdPrefix is null || d.Key.Id.StartsWith(query.IdPrefix, StringComparison.Ordinal))
                .Where(d => query.After is null || (query.Descending ? string.CompareOrdinal(d.Key.Id, query.After) < 0 : string.CompareOrdinal(d.Key.Id, query.After) > 0))
                .Take(query.Limit ?? int.MaxValue)
                .Select(d => new StoredDocument<T>(new DocumentKey(container, partition, d.Key.Id), Read<T>(d.Value.Json!), d.Value.ETag))];
        }

        foreach (var document in found)
        {
            yield return document;
        }
    }

    public async IAsyncEnumerable<string> PartitionsAsync(string container, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Enter("partitions", container, cancellationToken);
        await Task.CompletedTask;
        List<string> partitions;
        lock (_gate)
        {
            partitions = [.. Container(container).Where(d => d.Value.Json is not null).Select(d => d.Key.Partition).Distinct(StringComparer.Ordinal)
                .Where(p => after is null || string.CompareOrdinal(p, after) > 0)];
        }

        foreach (var partition in partitions)
        {
            yield return partition;
        }
    }

    public Task<int> DeletePartitionAsync(string container, string partition, CancellationToken cancellationToken)
    {
        Enter("delete", container, cancellationToken);
        lock (_gate)
        {
            var ids = Container(container).Where(d => d.Key.Partition == partition && d.Value.Json is not null).Select(d => d.Key.Id).ToList();
            ids.ForEach(id => Put(new DocumentKey(container, partition, id), null));
            return Task.FromResult(ids.Count);
        }
    }

    public Task<ChangePage<T>> ReadChangesAsync<T>(string container, string? continuation, int limit, CancellationToken cancellationToken)
        where T : class
    {
        Enter("changes", container, cancellationToken);
        var from = continuation is null ? 0 : long.Parse(continuation);
        lock (_gate)
        {
            var changes = Container(container).Where(d => d.Value.Version > from).OrderBy(d => d.Value.Version).Take(limit).ToList();
            var end = changes.Count > 0 ? changes[^1].Value.Version : from;
            return Task.FromResult(new ChangePage<T>(
                [.. changes.Select(d => new DocumentChange<T>(new DocumentKey(container, d.Key.Partition, d.Key.Id), d.Value.Json is null ? null : Read<T>(d.Value.Json)))],
                end.ToString()));
        }
    }

    private static T Read<T>(byte[] json) => JsonSerializer.Deserialize<T>(json, PlatformJson.Options)!;

    private void Enter(string operation, string container, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Fault?.Invoke(operation, container) is { } fault)
        {
            throw fault;
        }
    }

    private SortedDictionary<(string Partition, string Id), Stored> Container(string name)
    {
        if (!_containers.TryGetValue(name, out var container))
        {
            _containers[name] = container = new SortedDictionary<(string Partition, string Id), Stored>(OrdinalKeys.Instance);
        }

        return container;
    }

    private Stored? Find(DocumentKey key) => Container(key.Container).GetValueOrDefault((key.Partition, key.Id));

    private string Put(DocumentKey key, byte[]? json)
    {
        var stored = new Stored(json, ++_version);
        Container(key.Container)[(key.Partition, key.Id)] = stored;
        return stored.ETag;
    }

    private sealed record Stored(byte[]? Json, long Version)
    {
        public string ETag => Version.ToString();
    }

    private sealed class OrdinalKeys : IComparer<(string Partition, string Id)>
    {
        public static OrdinalKeys Instance { get; } = new();

        public int Compare((string Partition, string Id) x, (string Partition, string Id) y) =>
            string.CompareOrdinal(x.Partition, y.Partition) is var order and not 0 ? order : string.CompareOrdinal(x.Id, y.Id);
    }
}
