using SQLitePCL;

namespace RetailServerless.LocalHost.Durable.Store;

internal sealed partial class PartitionLeases
{
    private void Reload(StoreWriter store)
    {
        var mine = new HashSet<int>();
        if (_file is { } file)
        {
            var query = store.Db.Prepare("SELECT partition FROM partitions WHERE owner = ?").Bind(file.Id);
            while (query.Step())
            {
                mine.Add((int)query.Long(0));
            }
        }

        _lost.AddRange(_owned.Where(partition => !mine.Contains(partition)));
        if (_lost.Count > 0)
        {
            Log.Loses(log, _lost.Count);
        }

        _owned.ExceptWith(_lost);
        _leaving.IntersectWith(_owned);

        // Ours in the store and not in memory.
        foreach (var partition in mine.Except(_owned).ToArray())
        {
            Take(partition);
        }
    }

    private void Take(int partition)
    {
        _owned.Add(partition);
        _since[partition] = Interlocked.Increment(ref _tenure);
        _acquired.Add(partition);
    }

    private void Balance(StoreWriter store)
    {
        var now = Environment.TickCount64;
        _nextCheck = now + 1000;
        var isChanged = Register(store);
        var others = Others(store);
        foreach (var (id, beat) in others.ToArray())
        {
            if (WhyDead(id, beat, now) is { } reason)
            {
                Log.IsGone(log, id, reason);
                store.Db.Prepare("UPDATE partitions SET owner=NULL WHERE owner=?").Bind(id).Run();
                store.Db.Prepare("DELETE FROM processes WHERE id=?").Bind(id).Run();
                ProcessFile.Remove(_path, id);
                _beats.Remove(id);
                others.Remove(id);
                isChanged = true;
            }
        }

        IsShared = others.Count > 0;
        if (IsShared && now >= _nextBeat)
        {
            _nextBeat = now + (long)(leaseDuration.TotalMilliseconds / 4);
            store.Db.Prepare("UPDATE processes SET beat=beat+1 WHERE id=?").Bind(_file!.Id).Run();
        }

        var share = (Schema.Partitions + others.Count) / (others.Count + 1);
        isChanged |= Acquire(store, share) | Release(store, share);
        if (isChanged)
        {
            store.Db.Execute("UPDATE lease SET version=version+1");
            _version = Scalar(store, "SELECT version FROM lease");
        }
    }

    private bool Register(StoreWriter store)
    {
        if (_file is { } file)
        {
            var row = store.Db.Prepare("SELECT 1 FROM processes WHERE id=?").Bind(file.Id);
            if (row.Step())
            {
                row.Reset();
                return false;
            }

            file.Dispose();
        }

        store.Db.Execute("INSERT INTO processes(beat) VALUES (0)");
        _file = NewFile(store.Db.LastInsertRowId);
        return true;
    }

    /// <summary>A file that cannot be made is trouble of the environment like a disk that is full: it is tried again, and nothing is refused for it.</summary>
    private ProcessFile NewFile(long id)
    {
        try
        {
            return new ProcessFile(_path, id);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SqliteStoreException(raw.SQLITE_CANTOPEN, $"The lock file of this process cannot be made: {e.Message}");
        }
    }

    private Dictionary<long, long> Others(StoreWriter store)
    {
        var others = new Dictionary<long, long>();
        var query = store.Db.Prepare("SELECT id, beat FROM processes WHERE id <> ?").Bind(_file!.Id);
        while (query.Step())
        {
            others.Add(query.Long(0), query.Long(1));
        }

        return others;
    }

    private string? WhyDead(long id, long beat, long now)
    {
        if (!ProcessFile.IsHeld(_path, id))
        {
            return "it ended";
        }

        if (!_beats.TryGetValue(id, out var last) || last.Beat != beat)
        {
            _beats[id] = (beat, now);
            return null;
        }

        return now - last.Since > leaseDuration.TotalMilliseconds ? $"silent for {leaseDuration}" : null;
    }

    private bool Acquire(StoreWriter store, int share)
    {
        if (_owned.Count >= share)
        {
            return false;
        }

        var taken = new List<int>();
        var free = store.Db.Prepare("SELECT partition FROM partitions WHERE owner IS NULL ORDER BY partition LIMIT ?").Bind(share - _owned.Count);
        while (free.Step())
        {
            taken.Add((int)free.Long(0));
        }

        foreach (var partition in taken)
        {
            store.Db.Prepare("UPDATE partitions SET owner=? WHERE partition=?").Bind(_file!.Id).Bind(partition).Run();
            Take(partition);
        }

        if (taken.Count == 0)
        {
            return false;
        }

        Log.Takes(log, _file!.Id, taken.Count);
        return true;
    }

    /// <summary>Gives up what is above our share, each partition once nothing of it is at work here.</summary>
    private bool Release(StoreWriter store, int share)
    {
        _leaving.Clear();
        var given = 0;
        foreach (var partition in _owned.OrderDescending().Take(Math.Max(0, _owned.Count - share)).ToArray())
        {
            _leaving.Add(partition);

            // Nothing of it is loaded from here on, so that nobody begins here what another process may go on with at once.
            Volatile.Write(ref _ownedThen[partition], false);
            Interlocked.MemoryBarrier();
            if (!listener.TryRelease(partition))
            {
                Volatile.Write(ref _ownedThen[partition], true);
            }
            else
            {
                store.Db.Prepare("UPDATE partitions SET owner=NULL WHERE partition=?").Bind(partition).Run();
                _owned.Remove(partition);
                _leaving.Remove(partition);
                given++;
            }
        }

        if (given > 0)
        {
            Log.Gives(log, _file!.Id, given);
        }

        return given > 0;
    }
}
