using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.Entities;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Payloads;
using RetailServerless.LocalHost.Durable.Telemetry;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>What may be written inside a transaction of the committer.</summary>
internal sealed class StoreWriter(Sqlite db)
{
    private readonly PayloadCells _payloads = new(db);

    private long _changesBefore;

    public Sqlite Db => db;

    /// <summary>Objects that nothing names any more once the transaction is committed.</summary>
    public List<string> Dropped => _payloads.Dropped;

    public void Begin()
    {
        db.Execute("BEGIN IMMEDIATE");
        _changesBefore = db.TotalChanges;
        _payloads.Begin();
    }

    /// <summary>Last thing before the commit: counts it. Null when the transaction changes nothing.</summary>
    public long? Count()
    {
        if (db.TotalChanges == _changesBefore)
        {
            return null;
        }

        var query = db.Prepare("UPDATE lease SET commits = commits + 1 RETURNING commits");
        query.Step();
        var number = query.Long(0);
        query.Run();
        return number;
    }

    public (long Key, int Partition, OrchestrationRuntimeStatus Status)? Find(string id)
    {
        var query = db.Prepare("SELECT key, partition, status FROM instances WHERE id = ?").Bind(id);
        if (!query.Step())
        {
            return null;
        }

        var found = (query.Long(0), (int)query.Long(1), (OrchestrationRuntimeStatus)query.Long(2));
        query.Reset();
        return found;
    }

    /// <summary>Id of the orchestration that started an instance; null when there is none.</summary>
    public string? ParentOf(string id)
    {
        var query = db.Prepare("SELECT parent_id FROM instances WHERE id = ?").Bind(id);
        var parent = query.Step() ? query.TextOrNull(0) : null;
        query.Reset();
        return parent;
    }

    /// <summary>Inserts a new instance in place of an ended one of the same id, unless its status refuses it.</summary>
    /// <returns>The key of the row; or null and the status that refused it.</returns>
    public (long? Key, OrchestrationRuntimeStatus Existing) Create(
        InstanceRecord record, IReadOnlyCollection<OrchestrationRuntimeStatus> refusedBy, bool isFresh)
    {
        if (!isFresh && Find(record.Id) is { } existing)
        {
            if (!InstanceStatus.IsEnded(existing.Status) || refusedBy.Contains(existing.Status))
            {
                return (null, existing.Status);
            }

            Delete(existing.Key);
        }

        db.Prepare("""
            INSERT INTO instances(id, name, version, partition, status, generation, active, created, completed, due, parent_id, parent_name,
              parent_task, parent_generation, tags, input, output, custom_status, failure)
            VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """)
            .Bind(record.Id).Bind(record.Name).Bind(record.Version).Bind(record.Partition).Bind((long)record.Status).Bind(record.Generation)
            .Bind(record.Active ? 1 : 0).Bind(record.Created.Ticks).Bind(record.Completed?.Ticks).Bind(record.Due?.Ticks)
            .Bind(record.Parent?.InstanceId).Bind(record.Parent?.Name).Bind(record.Parent?.TaskId).Bind(record.Parent?.Generation)
            .Bind(InstanceRecord.WriteTags(record.Tags)).Bind(Text(record, record.Input)).Bind(Text(record, record.Output)).Bind(Text(record, record.CustomStatus))
            .Bind(Failure(record))
            .Run();
        var key = db.LastInsertRowId;
        _payloads.OwnRow(key, record);
        if (record.Trace is { } trace)
        {
            UpdateTrace(key, trace);
        }

        return (key, record.Status);
    }

    public void Update(long key, InstanceRecord record)
    {
        db.Prepare("""
            UPDATE instances SET version=?, status=?, generation=?, active=?, completed=?, due=?, output=?, custom_status=?, failure=?
            WHERE key=?
            """)
            .Bind(record.Version).Bind((long)record.Status).Bind(record.Generation).Bind(record.Active ? 1 : 0).Bind(record.Completed?.Ticks)
            .Bind(record.Due?.Ticks).Bind(Text(record, record.Output)).Bind(Text(record, record.CustomStatus))
            .Bind(Failure(record)).Bind(key).Run();
        _payloads.OwnRow(key, record);
    }

