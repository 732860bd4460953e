using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using RetailServerless.LocalHost.Durable.Execution;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Payloads;
using RetailServerless.LocalHost.Durable.Store;
using RetailServerless.LocalHost.Durable.Telemetry;

namespace RetailServerless.LocalHost.Durable;

internal sealed partial class DurableEngine
{
    private readonly ConcurrentQueue<OrchestrationInstance> _idle = new();
    private int _idleCount;

    /// <summary>Gives a message to an instance, which is loaded if need be.</summary>
    public void Post(string id, Message message)
    {
        if (message.Event is EntityMessage)
        {
            PostToEntity(id, message);
            return;
        }

        while (!_stopping)
        {
            if (_live.GetOrAdd(id, static (key, engine) => new OrchestrationInstance(key, engine), this).TryPost(message))
            {
                return;
            }

            Thread.Yield();
        }

        message.Stored?.TrySetException(new ObjectDisposedException(nameof(DurableEngine)));
    }

    /// <summary>Starts an instance whose row was just inserted.</summary>
    public void Adopt(InstanceRecord record, long key)
    {
        var instance = new OrchestrationInstance(record.Id, this);
        instance.BeStored(record, key);
        _live.TryAdd(record.Id, instance);
        if (record.Due is { } due)
        {
            _timers!.Add(record.Id, due);
        }

        Post(record.Id, Message.Wake);
    }

    public void Commit(WriteItem item) => Commit(item, item.Prepare(Payloads));

    /// <summary>Has an item written once its large payloads are stored.</summary>
    public void Commit(WriteItem item, List<PayloadUpload>? uploads)
    {
        if (uploads is null)
        {
            _committer!.Add(item);
        }
        else
        {
            _ = CommitAfterAsync(item, uploads);
        }
    }

    private async Task CommitAfterAsync(WriteItem item, List<PayloadUpload> uploads)
    {
        try
        {
            await Payloads.WriteAsync(uploads);
            _committer!.Add(item);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            item.Failed(new ObjectDisposedException(nameof(DurableEngine), e));
        }
    }

    private void TryCommit(WriteItem item)
    {
        try
        {
            Commit(item);
        }
        catch (ObjectDisposedException e)
        {
            item.Failed(e);
        }
    }

    public void Forget(OrchestrationInstance instance) => _live.TryRemove(KeyValuePair.Create(instance.Id, instance));

    public void Dispatch(IActivityOwner instance, int generation, ActivityScheduled activity, InstanceTrace? trace)
    {
        var choice = Workers.ForActivity(activity.Name, activity.Version);
        if (choice.Failure is { } failure)
        {
            Metrics.ActivityEnded(activity.Name, 0, failure.ErrorType);
            instance.ActivityEnded(new Message(new TaskFailed(activity.TaskId, failure), generation));
            return;
        }

        if (choice.IsRefused)
        {
            instance.LeaveActivity(generation, activity.TaskId);
            Refused(instance.Id);
            return;
        }

        foreach (var dispatcher in _dispatchers)
        {
            if (dispatcher.Worker == choice.Worker)
            {
                dispatcher.Start(instance, generation, activity, trace);
            }
        }
    }

    /// <summary>Tells listeners of spans that have ended. What goes wrong with them stays with them.</summary>
    public void Emit(List<FinishedSpan> spans)
    {
        foreach (var span in spans)
        {
            try
            {
                DurableTracing.Emit(span);
            }
            catch (Exception e)
            {
                Activity.Current = null;
                Log.CannotTrace(_log, e);
            }
        }
    }

    /// <summary>Whether a worker of this process has an orchestrator of a name, of any version.</summary>
    public bool HasOrchestrator(string name) => Array.Exists(_dispatchers, dispatcher => dispatcher.Worker.Tasks.Orchestrators.HasName(name));

    /// <summary>Makes the live code of an instance; null and the failure when it cannot be made.</summary>
    public OrchestratorRun? MakeRun(InstanceRecord record, Choice choice, Action onForeign, out TaskFailureDetails? failure)
    {
        failure = choice.Failure;
        if (choice.Worker is not { } worker)
        {
            return null;
        }

        var scope = _scopes.CreateAsyncScope();
        try
        {
            var orchestrator = worker.Tasks.Orchestrators.Find(record.Name, record.Version)!(scope.ServiceProvider);
            return new OrchestratorRun(record, worker, orchestrator, scope, onForeign);
        }
        catch (Exception e)
        {
            _ = scope.DisposeAsync().AsTask();
            failure = worker.Describe(e);
            return null;
        }
    }

    /// <summary>Another process may take a new instance when this one is behind.</summary>
    public int ChoosePartition() => Leases.Choose(anywhere: Leases.IsShared
        && (Volatile.Read(ref _creating) > 16 || Array.Exists(_dispatchers, dispatcher => dispatcher.IsBusy)));

    /// <summary>Drops a message that no instance can take.</summary>
    public void Discard(OrchestrationInstance instance, Message message)
    {
        if (message.Event is not null)
        {
            Log.Dropped(_log, instance.Id);
        }

        if (message.InboxId != 0)
        {
            TryCommit(new InboxDelete(message.InboxId));
        }

        if (message.Event is ExecutionRewound)
        {
            message.Stored?.TrySetException(NotFailed(instance.Id));
        }

        message.Stored?.TrySetResult();
    }

