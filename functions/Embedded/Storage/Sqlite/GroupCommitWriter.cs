namespace RetailServerless.Embedded.Storage.Sqlite;

/// <summary>
/// The one writer of a database in this process. Whatever waits when it becomes free shares one transaction and one fsync; a caller's task completes after the commit. While one
/// commit is on its way to the disk the next group gathers, so that throughput grows with the number of callers.
/// </summary>
internal sealed class GroupCommitWriter : IDisposable
{
    private const int MaximumWeight = 2_048;

    private readonly Queue<IPendingWrite> _queue = new();
    private readonly List<IPendingWrite> _group = [];
    private readonly SqliteSession _session;
    private readonly Thread _thread;
    private bool _closing;

    public GroupCommitWriter(SqliteSession session)
    {
        _session = session;
        _thread = new Thread(Run) { IsBackground = true, Name = "sqlite-writer" };
        _thread.Start();
    }

    public Task<T> EnqueueAsync<T>(Func<SqliteSession, T> work, int weight, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);

        var write = new PendingWrite<T>(work, weight, cancellationToken);
        lock (_queue)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(SqliteDatabase));
            _queue.Enqueue(write);
            if (_queue.Count is 1)
            {
                Monitor.Pulse(_queue);
            }
        }

        return write.Task;
    }

    /// <summary>Writes what waits, then closes the connection.</summary>
    public void Dispose()
    {
        lock (_queue)
        {
            _closing = true;
            Monitor.Pulse(_queue);
        }

        _thread.Join();
        _session.Dispose();
    }

    private void Run()
    {
        while (TakeGroup())
        {
            Write(_group);
            _group.Clear();
        }
    }

    private bool TakeGroup()
    {
        lock (_queue)
        {
            while (_queue.Count is 0)
            {
                if (_closing)
                    return false;

                Monitor.Wait(_queue);
            }

            var weight = 0;
            while (weight < MaximumWeight && _queue.TryDequeue(out var write))
            {
                if (write.Start())
                {
                    _group.Add(write);
                    weight += write.Weight;
                }
            }

            return true;
        }
    }

    // A failing write takes back the whole transaction. Then each runs in one of its own, so that it fails nobody else.
    private void Write(List<IPendingWrite> group)
    {
        if (group.Count is 0)
            return;

        try
        {
            WriteTogether(group);
        }
        catch (Exception) when (group.Count > 1)
        {
            foreach (var write in group)
            {
                Write([write]);
            }

            return;
        }
        catch (Exception error)
        {
            group[0].Fail(error);
            return;
        }

        foreach (var write in group)
        {
            write.Complete();
        }
    }

    private void WriteTogether(List<IPendingWrite> group) => _session.InTransaction(() =>
    {
        foreach (var write in group)
        {
            write.Execute(_session);
        }
    });
}
