using System.Buffers;
using System.Text;
using Microsoft.DurableTask;

namespace RetailServerless.LocalHost.Durable.History;

/// <summary>Writes history compactly: a kind byte, numbers in 7-bit groups, text as UTF-8 with its length plus one (0 for null).</summary>
internal sealed class HistoryWriter
{
    private const int LargestKept = 1 << 20;

    [ThreadStatic]
    private static HistoryWriter? _cached;

    private readonly ArrayBufferWriter<byte> _buffer = new(512);

    public static byte[] Write(IReadOnlyList<HistoryEvent> events)
    {
        var writer = _cached ??= new();
        writer._buffer.ResetWrittenCount();
        for (var i = 0; i < events.Count; i++)
        {
            writer.Event(events[i]);
        }

        return writer.Take();
    }

    public static byte[] WriteFailure(TaskFailureDetails failure)
    {
        var writer = _cached ??= new();
        writer._buffer.ResetWrittenCount();
        writer.Failure(failure);
        return writer.Take();
    }

    private byte[] Take()
    {
        var bytes = _buffer.WrittenSpan.ToArray();
        if (_buffer.Capacity > LargestKept)
        {
            _cached = null;
        }

        return bytes;
    }

    private void Event(HistoryEvent entry)
    {
        switch (entry)
        {
            case ExecutionStarted:
                Kind(HistoryKind.ExecutionStarted);
                break;
            case TaskCompleted e:
                Kind(HistoryKind.TaskCompleted).Number(e.TaskId).Text(e.Result);
                break;
            case TaskFailed e:
                Kind(HistoryKind.TaskFailed).Number(e.TaskId).Failure(e.Failure);
                break;
            case TimerFired e:
                Kind(HistoryKind.TimerFired).Number(e.TaskId);
                break;
            case EventRaised e:
                Kind(HistoryKind.EventRaised).Text(e.Name).Text(e.Payload);
                break;
            case ExecutionSuspended e:
                Kind(HistoryKind.ExecutionSuspended).Text(e.Reason);
                break;
            case ExecutionResumed e:
                Kind(HistoryKind.ExecutionResumed).Text(e.Reason);
                break;
            case ExecutionTerminated e:
                Kind(HistoryKind.ExecutionTerminated).Text(e.Output).Number(e.Recursive ? 1 : 0);
                break;
            case ExecutionRewound e:
                Kind(HistoryKind.ExecutionRewound).Text(e.Reason);
                break;
            case ActivityScheduled e:
                Kind(HistoryKind.ActivityScheduled).Number(e.TaskId).Text(e.Name).Text(e.Version).Text(e.Input).Tags(e.Tags);
                break;
            case TimerCreated e:
                Kind(HistoryKind.TimerCreated).Number(e.TaskId).Number(e.FireAt.Ticks);
                break;
            case SubOrchestrationScheduled e:
                Kind(HistoryKind.SubOrchestrationScheduled).Number(e.TaskId).Text(e.InstanceId).Text(e.Name).Text(e.Version).Text(e.Input).Tags(e.Tags);
                break;
            case EventSent e:
                Kind(HistoryKind.EventSent).Number(e.TaskId).Text(e.InstanceId).Text(e.Name).Text(e.Payload);
                break;
            case ExecutionCompleted e:
                Kind(HistoryKind.ExecutionCompleted).Number(e.TaskId).Text(e.Output);
                break;
            case ExecutionFailed e:
                Kind(HistoryKind.ExecutionFailed).Number(e.TaskId).Failure(e.Failure);
                break;
            case ContinuedAsNew e:
                Kind(HistoryKind.ContinuedAsNew).Number(e.TaskId).Text(e.Input).Text(e.Version);
                break;
            case EntityCalled e:
                Kind(HistoryKind.EntityCalled).Number(e.TaskId).Text(e.Entity).Text(e.Operation).Text(e.Input);
                break;
            case EntitySignaled e:
                Kind(HistoryKind.EntitySignaled).Number(e.TaskId).Text(e.Entity).Text(e.Operation).Text(e.Input).Number(e.Due?.Ticks ?? 0);
                break;
            case EntitiesLocked e:
                Kind(HistoryKind.EntitiesLocked).Number(e.TaskId).Text(e.LockId).Texts(e.Entities);
                break;
            case EntitiesUnlocked e:
                Kind(HistoryKind.EntitiesUnlocked).Number(e.TaskId).Text(e.LockId).Texts(e.Entities);
                break;
            case OperationRequested e:
                Kind(HistoryKind.OperationRequested).Text(e.Operation).Text(e.Input).Number(e.Due?.Ticks ?? 0).Caller(e.Caller);
                break;
            case LockRequested e:
                Kind(HistoryKind.LockRequested).Text(e.LockId).Caller(e.Owner).Texts(e.Entities).Number(e.Position);
                break;
            case LockReleased e:
                Kind(HistoryKind.LockReleased).Text(e.LockId).Text(e.Owner).Texts(e.Entities).Number(e.Position);
                break;
            default:
                throw new InvalidOperationException($"History has no form for {entry.GetType().Name}.");
        }
    }

    private HistoryWriter Kind(HistoryKind kind)
    {
        _buffer.GetSpan(1)[0] = (byte)kind;
        _buffer.Advance(1);
        return this;
    }

    private HistoryWriter Number(long value)
    {
        var span = _buffer.GetSpan(10);
        var rest = (ulong)value;
        var length = 0;
        while (rest >= 0x80)
        {
            span[length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        span[length++] = (byte)rest;
        _buffer.Advance(length);
        return this;
    }

    private HistoryWriter Text(string? value)
    {
        if (value is null)
        {
            return Number(0);
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Number(length + 1L);
        Encoding.UTF8.GetBytes(value, _buffer.GetSpan(length));
        _buffer.Advance(length);
        return this;
    }

    private HistoryWriter Texts(IReadOnlyList<string>? texts)
    {
        Number(texts is null ? 0 : texts.Count + 1L);
        foreach (var text in texts ?? [])
        {
            Text(text);
        }

        return this;
    }

    private HistoryWriter Caller(EntityCaller? caller)
    {
        Text(caller?.InstanceId);
        return caller is null ? this : Number(caller.Generation).Number(caller.TaskId);
    }

    private HistoryWriter Tags(IDictionary<string, string>? tags)
    {
        Number(tags?.Count ?? 0);
        foreach (var (key, value) in tags ?? new Dictionary<string, string>())
        {
            Text(key).Text(value);
        }

        return this;
    }

    private HistoryWriter Failure(TaskFailureDetails failure)
    {
        Text(failure.ErrorType).Text(failure.ErrorMessage).Text(failure.StackTrace);
        Text(FailureProperties.Write(failure.Properties));
        return failure.InnerFailure is null ? Number(0) : Number(1).Failure(failure.InnerFailure);
    }
}
