using System.Collections.Concurrent;

namespace RetailServerless.Core.Audit;

/// <summary>Gathers the entries that come while a write is under way and hands them to the store in the next one.</summary>
internal sealed class AppendQueue(IAuditStore store)
{
    private const int MaxBatch = 1024;

    private readonly ConcurrentQueue<Waiting> _waiting = new();
    private int _writing;

    /// <summary>Appends an entry; whoever stops waiting leaves it in the queue, where it is still written.</summary>
    public Task<long> AppendAsync(SealedEntry entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiting = new Waiting(entry);
        _waiting.Enqueue(waiting);
        if (TryBecomeWriter())
        {
            // Not on the caller's thread: whoever came first would otherwise write for all that come after.
            _ = Task.Run(WriteAllAsync, CancellationToken.None);
        }

        return waiting.Index.Task.WaitAsync(cancellationToken);
    }

    private bool TryBecomeWriter() => Interlocked.CompareExchange(ref _writing, 1, 0) == 0;

    private async Task WriteAllAsync()
    {
        do
        {
            while (TakeBatch() is { Count: > 0 } batch)
            {
                await WriteAsync(batch);
            }

            Interlocked.Exchange(ref _writing, 0);
        }
        while (!_waiting.IsEmpty && TryBecomeWriter());
    }

    private List<Waiting> TakeBatch()
    {
        var batch = new List<Waiting>();
        while (batch.Count < MaxBatch && _waiting.TryDequeue(out var waiting))
        {
            batch.Add(waiting);
        }

        return batch;
    }

    private async Task WriteAsync(List<Waiting> batch)
    {
        try
        {
            var indexes = await store.AppendAsync([.. batch.Select(w => w.Entry)], CancellationToken.None);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Index.SetResult(indexes[i]);
            }
        }
#pragma warning disable CA1031 // Every caller of the batch gets the failure; the queue goes on for the next ones.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            batch.ForEach(w => w.Index.TrySetException(failure));
        }
    }

    private sealed record Waiting(SealedEntry Entry)
    {
        public TaskCompletionSource<long> Index { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
