using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Durable.Entities;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Payloads;

namespace RetailServerless.LocalHost.Durable.Store;

/// <summary>One stored step: its time and its entries.</summary>
internal sealed record HistoryStep(int Seq, DateTime At, List<HistoryEvent> Events);

/// <summary>Reads what is committed, on connections of its own.</summary>
internal sealed class StoreReader(string path, LargePayloads payloads) : IDisposable
{
    public const string Columns =
        "key, id, name, version, partition, status, generation, active, created, completed, due, parent_id, parent_name, parent_task, "
        + "parent_generation, tags, input, output, custom_status, failure, trace_parent, trace_state, span_id, span_start";

    private readonly ConcurrentBag<Sqlite> _idle = [];

    /// <summary>The row of an instance and the time of its last step.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="withData">Whether input, output and custom status are read where they are objects elsewhere.</param>
    /// <exception cref="PayloadMissingException">An object that the row names is missing.</exception>
    public (long Key, InstanceRecord Record, DateTime Updated)? Find(string id, bool withData = true) =>
        FindRow(id) is var (key, record, updated) ? (key, Resolve(record, withData), updated) : null;

    /// <summary>The row of an instance with references in place of contents that are objects elsewhere.</summary>
    public (long Key, InstanceRecord Record, DateTime Updated)? FindRow(string id) => Use(db =>
    {
        var query = db.Prepare($"SELECT {Columns}, (SELECT at FROM history WHERE instance = key ORDER BY seq DESC LIMIT 1) FROM instances WHERE id = ?").Bind(id);
        if (!query.Step())
        {
            return ((long, InstanceRecord, DateTime)?)null;
        }

        var found = Row(query);
        query.Reset();
        return found;
    });

    /// <summary>The row and the steps of an instance, as of one moment. Of one that has ended only the row: nothing of it will run.</summary>
    /// <param name="id">Id of the instance.</param>
    /// <param name="evenFailed">The steps of a failed one are wanted too, to rewind it.</param>
    public (long Key, InstanceRecord Record, List<HistoryStep> Steps)? Load(string id, bool evenFailed = false) =>
        Read(id, record => !record.HasEnded || (evenFailed && record.Status == OrchestrationRuntimeStatus.Failed));

    /// <summary>
    /// The row of an instance, running or ended, and the stored steps of its present generation in their order; null when there is no such
    /// instance. After continue-as-new the steps of earlier generations are gone, as in the original.
    /// </summary>
    public (InstanceRecord Record, List<HistoryStep> Steps)? History(string id) =>
        Read(id, static _ => true) is { } found ? (found.Record, found.Steps) : null;

    /// <summary>Reads what stands elsewhere of a row that was read.</summary>
    /// <exception cref="PayloadMissingException">An object that the row names is missing.</exception>
    public InstanceRecord Resolve(InstanceRecord record, bool withData)
    {
        if (!withData)
        {
            return record;
        }

        if (record.FailureObject is { } failure)
        {
            var details = HistoryReader.ReadFailure(payloads.Read(failure));
            record = record with { FailureObject = null, Failure = details, Payloads = new([(details, failure), .. record.Payloads?.All ?? []]) };
        }

        return record with
        {
            Input = Text(record.Input, ref record),
            Output = Text(record.Output, ref record),
            CustomStatus = Text(record.CustomStatus, ref record),
            Payloads = record.Payloads,
        };
    }

    /// <summary>A row whose references are to be stored again as they are.</summary>
    public static InstanceRecord AsStored(InstanceRecord record) => record with
    {
        Payloads = new(((string?[])[record.Input, record.Output, record.CustomStatus]).Where(text => PayloadReference.NameIn(text) is not null)
            .Select(text => ((object)text!, PayloadReference.NameIn(text)!))),
    };

    /// <summary>Entries as they are, wherever they are.</summary>
    /// <exception cref="PayloadMissingException">The object they are in is missing.</exception>
    public List<HistoryEvent> Resolve(List<HistoryEvent> events) =>
        events is [StoredElsewhere elsewhere] ? HistoryReader.Read(payloads.Read(elsewhere.Name)) : events;

    /// <summary>A message to an entity as it is, wherever it is.</summary>
    /// <exception cref="PayloadMissingException">The object it is in is missing.</exception>
    public EntityMessage Resolve(EntityMessage message) =>
        message is EntityMessageElsewhere elsewhere ? (EntityMessage)HistoryReader.Read(payloads.Read(elsewhere.Name))[0] : message;

    /// <summary>A row of an entity with its state, wherever that is.</summary>
    /// <exception cref="PayloadMissingException">The object it is in is missing.</exception>
    public EntityRow Resolve(EntityRow row) =>
        PayloadReference.NameIn(row.State) is { } name ? row with { State = payloads.ReadText(name), StateObject = name } : row;

