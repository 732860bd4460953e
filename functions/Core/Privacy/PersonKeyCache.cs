namespace RetailServerless.Core.Privacy;

/// <summary>Data keys of the last seconds, bounded in number. Gives out copies, so that a caller may wipe its own.</summary>
internal sealed class PersonKeyCache(TimeProvider time)
{
    private const int Capacity = 10_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private long _era;

    /// <summary>Changes with every removal: a key that was read in an older era is not kept, as it may be one that was destroyed meanwhile.</summary>
    public long Era
    {
        get
        {
            lock (_lock)
            {
                return _era;
            }
        }
    }

    public byte[]? Find(string partition)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(partition, out var entry) && time.GetElapsedTime(entry.Since) < Lifetime ? (byte[])entry.Key.Clone() : null;
        }
    }

    /// <returns>The key that was given.</returns>
    public byte[] Keep(string partition, byte[] key, long era)
    {
        lock (_lock)
        {
            if (era == _era)
            {
                MakeRoom();
                _entries[partition] = new Entry((byte[])key.Clone(), time.GetTimestamp());
            }
        }

        return key;
    }

    public void Remove(string partition)
    {
        lock (_lock)
        {
            _era++;
            _entries.Remove(partition);
        }
    }

    private void MakeRoom()
    {
        if (_entries.Count < Capacity)
            return;

        foreach (var (partition, entry) in _entries)
        {
            if (time.GetElapsedTime(entry.Since) >= Lifetime)
            {
                _entries.Remove(partition);
            }
        }

        if (_entries.Count >= Capacity)
        {
            _entries.Clear();
        }
    }

    private readonly record struct Entry(byte[] Key, long Since);
}
