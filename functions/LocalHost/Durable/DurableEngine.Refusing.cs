using System.Collections.Concurrent;
using RetailServerless.LocalHost.Durable.Execution;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable;

/// <summary>Instances that the workers of this process do not take wait in the store, and go round the processes that share it until one takes them.</summary>
internal sealed partial class DurableEngine
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private readonly Refusals _refusals = new();
    private readonly ConcurrentDictionary<string, bool> _moving = new(StringComparer.Ordinal);
    private Timer? _look;
    private long _leasesSeen;

    /// <summary>No worker takes the instance. It is tried again later, here or in another process.</summary>
    public void Refused(string id) => _refusals.Add(id);

    public bool IsRefused(string id) => !_refusals.IsEmpty && _refusals.Contains(id);

    /// <summary>A worker takes the instance; true when it was refused before, so that messages wait for it.</summary>
    public bool Taken(string id) => !_refusals.IsEmpty && _refusals.Remove(id);

    /// <summary>Whether the instance is on its way to another process.</summary>
    public bool IsMoving(string id) => !_moving.IsEmpty && _moving.ContainsKey(id);

    /// <summary>Leaves a message in the store for an instance that no worker takes now.</summary>
    public void Park(OrchestrationInstance instance, Message message)
    {
        if (message.Event is null or ExecutionStarted)
        {
            if (message.InboxId != 0)
            {
                TryCommit(new InboxDelete(message.InboxId));
            }
        }
        else if (message.InboxId == 0)
        {
            TryCommit(new InboxInsert(this, instance.Id, message, isParked: true));
        }
    }

    public void PostLater(OrchestrationInstance instance, Message message) => Later(() => Post(instance.Id, message));

    /// <summary>Whether the instance is in memory: a message that was left for it must be given to it.</summary>
    public bool IsLive(string id) => _live.ContainsKey(id);

    /// <summary>The instance is with another process, or must be looked at here again.</summary>
    public void Referred(string id, bool isGone)
    {
        _moving.TryRemove(id, out _);
        if (isGone)
        {
            _refusals.Remove(id);
        }
        else
        {
            Post(id, Message.Wake);
        }
    }

    private void LookAtRefused()
    {
        if (_stopping)
        {
            return;
        }

        var leases = Leases.Version;
        if (leases != _leasesSeen)
        {
            _leasesSeen = leases;
            _refusals.Hasten();
        }

        foreach (var (id, count) in _refusals.Due(limit: 200))
        {
            if (!Leases.IsShared)
            {
                Post(id, Message.Wake);
            }
            else if (_live.TryGetValue(id, out var instance) && !instance.TryEvict())
            {
                continue;
            }
            else if (_moving.TryAdd(id, true))
            {
                try
                {
                    Commit(new InstanceReferral(this, id, count));
                }
                catch (ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }
}
