using Microsoft.Extensions.Logging;
using RetailServerless.LocalHost.Durable.History;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>
/// Which instances this process may run. Instances are spread over partitions, and a partition has one owner. Every transaction checks the
/// version of the leases first, so a process that lost a partition cannot write to it. Every taking of a partition has a number, its tenure: what was
/// read in an earlier tenure is refused too, so a partition that went to another process and came back finds nothing stale. A process is dead when
/// the lock of its file is free (the system frees it at any death) or when its beat has not moved for the lease duration by the observer's own clock:
/// wall clocks play no part.
/// </summary>
internal sealed partial class PartitionLeases(TimeSpan leaseDuration, ILeaseListener listener, ILogger log) : IDisposable
{
    private readonly HashSet<int> _owned = [];
    private readonly HashSet<int> _ownedAtCommit = [];
    private readonly long[] _since = new long[Schema.Partitions];
    private readonly HashSet<int> _leaving = [];
    private readonly Dictionary<long, (long Beat, long Since)> _beats = [];
    private readonly List<int> _acquired = [];
    private readonly List<int> _lost = [];
    private readonly List<string> _wakes = [];
    private readonly List<InboxMessage> _messages = [];
    private string _path = string.Empty;
    private ProcessFile? _file;
    private long _version;
    private long _watermark;
    private long _writtenUpTo;
    private bool _foreign;
    private bool _moved;
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _nextCheck;
    private long _nextBeat;
    private volatile int[] _assignable = [];
    private volatile int[] _notLeaving = [];
    private volatile bool[] _ownedThen = new bool[Schema.Partitions];
    private int _turn;
    private long _tenure;

    /// <summary>Whether this process runs instances; one that only sends does not.</summary>
    public bool TakesPart { get; set; }

    /// <summary>Completes when this process has its first partitions, or knows that others have them all.</summary>
    public Task Joined => _joined.Task;

    public bool IsDue => TakesPart && Environment.TickCount64 >= _nextCheck;

    /// <summary>Number of the latest tenure. What is read from the store after asking is current in every partition that is ours by then.</summary>
    public long Tenure => Interlocked.Read(ref _tenure);

    /// <summary>Whether the partition is ours; within a transaction.</summary>
    public bool Owns(int partition) => _owned.Contains(partition);

    /// <summary>Whether the partition is ours, and has been without a break since a tenure was the latest; within a transaction.</summary>
    public bool Owns(int partition, long tenure) => _owned.Contains(partition) && _since[partition] <= tenure;

    /// <summary>Whether the partition was ours at the last commit and is not being given away; from any thread.</summary>
    public bool IsOwned(int partition) => Volatile.Read(ref _ownedThen[partition]);

    /// <summary>How many partitions were ours at the last commit.</summary>
    public int OwnedCount => _ownedThen.Count(isOwned => isOwned);

    /// <summary>
    /// A partition for a new instance: one of ours, or any when <paramref name="anywhere"/> or when we have none. Never one that we are about to give
    /// away, which could not leave while new work comes in.
    /// </summary>
    public int Choose(bool anywhere)
    {
        var turn = Interlocked.Increment(ref _turn) & int.MaxValue;
        var from = anywhere ? _notLeaving : _assignable;
        return from.Length == 0 ? turn % Schema.Partitions : from[turn % from.Length];
    }

    /// <summary>A number that changes whenever a partition changes hands.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Whether other processes take part.</summary>
    public bool IsShared { get; private set; }

    public void Open(string path) => _path = path;

    /// <summary>First thing in every transaction.</summary>
    public void Check(StoreWriter store, bool isChanged)
    {
        _acquired.Clear();
        _lost.Clear();
        _wakes.Clear();
        _messages.Clear();
        _foreign = isChanged;
        var version = Scalar(store, "SELECT version FROM lease");
        var moved = version != _version;
        if (moved)
        {
            Reload(store);
            _version = version;
        }

        if (TakesPart && (moved || IsDue))
        {
            _moved = true;
            Balance(store);
        }

        if (_acquired.Count > 0)
        {
            FindActive(store);
        }

        if (_acquired.Count > 0 || LastMessage(store) > _watermark)
        {
            ReadInbox(store);
        }
    }