    public static InvalidOperationException NotFailed(string id) =>
        new($"The orchestration instance '{id}' has not failed; only a failed one can be rewound.");

    /// <summary>Hands a message over to the process that has the instance.</summary>
    public void Forward(OrchestrationInstance instance, Message message) => TryCommit(new Handover(this, instance.Id, instance.Tenure, message));

    /// <summary>An instance was forgotten before it stored what it had taken: it is loaded anew and given what the inbox still has for it.</summary>
    public void Redeliver(OrchestrationInstance instance, IEnumerable<Message> messages, bool later)
    {
        List<Handover> items = [.. messages.Append(Message.Wake).Select(message => new Handover(this, instance.Id, instance.Tenure, message))];
        if (later)
        {
            Later(() => items.ForEach(TryCommit));
        }
        else
        {
            items.ForEach(TryCommit);
        }
    }

    /// <param name="record">The row as it is now.</param>
    /// <param name="dueBefore">When its next timer was due before.</param>
    /// <param name="at">The time of the step.</param>
    /// <param name="isRowChanged">Whether the row changed.</param>
    public void TurnStored(InstanceRecord record, DateTime? dueBefore, DateTime at, bool isRowChanged)
    {
        if (dueBefore is { } before && before != record.Due)
        {
            _timers!.Remove(record.Id, before);
        }

        if (record.Due is { } due)
        {
            _timers!.Add(record.Id, due);
        }

        if (record is { Status: OrchestrationRuntimeStatus.Failed, Failure: { } failure })
        {
            Log.Failed(_log, record.Id, record.Name, failure.ErrorType);
        }

        if (isRowChanged)
        {
            Notify(record, at);
        }
    }

    /// <summary>The instance waits. When too many do, the longest idle ones leave memory.</summary>
    public void Rests(OrchestrationInstance instance)
    {
        _idle.Enqueue(instance);
        var count = Interlocked.Increment(ref _idleCount);
        for (var i = 0; i < 2 && count > _options.MaximumIdleInstances; i++)
        {
            count = EvictOne(count);
        }
    }

    /// <summary>Takes out of memory what has not moved for some time.</summary>
    public void EvictIdle(TimeSpan longerThan)
    {
        for (var left = Volatile.Read(ref _idleCount); left > 0 && _idle.TryPeek(out var oldest); left--)
        {
            if (Environment.TickCount64 - oldest.LastTurn >= longerThan.TotalMilliseconds)
            {
                EvictOne(left);
            }
            else if (_idle.TryDequeue(out oldest))
            {
                _idle.Enqueue(oldest);
            }
        }
    }

    public void CannotLoad(OrchestrationInstance instance, Exception reason) => Log.CannotLoad(_log, instance.Id, reason);

    public void Broke(OrchestrationInstance instance, Exception reason)
    {
        if (!_stopping)
        {
            Log.Broke(_log, instance.Id, reason);
        }
    }

    public static void Later(Action action) => _ = Task.Delay(500).ContinueWith(_ => action(), TaskScheduler.Default);

    private int EvictOne(int count)
    {
        if (!_idle.TryDequeue(out var oldest))
        {
            return 0;
        }

        oldest.IsListedIdle = false;
        if (oldest.TryEvict() || oldest.IsBusy)
        {
            return Interlocked.Decrement(ref _idleCount);
        }

        oldest.IsListedIdle = true;
        _idle.Enqueue(oldest);
        return count;
    }

    void ILeaseListener.Arrived(InboxMessage message) => Post(message.Target, new Message(message.Event, message.Generation, message.Id));

    void ILeaseListener.Woken(string id) => Post(id, Message.Wake);

    void ILeaseListener.Acquired() => ThreadPool.QueueUserWorkItem(_ =>
    {
        _timers?.Scan();
        _entityTimers?.Scan();
        RunLeftActivities();
    });

    bool ILeaseListener.TryRelease(int partition) =>
        _live.Values.Where(instance => instance.Record?.Partition == partition).All(instance => instance.TryEvict())
        && _entities.Values.Where(entity => entity.Partition == partition).All(entity => entity.TryEvict());

    void ILeaseListener.Lost(int partition)
    {
        foreach (var instance in _live.Values)
        {
            // One that is just being loaded may have looked at the leases before: it is loaded anew, and given what the inbox has for it.
            if (instance.Record is not { } record)
            {
                instance.Lose([]);
            }
            else if (record.Partition == partition)
            {
                instance.Lose([], isMoved: true);
            }
        }

        foreach (var entity in _entities.Values.Where(entity => entity.Partition == partition))
        {
            entity.Lose();
        }
    }

    private List<(string Id, DateTime Due)>? DueInstances(DateTime until)
    {
        try
        {
            return Reader.Use(db => DueInstances(db, until));
        }
        catch (SqliteStoreException e)
        {
            Log.CannotLoad(_log, "(timers)", e);
            return null;
        }
    }

    private List<(string Id, DateTime Due)> DueInstances(Sqlite db, DateTime until)
    {
        var due = new List<(string, DateTime)>();
        var query = db.Prepare("SELECT id, due, partition FROM instances WHERE due <= ?").Bind(until.Ticks);
        while (query.Step())
        {
            if (Leases.IsOwned((int)query.Long(2)))
            {
                due.Add((query.Text(0), new DateTime(query.Long(1), DateTimeKind.Utc)));
            }
        }

        return due;
    }
}
