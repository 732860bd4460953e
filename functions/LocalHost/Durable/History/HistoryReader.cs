using System.Text;
using Microsoft.DurableTask;
using RetailServerless.LocalHost.Durable.Payloads;

namespace RetailServerless.LocalHost.Durable.History;

/// <summary>Reads what <see cref="HistoryWriter"/> wrote.</summary>
internal ref struct HistoryReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = data;

    public static List<HistoryEvent> Read(ReadOnlySpan<byte> data)
    {
        if (PayloadReference.NameIn(data) is { } name)
        {
            return [PayloadReference.IsForEntity(data) ? new EntityMessageElsewhere(name) : new StoredElsewhere(name)];
        }

        var reader = new HistoryReader(data);
        var events = new List<HistoryEvent>();
        while (!reader._rest.IsEmpty)
        {
            events.Add(reader.Event());
        }

        return events;
    }

    public static TaskFailureDetails ReadFailure(ReadOnlySpan<byte> data)
    {
        var reader = new HistoryReader(data);
        return reader.Failure();
    }

    private HistoryEvent Event()
    {
        var kind = (HistoryKind)_rest[0];
        _rest = _rest[1..];
        return kind switch
        {
            HistoryKind.ExecutionStarted => ExecutionStarted.Instance,
            HistoryKind.TaskCompleted => new TaskCompleted(Id(), Text()),
            HistoryKind.TaskFailed => new TaskFailed(Id(), Failure()),
            HistoryKind.TimerFired => new TimerFired(Id()),
            HistoryKind.EventRaised => new EventRaised(Text()!, Text()),
            HistoryKind.ExecutionSuspended => new ExecutionSuspended(Text()),
            HistoryKind.ExecutionResumed => new ExecutionResumed(Text()),
            HistoryKind.ExecutionTerminated => new ExecutionTerminated(Text(), Number() == 1),
            HistoryKind.ExecutionRewound => new ExecutionRewound(Text()),
            HistoryKind.ActivityScheduled => new ActivityScheduled(Id(), Text()!, Text(), Text(), Tags()),
            HistoryKind.TimerCreated => new TimerCreated(Id(), new DateTime(Number(), DateTimeKind.Utc)),
            HistoryKind.SubOrchestrationScheduled => new SubOrchestrationScheduled(Id(), Text()!, Text()!, Text(), Text(), Tags()),
            HistoryKind.EventSent => new EventSent(Id(), Text()!, Text()!, Text()),
            HistoryKind.ExecutionCompleted => new ExecutionCompleted(Id(), Text()),
            HistoryKind.ExecutionFailed => new ExecutionFailed(Id(), Failure()),
            HistoryKind.ContinuedAsNew => new ContinuedAsNew(Id(), Text(), Text()),
            HistoryKind.EntityCalled => new EntityCalled(Id(), Text()!, Text()!, Text()),
            HistoryKind.EntitySignaled => new EntitySignaled(Id(), Text()!, Text()!, Text(), Time()),
            HistoryKind.EntitiesLocked => new EntitiesLocked(Id(), Text()!, Texts()!),
            HistoryKind.EntitiesUnlocked => new EntitiesUnlocked(Id(), Text()!, Texts()!),
            HistoryKind.OperationRequested => new OperationRequested(Text()!, Text(), Time(), Caller()),
            HistoryKind.LockRequested => new LockRequested(Text()!, Caller()!, Texts()!, Id()),
            HistoryKind.LockReleased => new LockReleased(Text()!, Text()!, Texts(), Id()),
            _ => throw new InvalidDataException($"The history has an entry of unknown kind {(byte)kind}; it was written by a newer version, or is damaged."),
        };
    }

    private int Id() => checked((int)Number());

    private long Number()
    {
        ulong value = 0;
        for (var i = 0; ; i++)
        {
            var part = _rest[i];
            value |= (ulong)(part & 0x7F) << (7 * i);
            if (part < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return (long)value;
            }
        }
    }

    private string? Text()
    {
        var length = Number();
        if (length == 0)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(_rest[..(int)(length - 1)]);
        _rest = _rest[(int)(length - 1)..];
        return text;
    }

    private string[]? Texts()
    {
        var count = Number();
        if (count == 0)
        {
            return null;
        }

        var texts = new string[count - 1];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = Text()!;
        }

        return texts;
    }

    private DateTime? Time() => Number() is var ticks and not 0 ? new DateTime(ticks, DateTimeKind.Utc) : null;

    private EntityCaller? Caller() => Text() is { } instance ? new EntityCaller(instance, Id(), Id()) : null;

    private Dictionary<string, string>? Tags()
    {
        var count = Number();
        if (count == 0)
        {
            return null;
        }

        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var key = Text()!;
            tags[key] = Text()!;
        }

        return tags;
    }

    private TaskFailureDetails Failure()
    {
        var type = Text()!;
        var message = Text()!;
        var stack = Text();
        var properties = FailureProperties.Read(Text());
        return new TaskFailureDetails(type, message, stack, Number() == 1 ? Failure() : null, properties);
    }
}