    /// <summary>Last thing in every transaction, after our own messages.</summary>
    public void Written(StoreWriter store) => _writtenUpTo = Math.Max(_watermark, LastMessage(store));

    /// <summary>What this transaction changed does not hold: what it found lost will be found again, and told then.</summary>
    public void RolledBack()
    {
        _version = -1;
        _owned.Clear();
        _owned.UnionWith(_ownedAtCommit);
        ShowOwned();
    }

    public void Committed()
    {
        _watermark = _writtenUpTo;
        if (_moved)
        {
            _moved = false;
            _ownedAtCommit.Clear();
            _ownedAtCommit.UnionWith(_owned);
            _assignable = [.. _owned.Except(_leaving).Order()];
            _notLeaving = [.. Enumerable.Range(0, Schema.Partitions).Except(_leaving)];
            ShowOwned();
        }

        if (_file is not null)
        {
            _joined.TrySetResult();
        }

        _lost.ForEach(partition => listener.Lost(partition));
        if (_acquired.Count > 0)
        {
            listener.Acquired();
        }

        _messages.ForEach(message => listener.Arrived(message));
        _wakes.ForEach(id => listener.Woken(id));
        if (_foreign)
        {
            listener.ForeignChange();
        }
    }

    /// <summary>Gives everything back.</summary>
    public void Close(StoreWriter store)
    {
        if (_file is { } file)
        {
            store.Db.Execute($"BEGIN IMMEDIATE; UPDATE partitions SET owner=NULL WHERE owner={file.Id}; DELETE FROM processes WHERE id={file.Id}; UPDATE lease SET version=version+1; COMMIT");
            file.Dispose();
            _file = null;
        }
    }

    public void Dispose() => _file?.Dispose();

    private void ShowOwned() => _ownedThen = [.. Enumerable.Range(0, Schema.Partitions).Select(_owned.Contains)];

    private static long Scalar(StoreWriter store, string sql)
    {
        var query = store.Db.Prepare(sql);
        query.Step();
        var value = query.Long(0);
        query.Reset();
        return value;
    }

    private static long LastMessage(StoreWriter store) => Scalar(store, "SELECT coalesce(max(id), 0) FROM inbox");

    private void FindActive(StoreWriter store)
    {
        var active = store.Db.Prepare("SELECT id, partition FROM instances WHERE active = 1");
        while (active.Step())
        {
            if (_acquired.Contains((int)active.Long(1)))
            {
                _wakes.Add(active.Text(0));
            }
        }
    }

    private void ReadInbox(StoreWriter store)
    {
        var query = store.Db.Prepare("SELECT id, partition, target, task_generation, message FROM inbox WHERE id > ? OR ? ORDER BY id")
            .Bind(_watermark).Bind(_acquired.Count > 0 ? 1 : 0);
        while (query.Step())
        {
            var (id, partition) = (query.Long(0), (int)query.Long(1));
            if (_owned.Contains(partition) && (id > _watermark || _acquired.Contains(partition)))
            {
                _messages.Add(new(id, query.Text(2), (int?)query.LongOrNull(3), HistoryReader.Read(query.Blob(4))[0]));
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7111, LogLevel.Information, "Durable process {Process} takes {Count} partitions")]
        public static partial void Takes(ILogger logger, long process, int count);

        [LoggerMessage(7112, LogLevel.Warning, "Durable process {Process} is gone ({Reason}); its instances are taken over")]
        public static partial void IsGone(ILogger logger, long process, string reason);

        [LoggerMessage(7113, LogLevel.Warning, "{Count} partitions were lost to another process; their instances go on there")]
        public static partial void Loses(ILogger logger, int count);

        [LoggerMessage(7114, LogLevel.Information, "Durable process {Process} gives {Count} partitions to others")]
        public static partial void Gives(ILogger logger, long process, int count);
    }
}

/// <summary>A message of the inbox.</summary>
internal sealed record InboxMessage(long Id, string Target, int? Generation, HistoryEvent Event);