    /// <summary>Whether a row names an object.</summary>
    public bool IsNamed(string name) => Use(db =>
    {
        var query = db.Prepare("SELECT 1 FROM payloads WHERE name = ?").Bind(name);
        var isNamed = query.Step();
        query.Reset();
        return isNamed;
    });

    /// <summary>The messages that wait for an instance.</summary>
    public List<InboxMessage> Inbox(int partition, string id) => Use(db =>
    {
        var messages = new List<InboxMessage>();
        var query = db.Prepare("SELECT id, task_generation, message FROM inbox WHERE partition = ? AND target = ? ORDER BY id").Bind(partition).Bind(id);
        while (query.Step())
        {
            messages.Add(new(query.Long(0), id, (int?)query.LongOrNull(1), HistoryReader.Read(query.Blob(2))[0]));
        }

        return messages;
    });

    public T Use<T>(Func<Sqlite, T> read)
    {
        if (!_idle.TryTake(out var db))
        {
            db = new Sqlite(path, readOnly: true);
        }

        try
        {
            var result = read(db);
            _idle.Add(db);
            return result;
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    /// <summary>Reads a row that was selected with <see cref="Columns"/> and the time of its last step.</summary>
    public static (long Key, InstanceRecord Record, DateTime Updated) Row(SqliteStatement query)
    {
        var created = Time(query.Long(8));
        var record = new InstanceRecord(query.Text(1), query.Text(2), query.TextOrNull(3), (int)query.Long(4), created)
        {
            Status = (OrchestrationRuntimeStatus)query.Long(5),
            Generation = (int)query.Long(6),
            Active = query.Long(7) == 1,
            Completed = query.IsNull(9) ? null : Time(query.Long(9)),
            Due = query.IsNull(10) ? null : Time(query.Long(10)),
            Parent = query.IsNull(11) ? null : new(query.Text(11), query.Text(12), (int)query.Long(13), (int)query.Long(14)),
            Tags = InstanceRecord.ReadTags(query.TextOrNull(15)),
            Input = query.TextOrNull(16),
            Output = query.TextOrNull(17),
            CustomStatus = query.TextOrNull(18),
            FailureObject = PayloadReference.NameIn(query.Blob(19)),
            Failure = query.IsNull(19) || PayloadReference.NameIn(query.Blob(19)) is not null ? null : HistoryReader.ReadFailure(query.Blob(19)),
            Trace = query.IsNull(20) ? null : new(query.Text(20), query.TextOrNull(21), query.Text(22), query.IsNull(23) ? null : Time(query.Long(23))),
        };
        return (query.Long(0), record, query.IsNull(24) ? record.Completed ?? created : Time(query.Long(24)));
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var db))
        {
            db.Dispose();
        }
    }

    private (long Key, InstanceRecord Record, List<HistoryStep> Steps)? Read(string id, Func<InstanceRecord, bool> withSteps)
    {
        if (ReadStored(id, withSteps) is not var (key, record, steps))
        {
            return null;
        }

        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Events is [StoredElsewhere])
            {
                steps[i] = steps[i] with { Events = Resolve(steps[i].Events) };
            }
        }

        return (key, Resolve(record, withData: true), steps);
    }

    private (long Key, InstanceRecord Record, List<HistoryStep> Steps)? ReadStored(string id, Func<InstanceRecord, bool> withSteps) => Use(db =>
    {
        db.Execute("BEGIN");
        try
        {
            var row = db.Prepare($"SELECT {Columns}, NULL FROM instances WHERE id = ?").Bind(id);
            if (!row.Step())
            {
                return ((long, InstanceRecord, List<HistoryStep>)?)null;
            }

            var (key, record, _) = Row(row);
            row.Reset();
            return (key, record, withSteps(record) ? Steps(db, key) : []);
        }
        finally
        {
            db.Execute("COMMIT");
        }
    });

    private static List<HistoryStep> Steps(Sqlite db, long key)
    {
        var steps = new List<HistoryStep>();
        var query = db.Prepare("SELECT seq, at, events FROM history WHERE instance = ? ORDER BY seq").Bind(key);
        while (query.Step())
        {
            steps.Add(new((int)query.Long(0), new DateTime(query.Long(1), DateTimeKind.Utc), HistoryReader.Read(query.Blob(2))));
        }

        return steps;
    }

    private string? Text(string? text, ref InstanceRecord record)
    {
        // A content that was never read from the store may look like a reference; it is known by the object that it was given.
        if (PayloadReference.NameIn(text) is not { } name || (record.Payloads?.NameOf(text) is { } own && own != name))
        {
            return text;
        }

        var content = payloads.ReadText(name);
        record = record with { Payloads = new([(content, name), .. record.Payloads?.All ?? []]) };
        return content;
    }

    private static DateTime Time(long ticks) => new(ticks, DateTimeKind.Utc);
}
