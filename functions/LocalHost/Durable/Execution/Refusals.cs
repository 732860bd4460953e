using System.Collections.Concurrent;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>
/// The instances that no worker of this process takes. Each is looked at again after a while, which doubles each time up to half a minute, so that many of them cost
/// little; what was handed to another process and comes back is remembered for some minutes.
/// </summary>
internal sealed class Refusals
{
    private const int First = 250, Longest = 30_000, Memory = 300_000;

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public bool IsEmpty => _entries.IsEmpty;

    /// <summary>No worker took the instance.</summary>
    public void Add(string id) => _entries.AddOrUpdate(
        id,
        static _ => new(0, Later(0), IsHere: true),
        static (_, entry) => entry.IsHere && entry.Next > Environment.TickCount64 ? entry : new(entry.Count, Later(entry.Count), IsHere: true));

    public bool Contains(string id) => _entries.TryGetValue(id, out var entry) && entry.IsHere;

    /// <summary>A worker takes the instance, or another process has it now; false when it was not refused here. How often it was is remembered for a while.</summary>
    public bool Remove(string id)
    {
        if (!_entries.TryGetValue(id, out var entry) || !entry.IsHere)
        {
            return false;
        }

        _entries[id] = entry with { IsHere = false, Next = Environment.TickCount64 + Memory };
        return true;
    }

    /// <summary>All are to be looked at soon, and what was is forgotten: there are other processes now.</summary>
    public void Hasten()
    {
        foreach (var (id, entry) in _entries)
        {
            if (!entry.IsHere)
            {
                _entries.TryRemove(KeyValuePair.Create(id, entry));
            }
            else
            {
                _entries.TryUpdate(id, new(0, 0, IsHere: true), entry);
            }
        }
    }

    /// <summary>Some that are to be looked at now, with the number of times they were before. The next look at them is later.</summary>
    public List<(string Id, int Count)> Due(int limit)
    {
        var now = Environment.TickCount64;
        var due = new List<(string, int)>();
        foreach (var (id, entry) in _entries)
        {
            if (entry.Next > now)
            {
                continue;
            }

            if (!entry.IsHere)
            {
                _entries.TryRemove(KeyValuePair.Create(id, entry));
            }
            else if (due.Count < limit && _entries.TryUpdate(id, new(entry.Count + 1, Later(entry.Count + 1), IsHere: true), entry))
            {
                due.Add((id, entry.Count));
            }
        }

        return due;
    }

    private static long Later(int count) => Environment.TickCount64 + Math.Min(Longest, First << Math.Min(count, 10));

    private sealed record Entry(int Count, long Next, bool IsHere);
}
