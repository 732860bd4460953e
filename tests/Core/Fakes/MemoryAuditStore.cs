using RetailServerless.Core.Audit;
using RetailServerless.Core.Audit.Search;

namespace RetailServerless.Core.Tests.Fakes;

/// <summary>The audit store in memory.</summary>
public sealed class MemoryAuditStore : IAuditStore
{
    private readonly Lock _gate = new();
    private readonly List<StoredEntry> _entries = [];
    private readonly List<SealedEntry> _sealed = [];
    private readonly Dictionary<string, long> _indexes = new(StringComparer.Ordinal);

    /// <summary>Awaited before entries are written; lets a test hold or break an append.</summary>
    public Func<IReadOnlyList<SealedEntry>, Task>? BeforeAppend { get; set; }

    /// <summary>How often entries were written: one for each batch.</summary>
    public int Batches { get; private set; }

    /// <summary>What is stored now.</summary>
    public IReadOnlyList<StoredEntry> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>Puts another entry in the place of one, as someone who tampers with the file would.</summary>
    public void Tamper(long index, Func<StoredEntry, StoredEntry> change)
    {
        lock (_gate)
        {
            _entries[(int)index] = change(_entries[(int)index]);
        }
    }

    public async Task<IReadOnlyList<long>> AppendAsync(IReadOnlyList<SealedEntry> entries, CancellationToken cancellationToken)
    {
        if (BeforeAppend is { } before)
        {
            await before(entries);
        }

        lock (_gate)
        {
            Batches++;
            var indexes = new List<long>(entries.Count);
            foreach (var entry in entries)
            {
                if (!_indexes.TryGetValue(entry.EntryId, out var index))
                {
                    _indexes[entry.EntryId] = index = _entries.Count;
                    _sealed.Add(entry);
                    _entries.Add(new StoredEntry(index, entry.EntryId, entry.Leaf, entry.Partition, entry.SealedBody));
                }

                indexes.Add(index);
            }

            return indexes;
        }
    }

    public Task<IReadOnlyList<StoredEntry>> ReadAsync(long fromIndex, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<StoredEntry>>([.. _entries.Skip((int)fromIndex).Take(limit)]);
        }
    }

    public Task<IReadOnlyList<StoredEntry>> ReadPartitionAsync(string partition, long afterIndex, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<StoredEntry>>([.. _entries.Where(e => e.Partition == partition && e.Index > afterIndex).Take(limit)]);
        }
    }

    public Task<StoredEntry?> FindAsync(string entryId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_indexes.TryGetValue(entryId, out var index) ? _entries[(int)index] : null);
        }
    }

    public Task<IReadOnlyList<StoredEntry>> SearchAsync(StoredSearch search, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var hits = _entries.Where(e => search.Matches(LeafFacets.Read(e.Leaf)) && IsMarked(search, e) && (!search.WithBody || e.SealedBody is not null));
            hits = search.NewestFirst
                ? hits.Reverse().Where(e => search.From is null || e.Index <= search.From)
                : hits.Where(e => search.From is null || e.Index >= search.From);
            return Task.FromResult<IReadOnlyList<StoredEntry>>([.. hits.Take(search.Limit)]);
        }
    }

    public async Task<IReadOnlyList<StoredBody>> FindBodiesAsync(StoredSearch search, CancellationToken cancellationToken) =>
        [.. (await SearchAsync(search, cancellationToken)).Select(e => new StoredBody(e.Index, e.SealedBody is null ? "" : e.Partition))];

    public Task<int> RetireBodiesAsync(IReadOnlyList<long> indexes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var there = indexes.Where(i => _entries[(int)i].SealedBody is not null).ToList();
            there.ForEach(i => _entries[(int)i] = _entries[(int)i] with { Partition = "", SealedBody = null, IsRetired = true });
            return Task.FromResult(there.Count);
        }
    }

    public Task<long> CountAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult((long)_entries.Count);
        }
    }

    public Task<int> EraseBodiesAsync(string partition, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var erased = 0;
            for (var i = 0; i < _entries.Count; i++)
            {
                if (_entries[i].Partition == partition && _entries[i].SealedBody is not null)
                {
                    _entries[i] = _entries[i] with { SealedBody = null };
                    erased++;
                }
            }

            return Task.FromResult(erased);
        }
    }

    private bool IsMarked(StoredSearch search, StoredEntry entry) =>
        Is(search.Partition, entry, entry.Partition, StringComparer.Ordinal.Equals)
        && Is(search.Decision, entry, _sealed[(int)entry.Index].Decision, (x, y) => x.AsSpan().SequenceEqual(y))
        && Is(search.Actor, entry, _sealed[(int)entry.Index].Actor, (x, y) => x.AsSpan().SequenceEqual(y));

    private static bool Is<T>(T? asked, StoredEntry entry, T? there, Func<T, T, bool> same)
        where T : class =>
        asked is null || (entry.SealedBody is not null && there is not null && same(asked, there));
}