    public void UpdateTrace(long key, InstanceTrace trace) =>
        db.Prepare("UPDATE instances SET trace_parent=?, trace_state=?, span_id=?, span_start=? WHERE key=?")
            .Bind(trace.Parent).Bind(trace.State).Bind(trace.SpanId).Bind(trace.Start?.Ticks).Bind(key).Run();

    public void UpdateInput(long key, InstanceRecord record) =>
        db.Prepare("UPDATE instances SET input=? WHERE key=?").Bind(Text(record, record.Input)).Bind(key).Run();

    /// <param name="key">Key of the instance.</param>
    /// <param name="seq">Number of the step.</param>
    /// <param name="at">Its time.</param>
    /// <param name="events">Its entries, or a reference to the object they are in.</param>
    public void Append(long key, int seq, DateTime at, byte[] events)
    {
        db.Prepare("INSERT INTO history(instance, seq, at, events) VALUES (?,?,?,?)").Bind(key).Bind(seq).Bind(at.Ticks).Bind(events).Run();
        if (PayloadReference.NameIn(events) is { } name)
        {
            _payloads.Own(name, key, PayloadCells.History);
        }
    }

    public void DropHistory(long key)
    {
        db.Prepare("DELETE FROM history WHERE instance=?").Bind(key).Run();
        _payloads.Drop(key, PayloadCells.History);
    }

    public void Delete(long key)
    {
        DropHistory(key);
        _payloads.Drop(key, PayloadCells.Row);
        db.Prepare("DELETE FROM instances WHERE key=?").Bind(key).Run();
    }

    /// <summary>The partition of whom a message is for; null when that is an instance that does not exist.</summary>
    public int? PartitionOf(string target, HistoryEvent message) =>
        message is EntityMessage ? EntityPartition.Of(target) : Find(target)?.Partition;

    public long Enqueue(int partition, string target, HistoryEvent message, int? generation, byte[]? encoded = null)
    {
        encoded ??= HistoryWriter.Write([message]);
        db.Prepare("INSERT INTO inbox(partition, target, task_generation, message) VALUES (?,?,?,?)")
            .Bind(partition).Bind(target).Bind(generation).Bind(encoded).Run();
        var id = db.LastInsertRowId;
        OwnMessage(encoded);

        return id;
    }

    /// <summary>Deletes a message; false when it was taken before.</summary>
    public bool Dequeue(long inboxId)
    {
        _payloads.DropMessage(inboxId);
        db.Prepare("DELETE FROM inbox WHERE id=?").Bind(inboxId).Run();
        return db.Changes == 1;
    }

    /// <summary>Keeps a signal until it is due.</summary>
    public void Schedule(int partition, string target, DateTime due, byte[] encoded)
    {
        db.Prepare("INSERT INTO signals(due, partition, target, message) VALUES (?,?,?,?)").Bind(due.Ticks).Bind(partition).Bind(target).Bind(encoded).Run();
        OwnMessage(encoded);
    }

    /// <summary>A row has a message that may be an object elsewhere.</summary>
    public void OwnMessage(byte[] encoded)
    {
        if (PayloadReference.NameIn(encoded) is { } name)
        {
            _payloads.Own(name, PayloadCells.Nobody, PayloadCells.History);
        }
    }

    /// <summary>The row of a message is gone, and with it the object, if it is in one.</summary>
    public void DropMessage(byte[] encoded)
    {
        if (PayloadReference.NameIn(encoded) is { } name)
        {
            _payloads.Drop(name);
        }
    }

    public void Unschedule(long signalId)
    {
        _payloads.DropSignal(signalId);
        db.Prepare("DELETE FROM signals WHERE id = ?").Bind(signalId).Run();
    }

    /// <summary>The state of an entity is in another object now, or in none.</summary>
    public void ReplaceState(string? before, string? now)
    {
        if (before == now)
        {
            return;
        }

        if (before is not null)
        {
            _payloads.Drop(before);
        }

        if (now is not null)
        {
            _payloads.Own(now, PayloadCells.Nobody, PayloadCells.Row);
        }
    }

    private static string? Text(InstanceRecord record, string? text) =>
        record.Payloads?.NameOf(text) is { } name ? PayloadReference.Text(name) : text;

    private static byte[]? Failure(InstanceRecord record) => record.Failure is null ? null
        : record.Payloads?.NameOf(record.Failure) is { } name ? PayloadReference.Bytes(name) : HistoryWriter.WriteFailure(record.Failure);
}
