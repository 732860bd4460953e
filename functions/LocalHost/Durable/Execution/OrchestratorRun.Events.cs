using RetailServerless.LocalHost.Durable.Entities;
using RetailServerless.LocalHost.Durable.History;

namespace RetailServerless.LocalHost.Durable.Execution;

internal sealed partial class OrchestratorRun
{
    private Dictionary<string, LinkedList<PendingTask>>? _waiters;
    private Dictionary<string, Queue<EventRaised>>? _buffered;
    private (string? Input, string? Version)? _continueWith;
    private bool _preserve;

    private bool IsWaitingForEvent => _waiters is { Count: > 0 };

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        EnsureOwnThread();
        var task = new PendingTask<T>(eventName);
        if (cancellationToken.IsCancellationRequested)
        {
            task.Cancel(cancellationToken);
            return task.Task;
        }

        if (_buffered is not null && _buffered.TryGetValue(eventName, out var queue))
        {
            var raised = queue.Dequeue();
            if (queue.Count == 0)
            {
                _buffered.Remove(eventName);
            }

            task.Complete(raised.Payload, _worker.Converter);
            return task.Task;
        }

        _waiters ??= new(StringComparer.OrdinalIgnoreCase);
        if (!_waiters.TryGetValue(eventName, out var waiters))
        {
            _waiters.Add(eventName, waiters = new());
        }
        else if (waiters.Last!.Value is not PendingTask<T>)
        {
            throw new ArgumentException(
                $"Waits for events of one name must be for one type; '{eventName}' is waited for as another type than {typeof(T).FullName}.", nameof(eventName));
        }

        var node = waiters.AddLast(task);
        OnCancel(task, () => Forget(eventName, waiters, node), cancellationToken);
        return task.Task;
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        EntityAddress.Refuse(instanceId, _worker.Options.EnableEntitySupport);
        EnsureOwnThread();
        Decide(new EventSent(_nextTaskId++, instanceId, eventName, _worker.Serialize(payload)));
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        EnsureOwnThread();
        _continueWith = (_worker.Serialize(newInput), null);
        _preserve = preserveUnprocessedEvents;
    }

    public override void ContinueAsNew(Microsoft.DurableTask.ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ContinueAsNew(options.NewInput, options.PreserveUnprocessedEvents);
        _continueWith = (_continueWith!.Value.Input, string.IsNullOrWhiteSpace(options.NewVersion) ? null : options.NewVersion);
    }

    /// <summary>Events that nobody waited for, to be given to the next generation.</summary>
    public IEnumerable<EventRaised> Unprocessed()
    {
        var events = _preserve ? _buffered?.Values.SelectMany(queue => queue) ?? [] : [];
        return events.Concat(_preserve ? _held.OfType<EventRaised>() : []);
    }

    /// <summary>The latest waiter gets the first event; without a waiter it is kept.</summary>
    private void Raise(EventRaised raised)
    {
        if (_waiters is not null && _waiters.TryGetValue(raised.Name, out var waiters))
        {
            var node = waiters.Last!;
            Forget(raised.Name, waiters, node);
            node.Value.Complete(raised.Payload, _worker.Converter);
            return;
        }

        _buffered ??= new(StringComparer.OrdinalIgnoreCase);
        if (!_buffered.TryGetValue(raised.Name, out var queue))
        {
            _buffered.Add(raised.Name, queue = new());
        }

        queue.Enqueue(raised);
    }

    private void Forget(string name, LinkedList<PendingTask> waiters, LinkedListNode<PendingTask> node)
    {
        if (node.List is not null)
        {
            waiters.Remove(node);
            if (waiters.Count == 0)
            {
                _waiters!.Remove(name);
            }
        }
    }

    private void OnCancel(PendingTask task, Action forget, CancellationToken cancellation)
    {
        if (!cancellation.CanBeCanceled)
        {
            return;
        }

        cancellation.UnsafeRegister(
            _ =>
            {
                if (!_pump.IsRunning)
                {
                    _pump.Post(static _ => { }, null);
                    return;
                }

                var outer = SynchronizationContext.Current;
                SynchronizationContext.SetSynchronizationContext(null);
                forget();
                task.Cancel(cancellation);
                SynchronizationContext.SetSynchronizationContext(outer);
            },
            null);
    }
}
