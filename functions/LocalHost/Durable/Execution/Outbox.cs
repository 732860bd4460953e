using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>What a step sends to others: written in the transaction of the step, handed over when it is stored.</summary>
internal sealed class Outbox(DurableEngine engine)
{
    private List<(OutgoingMessage Message, long InboxId)>? _sent;
    private List<(InstanceRecord Record, long Key)>? _born;

    /// <summary>First thing in every transaction.</summary>
    public void Begin()
    {
        _sent?.Clear();
        _born?.Clear();
    }

    /// <summary>Writes a message; one for an instance that does not exist is dropped.</summary>
    public void Send(StoreWriter store, PartitionLeases leases, OutgoingMessage message)
    {
        if (store.PartitionOf(message.Target, message.Event) is not { } partition)
        {
            return;
        }

        var inboxId = store.Enqueue(partition, message.Target, message.Event, message.Generation, message.Encoded);
        if (leases.Owns(partition))
        {
            (_sent ??= []).Add((message, inboxId));
        }
    }

    /// <summary>Writes a new instance.</summary>
    /// <returns>Null; or the status of the instance that has its id already.</returns>
    public OrchestrationRuntimeStatus? Bear(StoreWriter store, PartitionLeases leases, InstanceRecord child)
    {
        var (key, existing) = store.Create(child, [], isFresh: false);
        if (key is null)
        {
            return existing;
        }

        if (leases.Owns(child.Partition))
        {
            (_born ??= []).Add((child, key.Value));
        }
        else
        {
            store.Enqueue(child.Partition, child.Id, ExecutionStarted.Instance, null);
        }

        return null;
    }

    /// <summary>The transaction is stored: those of this process are told.</summary>
    public void HandOver()
    {
        foreach (var (record, key) in _born ?? [])
        {
            engine.Adopt(record, key);
        }

        foreach (var (message, inboxId) in _sent ?? [])
        {
            engine.Post(message.Target, new Message(message.Event, message.Generation, inboxId));
        }
    }
}
