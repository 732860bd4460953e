using System.Text.Json;
using CsCheck;
using Microsoft.DurableTask;
using RetailServerless.LocalHost.Durable.History;

namespace RetailServerless.LocalHost.Tests.Durable;

public sealed class HistoryTests
{
    private static readonly Gen<string?> Text = Gen.OneOf(Gen.Const((string?)null), Gen.String.Select(text => (string?)text.ReplaceLineEndings()).Where(IsValid));
    private static readonly Gen<string> Name = Text.Select(text => text ?? "name");
    private static readonly Gen<int> Id = Gen.Int[0, int.MaxValue];

    private static readonly Gen<TaskFailureDetails> Failure = Gen.Select(
        Name, Name, Text, Gen.Bool, (type, message, stack, hasInner) => new TaskFailureDetails(
            type, message, stack, hasInner ? new TaskFailureDetails("inner", message, null, null, null) : null, null));

    private static readonly Gen<EntityCaller> Caller = Gen.Select(Name, Id, Id, (id, generation, task) => new EntityCaller(id, generation, task));
    private static readonly Gen<DateTime?> Due = Gen.OneOf(Gen.Const((DateTime?)null), Gen.DateTime.Utc.Where(time => time.Ticks > 0).Select(time => (DateTime?)time));

    private static readonly Gen<HistoryEvent> Event = Gen.OneOf<HistoryEvent>(
        Gen.Select(Id, Name, Text, (id, name, text) => (HistoryEvent)new EntityCalled(id, name, name, text)),
        Gen.Select(Id, Name, Text, Due, (id, name, text, due) => (HistoryEvent)new EntitySignaled(id, name, name, text, due)),
        Gen.Select(Name, Text, Due, Caller, (name, text, due, caller) => (HistoryEvent)new OperationRequested(name, text, due, text is null ? null : caller)),
        Gen.Const<HistoryEvent>(ExecutionStarted.Instance),
        Gen.Select(Id, Text, (id, text) => (HistoryEvent)new TaskCompleted(id, text)),
        Gen.Select(Id, Failure, (id, failure) => (HistoryEvent)new TaskFailed(id, failure)),
        Id.Select(id => (HistoryEvent)new TimerFired(id)),
        Gen.Select(Name, Text, (name, text) => (HistoryEvent)new EventRaised(name, text)),
        Text.Select(text => (HistoryEvent)new ExecutionSuspended(text)),
        Text.Select(text => (HistoryEvent)new ExecutionResumed(text)),
        Gen.Select(Text, Gen.Bool, (text, recursive) => (HistoryEvent)new ExecutionTerminated(text, recursive)),
        Text.Select(reason => (HistoryEvent)new ExecutionRewound(reason)),
        Gen.Select(Id, Name, Text, (id, name, text) => (HistoryEvent)new ActivityScheduled(id, name, text, text, null)),
        Gen.Select(Id, Gen.DateTime.Utc, (id, at) => (HistoryEvent)new TimerCreated(id, at)),
        Gen.Select(Id, Name, Text, (id, name, text) => (HistoryEvent)new SubOrchestrationScheduled(id, name, name, text, text, null)),
        Gen.Select(Id, Name, Text, (id, name, text) => (HistoryEvent)new EventSent(id, name, name, text)),
        Gen.Select(Id, Text, (id, text) => (HistoryEvent)new ExecutionCompleted(id, text)),
        Gen.Select(Id, Failure, (id, failure) => (HistoryEvent)new ExecutionFailed(id, failure)),
        Gen.Select(Id, Text, (id, text) => (HistoryEvent)new ContinuedAsNew(id, text, text)));

    [Fact]
    public void What_is_written_is_read_back() =>
        Event.List[0, 20].Sample(events => Assert.Equal(events, HistoryReader.Read(HistoryWriter.Write(events))));

    [Fact]
    public void An_unknown_entry_is_refused() => Assert.Throws<InvalidDataException>(() => HistoryReader.Read([99]));

    [Fact]
    public void Tags_are_kept()
    {
        var tags = new Dictionary<string, string> { ["a"] = "1", ["b"] = "ü" };

        var read = (ActivityScheduled)HistoryReader.Read(HistoryWriter.Write([new ActivityScheduled(1, "A", null, null, tags)])).Single();

        Assert.Equal(tags, read.Tags);
    }

    [Fact]
    public void Locks_are_kept()
    {
        string[] entities = ["@a@1", "@b@ü"];
        HistoryEvent[] events =
        [
            new EntitiesLocked(1, "lock", entities), new EntitiesUnlocked(2, "lock", entities), new LockRequested("lock", new("owner", 3, 4), entities, 1),
            new LockReleased("lock", "owner", entities, 1), new LockReleased("lock", "owner", null, 0),
        ];

        var read = HistoryReader.Read(HistoryWriter.Write(events));

        Assert.Equal(events.Select(entry => JsonSerializer.Serialize<object>(entry)), read.Select(entry => JsonSerializer.Serialize<object>(entry)));
    }

    private static bool IsValid(string? text) => text is null || !text.Any(char.IsSurrogate);
}
