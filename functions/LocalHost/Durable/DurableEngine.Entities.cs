using System.Collections.Concurrent;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;
using RetailServerless.LocalHost.Durable.Entities;
using RetailServerless.LocalHost.Durable.Execution;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;

namespace RetailServerless.LocalHost.Durable;

internal sealed partial class DurableEngine
{
    private readonly ConcurrentDictionary<string, EntityInstance> _entities = new(StringComparer.Ordinal);
    private readonly EntityWorker[] _entityWorkers;
    private TimerQueue? _entityTimers;

    /// <summary>How many entities are in memory.</summary>
    public int LiveEntityCount => _entities.Count;

    /// <summary>Gives a message to an entity, which is loaded if need be.</summary>
    public void PostToEntity(string id, Message message)
    {
        while (!_stopping && !_entities.GetOrAdd(id, static (key, engine) => new EntityInstance(key, engine), this).TryPost(message))
        {
            Thread.Yield();
        }
    }

    public void WakeEntityAt(string id, DateTime due) => _entityTimers!.Add(id, due);

    public void Forget(EntityInstance entity) => _entities.TryRemove(KeyValuePair.Create(entity.Id, entity));

    /// <summary>The entity has nothing to do. When too many are in memory it leaves at once.</summary>
    public void Rests(EntityInstance entity)
    {
        if (_entities.Count > _options.MaximumIdleInstances)
        {
            entity.TryEvict();
        }
    }

    /// <summary>Takes out of memory the entities that have not done anything for some time.</summary>
    public void EvictIdleEntities(TimeSpan longerThan)
    {
        var now = Environment.TickCount64;
        foreach (var entity in _entities.Values.Where(entity => now - entity.LastTurn >= longerThan.TotalMilliseconds))
        {
            entity.TryEvict();
        }
    }

    /// <summary>A step of an entity was not stored: what it was told is in the inbox still and is done anew.</summary>
    public void EntityBroke(EntityInstance entity, Exception reason)
    {
        if (_stopping)
        {
            return;
        }

        if (reason is not (InstanceMovedException or OperationCanceledException))
        {
            Log.EntityBroke(_log, entity.Id, reason);
        }

        Later(() => PostToEntity(entity.Id, Message.Wake));
    }

    /// <summary>An entity was not run because its partition was about to be given away: it is run after all when the partition stays.</summary>
    public void RecallEntity(EntityInstance entity) => TryCommit(new EntityRecall(this, entity.Id, entity.Partition));

    /// <summary>Has the code of an entity do operations.</summary>
    /// <exception cref="OperationCanceledException">The engine stops; nothing was done.</exception>
    public async Task<EntityBatch> RunEntityAsync(string id, string? state, IReadOnlyList<OperationRequested> operations)
    {
        var address = EntityInstanceId.FromString(id);
        var worker = Array.Find(_entityWorkers, candidate => candidate.Worker.HasEntity(address.Name)) ?? _entityWorkers[0];
        var batch = new EntityBatch(address, state, operations, worker.Worker, Place);
        await worker.RunAsync(batch);
        return batch;
    }

    /// <summary>Sends a message to an entity and waits until it is stored.</summary>
    public async Task SendToEntityAsync(string id, EntityMessage message, CancellationToken cancellation)
    {
        await OpenAsync();
        ThrowWhenInTrouble();
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Commit(new InboxInsert(this, id, new Message(message, Stored: stored)));
        await stored.Task.WaitAsync(cancellation);
    }

    private InstanceRecord Place(InstanceRecord record)
    {
        var now = UtcNow;
        var due = record.Due > now ? record.Due : null;
        return record with { Partition = ChoosePartition(), Created = now, Due = due, Active = due is null };
    }

    private List<(string Id, DateTime Due)>? DueSignals(DateTime until)
    {
        try
        {
            return Reader.Use(db => DueSignals(db, until));
        }
        catch (SqliteStoreException e)
        {
            Log.CannotLoad(_log, "(signals)", e);
            return null;
        }
    }

    private List<(string Id, DateTime Due)> DueSignals(Sqlite db, DateTime until)
    {
        var due = new List<(string, DateTime)>();
        var query = db.Prepare("SELECT target, due, partition FROM signals WHERE due <= ?").Bind(until.Ticks);
        while (query.Step())
        {
            if (Leases.IsOwned((int)query.Long(2)))
            {
                due.Add((query.Text(0), new DateTime(query.Long(1), DateTimeKind.Utc)));
            }
        }

        return due;
    }

    private static partial class Log
    {
        [LoggerMessage(7126, LogLevel.Error, "A step of entity {Entity} broke; its operations will be done anew")]
        public static partial void EntityBroke(ILogger logger, string entity, Exception exception);
    }
}
