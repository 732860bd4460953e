using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.Execution;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable;

internal sealed partial class DurableEngine
{
    private int _creating;

    /// <summary>Sends an event to an instance and waits until it is stored.</summary>
    public async Task SendAsync(string id, HistoryEvent entry, CancellationToken cancellation)
    {
        await OpenAsync();
        while (true)
        {
            ThrowWhenInTrouble();
            var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Post(id, new Message(entry, Stored: stored));
            try
            {
                await stored.Task.WaitAsync(cancellation);
                return;
            }
            catch (InstanceMovedException)
            {
                await Task.Delay(10, cancellation);
            }
        }
    }

    /// <summary>Stores a new instance, and starts it here when it is ours.</summary>
    /// <exception cref="InstanceExistsException">An instance of the id refuses it.</exception>
    public async Task CreateAsync(
        InstanceRecord record, IReadOnlyCollection<OrchestrationRuntimeStatus> refusedBy, bool isFresh, CancellationToken cancellation)
    {
        await OpenAsync();
        while (true)
        {
            ThrowWhenInTrouble();
            ObjectDisposedException.ThrowIf(_stopping, this);
            record = record with { Partition = ChoosePartition() };
            var creation = new Creation(refusedBy, isFresh, new(TaskCreationOptions.RunContinuationsAsynchronously));
            if (!Leases.IsOwned(record.Partition))
            {
                Commit(new InstanceInsert(this, record, creation));
            }
            else if (!TryStart(record, creation))
            {
                // What refuses the new instance must itself be stored before anyone is told, and may itself be refused.
                await DoAsync(_ => true, cancellation);
                if (Reader.Find(record.Id) is { Record: { HasEnded: false } running })
                {
                    throw new InstanceExistsException(record.Id, running.Status);
                }

                await Task.Delay(2, cancellation);
                continue;
            }

            Interlocked.Increment(ref _creating);
            try
            {
                await creation.Stored.Task.WaitAsync(cancellation);
                return;
            }
            catch (InstanceMovedException)
            {
                await Task.Delay(10, cancellation);
            }
            finally
            {
                Interlocked.Decrement(ref _creating);
            }
        }
    }

    /// <summary>Does something in a transaction of the committer.</summary>
    public async Task<T> DoAsync<T>(Func<StoreWriter, T> action, CancellationToken cancellation)
    {
        await OpenAsync();
        ThrowWhenInTrouble();
        var item = new StoreAction<T>(action);
        Commit(item);
        return await item.Done.WaitAsync(cancellation);
    }

    /// <summary>False when one of the id is in memory, or it was put aside before it could begin.</summary>
    private bool TryStart(InstanceRecord record, Creation creation)
    {
        var instance = new OrchestrationInstance(record.Id, this);
        instance.BeNew(record, creation);
        return _live.TryAdd(record.Id, instance) && instance.TryPost(Message.Wake);
    }

    private void ThrowWhenInTrouble()
    {
        if (_committer!.Trouble is { } trouble)
        {
            throw new IOException($"The durable store cannot be written at present: {trouble.Message}", trouble);
        }
    }
}
