using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;
using RetailServerless.LocalHost.Durable.Telemetry;

namespace RetailServerless.LocalHost.Durable.Execution;

/// <summary>A message to another instance.</summary>
internal sealed record OutgoingMessage(string Target, HistoryEvent Event, int? Generation)
{
    /// <summary>Its bytes in the store, when they were made before.</summary>
    public byte[]? Encoded { get; init; }
}

/// <summary>How a new instance is inserted, and who is told.</summary>
/// <param name="RefusedBy">Statuses of an ended instance of the id that refuse the new one.</param>
/// <param name="IsFresh">The id was made just now: no other can exist.</param>
/// <param name="Stored">Completed when it is stored.</param>
internal sealed record Creation(
    IReadOnlyCollection<Microsoft.DurableTask.Client.OrchestrationRuntimeStatus> RefusedBy, bool IsFresh, TaskCompletionSource Stored);

/// <summary>One turn of an instance, to be stored in one transaction: what came in, what was decided, and what that means for others.</summary>
internal sealed partial class TurnCommit(OrchestrationInstance instance, DurableEngine engine, Creation? creation) : WriteItem
{
    private readonly List<Message> _consumed = [];
    private readonly Outbox _outbox = new(engine);
    private List<FinishedSpan>? _spans;
    private Exception? _refusal;

    public Creation? Creation { get; } = creation;

    public List<HistoryEvent> Events { get; } = [];

    public List<OutgoingMessage> Outgoing { get; } = [];

    public List<ActivityScheduled> Activities { get; } = [];

    /// <summary>Activities that the generation which ends does not wait for.</summary>
    public List<(ActivityKey Key, ActivityScheduled Activity)>? Left { get; set; }

    public List<InstanceRecord> Children { get; } = [];

    public InstanceRecord? Record { get; set; }

    /// <summary>When the next timer was due before this turn.</summary>
    public DateTime? DueBefore { get; set; }

    public DateTime At { get; set; }

    public int Seq { get; set; }

    public bool IsRowChanged { get; set; }

    public bool Renews { get; set; }

    /// <summary>The steps that take the place of the history so far; null when it is only added to.</summary>
    public List<HistoryStep>? Rewritten { get; set; }

    /// <summary>Sub-orchestrations that are rewound with this one, or begin again when they are not there any more.</summary>
    public List<(InstanceRecord Child, ExecutionRewound Request)> Rewound { get; } = [];

    public bool HasEnded { get; set; }

    /// <summary>The instance leaves memory when this is stored: who runs it on must be found anew.</summary>
    public bool Leaves { get; set; }

    public bool IsTraceChanged { get; set; }

    /// <summary>The trace of the generation whose step it is.</summary>
    public InstanceTrace? Trace { get; set; }

    public ExecutionTerminated? Terminated { get; set; }

    public bool IsTerminated => Terminated is not null;

    public bool HasWork => Creation is not null || Events.Count > 0 || IsRowChanged || Outgoing.Count > 0
        || _consumed.Exists(message => message.InboxId != 0 || message.Stored is not null);

    /// <summary>The message is dealt with by this turn.</summary>
    public void Consume(Message message)
    {
        if (message.InboxId != 0 || message.Stored is not null)
        {
            _consumed.Add(message);
        }
    }

    /// <summary>Notes a span that ends with this turn.</summary>
    public void Add(FinishedSpan? span)
    {
        if (span is not null && DurableTracing.IsOn)
        {
            (_spans ??= []).Add(span);
        }
    }

    /// <summary>Notes what a decision makes others do.</summary>
    public void Carry(Decision decision, InstanceRecord record)
    {
        switch (decision)
        {
            case ActivityScheduled activity:
                Activities.Add(activity);
                break;
            case EventSent sent:
                Outgoing.Add(new(sent.InstanceId, new EventRaised(sent.Name, sent.Payload), null));
                break;
            case EntityCalled call:
                Outgoing.Add(new(call.Entity, new OperationRequested(call.Operation, call.Input, null, Caller(call)), null));
                break;
            case EntitySignaled signal:
                Outgoing.Add(new(signal.Entity, new OperationRequested(signal.Operation, signal.Input, signal.Due, null), null));
                break;
            case EntitiesLocked locked:
                Outgoing.Add(new(locked.Entities[0], new LockRequested(locked.LockId, Caller(locked), locked.Entities, 0), null));
                break;
            case EntitiesUnlocked unlocked:
                Outgoing.AddRange(unlocked.Entities.Select(entity => new OutgoingMessage(entity, new LockReleased(unlocked.LockId, record.Id, null, 0), null)));
                break;
            case SubOrchestrationScheduled child:
                Children.Add(ChildOf(child, record));
                break;
        }

        EntityCaller Caller(Decision task) => new(record.Id, record.Generation, task.TaskId);
    }

    /// <summary>The row of a new sub-orchestration.</summary>
    public InstanceRecord ChildOf(SubOrchestrationScheduled child, InstanceRecord parent) =>
        new(child.InstanceId, child.Name, child.Version, engine.ChoosePartition(), At)
        {
            Input = child.Input,
            Tags = TagsOf(child, parent),
            Trace = parent.Trace?.Child(child),
            Parent = new(parent.Id, parent.Name, child.TaskId, parent.Generation),
        };

    /// <summary>A sub-orchestration has the tags of its parent, where the call does not give others of the same name.</summary>
    private static IReadOnlyDictionary<string, string>? TagsOf(SubOrchestrationScheduled child, InstanceRecord parent)
    {
        if (child.Tags is not { Count: > 0 } own)
        {
            return parent.Tags;
        }

        var tags = new Dictionary<string, string>(parent.Tags ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        foreach (var (key, value) in own)
        {
            tags[key] = value;
        }

        return tags;
    }
}
