using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RetailServerless.LocalHost.Tests.Management;

/// <summary>"Get instance status" of the HTTP API reference of Durable Functions.</summary>
public sealed partial class InstanceStatusTests : IAsyncLifetime
{
    private ManagedHost _host = null!;

    public async Task InitializeAsync() => _host = await ManagedHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task An_instance_that_has_ended_is_200_with_its_data()
    {
        var id = await _host.RunAsync("Greets", "Ann");

        var status = await _host.GetAsync($"instances/{id}?taskHub=any&connection=any&code=any");

        Assert.Equal(id, (string?)status["instanceId"]);
        Assert.Equal("Greets", (string?)status["name"]);
        Assert.Equal("Completed", (string?)status["runtimeStatus"]);
        Assert.Equal("Ann", (string?)status["input"]);
        Assert.Equal("Hello Ann!", (string?)status["output"]);
        Assert.Matches(WholeSeconds(), (string?)status["createdTime"]);
        Assert.Matches(WholeSeconds(), (string?)status["lastUpdatedTime"]);
        Assert.Equal(
            ["name", "instanceId", "runtimeStatus", "input", "customStatus", "output", "createdTime", "lastUpdatedTime", "historyEvents"],
            status.AsObject().Select(member => member.Key));
        Assert.Null(status["customStatus"]);
        Assert.Null(status["historyEvents"]);
    }

    [Fact]
    public async Task An_instance_in_progress_is_202_and_says_where_and_when_to_ask_again()
    {
        var id = await _host.StartWaitingAsync();

        using var answer = await _host.Http.GetAsync($"{ManagedHost.Base}/instances/{id}?showInput=false");

        var status = await ManagedHost.ReadAsync(answer, HttpStatusCode.Accepted);
        Assert.Equal(new Uri(_host.Http.BaseAddress!, $"{ManagedHost.Base}/instances/{id}?showInput=false"), answer.Headers.Location);
        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter!.Delta);
        Assert.Equal("Running", (string?)status["runtimeStatus"]);
        Assert.Equal("waiting", (string?)status["customStatus"]!["Step"]);
    }

    [Fact]
    public async Task A_failed_instance_is_200_unless_500_is_asked_for()
    {
        var id = await _host.RunAsync("Breaks");

        var usual = await _host.GetAsync($"instances/{id}");
        var asked = await _host.GetAsync($"instances/{id}?returnInternalServerErrorOnFailure=true", HttpStatusCode.InternalServerError);

        Assert.Equal("Failed", (string?)usual["runtimeStatus"]);
        Assert.Contains("Break", (string?)usual["output"]);
        Assert.Equal(usual.ToJsonString(), asked.ToJsonString());
    }

    [Fact]
    public async Task Input_is_left_out_on_request()
    {
        var id = await _host.RunAsync("Greets", "Ann");

        var status = await _host.GetAsync($"instances/{id}?showInput=false&showHistory=true");

        Assert.Null(status["input"]);
        Assert.All(status["historyEvents"]!.AsArray(), entry => Assert.Null(entry!["Input"]));
    }

    [Fact]
    public async Task History_has_one_entry_for_a_finished_task_with_both_its_times()
    {
        var id = await _host.RunAsync("Greets", "Ann");

        var history = (await _host.GetAsync($"instances/{id}?showHistory=true&showHistoryOutput=true"))["historyEvents"]!.AsArray();

        Assert.Equal(["ExecutionStarted", "TimerCreated", "TimerFired", "TaskCompleted", "ExecutionCompleted"], history.Select(entry => (string?)entry!["EventType"]));
        Assert.Equal("Greets", (string?)history[0]!["FunctionName"]);
        Assert.Equal("\"Ann\"", (string?)history[0]!["Input"]);
        Assert.Equal((string?)history[1]!["FireAt"], (string?)history[2]!["FireAt"]);
        Assert.Equal("Hello", (string?)history[3]!["FunctionName"]);
        Assert.Equal("Hello Ann!", (string?)history[3]!["Result"]);
        Assert.True((DateTime)history[3]!["ScheduledTime"]! <= (DateTime)history[3]!["Timestamp"]!);
        Assert.Equal("Completed", (string?)history[4]!["OrchestrationStatus"]);
        Assert.Equal("Hello Ann!", (string?)history[4]!["Result"]);
    }

    [Fact]
    public async Task Results_stand_in_the_history_only_on_request()
    {
        var id = await _host.RunAsync("Greets", "Ann");

        var history = (await _host.GetAsync($"instances/{id}?showHistory=true"))["historyEvents"]!.AsArray();

        Assert.Equal(5, history.Count);
        Assert.All(history, entry => Assert.Null(entry!["Result"]));
    }

    [Fact]
    public async Task A_failed_task_says_why_in_the_history()
    {
        var id = await _host.RunAsync("Breaks");

        var history = (await _host.GetAsync($"instances/{id}?showHistory=true"))["historyEvents"]!.AsArray();

        var failed = Assert.Single(history, entry => (string?)entry!["EventType"] == "TaskFailed")!;
        Assert.Equal("It broke.", (string?)failed["Reason"]);
        Assert.Equal("System.InvalidOperationException", (string?)failed["FailureDetails"]!["ErrorType"]);
        Assert.Equal("Failed", (string?)history[^1]!["OrchestrationStatus"]);
    }

    [Fact]
    public async Task History_of_an_instance_in_progress_names_events_and_what_is_scheduled()
    {
        var id = await _host.StartWaitingAsync();
        await _host.PostStatusAsync($"instances/{id}/suspend?reason=a%20pause");
        await _host.PostStatusAsync($"instances/{id}/raiseEvent/Go", "\"now\"");

        var history = (await _host.GetAsync($"instances/{id}?showHistory=true", HttpStatusCode.Accepted))["historyEvents"]!.AsArray();

        Assert.Equal(["ExecutionStarted", "ExecutionSuspended", "EventRaised"], history.Select(entry => (string?)entry!["EventType"]));
        Assert.Equal("a pause", (string?)history[1]!["Reason"]);
        Assert.Equal("Go", (string?)history[2]!["Name"]);
        Assert.Equal("\"now\"", (string?)history[2]!["Input"]);
    }

    [Theory]
    [InlineData("instances/nobody", HttpStatusCode.NotFound)]
    [InlineData("instances/@a%2Fb%23", HttpStatusCode.NotFound)]
    [InlineData("instances/nobody?showHistory=maybe", HttpStatusCode.BadRequest)]
    [InlineData("instances/nobody?showInput=1", HttpStatusCode.BadRequest)]
    public async Task An_unknown_instance_and_unreadable_values_are_refused_with_problem_details(string path, HttpStatusCode expected)
    {
        using var answer = await _host.Http.GetAsync($"{ManagedHost.Base}/{path}");

        var problem = await ManagedHost.ReadAsync(answer, expected);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal((int)expected, (int)problem["status"]!);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
    private static partial Regex WholeSeconds();
}
