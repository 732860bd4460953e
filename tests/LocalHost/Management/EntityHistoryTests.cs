using System.Text.Json.Nodes;
using Microsoft.DurableTask;
using RetailServerless.LocalHost.Durable.History;
using RetailServerless.LocalHost.Durable.Store;
using RetailServerless.LocalHost.Management;

namespace RetailServerless.LocalHost.Tests.Management;

/// <summary>What an orchestration and entities have to do with each other, as the history of the Durable extension shows it.</summary>
public sealed class EntityHistoryTests
{
    private static readonly DateTime At = new(2026, 5, 1, 12, 0, 0, DateTimeKind.Utc);
    private readonly InstanceRecord _record = new("one", "Transfer", null, 0, At) { Generation = 7 };

    private List<JsonNode> Show(bool showInput, params HistoryEvent[] events) =>
        [.. HistoryJson.Of(_record, [new HistoryStep(0, At, [.. events])], showOutput: true, showInput).Select(entry => entry!)];

    [Fact]
    public void A_call_is_an_event_that_is_sent_and_its_result_one_that_is_raised_with_the_id_of_the_call()
    {
        var history = Show(true, new EntityCalled(3, "@counter@a", "add", "5"), new TaskCompleted(3, "8"));

        var message = JsonNode.Parse((string)history[0]["Input"]!)!;
        Assert.Equal(["EventSent", "EventRaised"], history.Select(entry => (string?)entry["EventType"]));
        Assert.Equal("@counter@a", (string?)history[0]["InstanceId"]);
        Assert.Equal("op", (string?)history[0]["Name"]);
        Assert.Equal(("add", "5", "one"), ((string?)message["op"], (string?)message["input"], (string?)message["parent"]));
        Assert.Equal((string?)message["id"], (string?)history[1]["Name"]);
        Assert.True(Guid.TryParse((string?)message["id"], out _));
        Assert.Equal("8", (string?)JsonNode.Parse((string)history[1]["Input"]!)!["result"]);
    }

    [Fact]
    public void A_failed_call_is_raised_with_its_failure()
    {
        var failure = new TaskFailureDetails("System.InvalidOperationException", "no", null, null, null);

        var history = Show(true, new EntityCalled(0, "@counter@a", "add", null), new TaskFailed(0, failure));

        var answer = JsonNode.Parse((string)history[1]["Input"]!)!;
        Assert.Equal("EventRaised", (string?)history[1]["EventType"]);
        Assert.Equal("no", (string?)answer["exceptionType"]);
        Assert.Equal("System.InvalidOperationException", (string?)answer["failureDetails"]!["ErrorType"]);
    }

    [Fact]
    public void A_signal_is_an_event_that_is_sent_and_one_for_later_has_the_time_in_its_name()
    {
        var history = Show(true, new EntitySignaled(0, "@counter@a", "add", "5", null), new EntitySignaled(1, "@counter@a", "add", "6", At.AddHours(1)));

        Assert.All(history, entry => Assert.Equal("EventSent", (string?)entry["EventType"]));
        Assert.True((bool)JsonNode.Parse((string)history[0]["Input"]!)!["signal"]!);
        Assert.Equal(["op", "op@2026-05-01T13:00:00.0000000Z"], history.Select(entry => (string?)entry["Name"]));
    }

    [Fact]
    public void A_lock_is_asked_of_the_first_entity_acquired_as_an_event_and_released_by_one_to_each()
    {
        var history = Show(
            true,
            new EntitiesLocked(0, "lock", ["@counter@a", "@counter@b"]),
            new TaskCompleted(0, null),
            new EntitiesUnlocked(1, "lock", ["@counter@a", "@counter@b"]));

        var request = JsonNode.Parse((string)history[0]["Input"]!)!;
        Assert.Equal(["EventSent", "EventRaised", "EventSent", "EventSent"], history.Select(entry => (string?)entry["EventType"]));
        Assert.Equal(["a", "b"], request["lockset"]!.AsArray().Select(entity => (string?)entity!["key"]));
        Assert.Equal("lock", (string?)history[1]["Name"]);
        Assert.Equal(["@counter@a", "@counter@b"], history.Skip(2).Select(entry => (string?)entry["InstanceId"]));
        Assert.All(history.Skip(2), entry => Assert.Equal("release", (string?)entry["Name"]));
    }

    [Fact]
    public void Inputs_and_results_are_left_out_unless_asked_for()
    {
        var history = Show(false, new EntityCalled(0, "@counter@a", "add", "5"), new TaskCompleted(0, "8"));

        Assert.Equal(2, history.Count);
        Assert.All(history, entry => Assert.Null(entry["Input"]));
    }
}
