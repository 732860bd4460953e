using System.Net;
using Microsoft.DurableTask.Client;
using RetailServerless.LocalHost.Tests.Durable;

namespace RetailServerless.LocalHost.Tests.Management;

/// <summary>"Raise event", "Terminate", "Suspend", "Resume", "Restart" and "Rewind instance" of the HTTP API reference of Durable Functions.</summary>
public sealed class InstanceCommandTests : IAsyncLifetime
{
    private ManagedHost _host = null!;

    public async Task InitializeAsync() => _host = await ManagedHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("raiseEvent/Go")]
    [InlineData("RAISEEVENT/gO")]
    public async Task A_raised_event_reaches_the_instance_whatever_the_case_of_its_name(string operation)
    {
        var id = await _host.StartWaitingAsync();

        Assert.Equal(HttpStatusCode.Accepted, await _host.PostStatusAsync($"instances/{id}/{operation}", "\"now\""));

        Assert.Equal("got now", (await _host.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("\"now\"", "text/plain")]
    [InlineData("not JSON", "application/json")]
    [InlineData("{\"a\":", "application/json")]
    [InlineData("\"a\" \"b\"", "application/json")]
    [InlineData("", "application/json")]
    [InlineData(null, null)]
    public async Task An_event_that_is_no_JSON_is_refused_and_does_not_reach_the_instance(string? body, string? mediaType)
    {
        var id = await _host.StartWaitingAsync();

        Assert.Equal(HttpStatusCode.BadRequest, await _host.PostStatusAsync($"instances/{id}/raiseEvent/Go", body, mediaType ?? "application/json"));

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await _host.Durable.GetInstanceAsync(id))!.RuntimeStatus);
    }

    [Fact]
    public async Task Deeply_nested_JSON_and_a_body_larger_than_the_host_takes_are_refused()
    {
        var id = await _host.StartWaitingAsync();

        var nested = await _host.PostStatusAsync($"instances/{id}/raiseEvent/Go", new string('[', 100_000) + new string(']', 100_000));
        var huge = await HugeAsync($"instances/{id}/raiseEvent/Go");

        Assert.Equal(HttpStatusCode.BadRequest, nested);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, huge);
    }

    [Fact]
    public async Task A_terminated_instance_has_the_reason_as_its_output()
    {
        var id = await _host.StartWaitingAsync();

        Assert.Equal(HttpStatusCode.Accepted, await _host.PostStatusAsync($"instances/{id}/terminate?reason=buggy"));

        await _host.EndAsync(id);
        var status = await _host.GetAsync($"instances/{id}?showHistory=true");
        Assert.Equal("Terminated", (string?)status["runtimeStatus"]);
        Assert.Equal("buggy", (string?)status["output"]);
        Assert.Equal(["ExecutionStarted", "ExecutionTerminated", "ExecutionCompleted"], status["historyEvents"]!.AsArray().Select(entry => (string?)entry!["EventType"]));
    }

    [Fact]
    public async Task A_suspended_instance_takes_its_event_when_it_is_resumed()
    {
        var id = await _host.StartWaitingAsync();

        Assert.Equal(HttpStatusCode.Accepted, await _host.PostStatusAsync($"instances/{id}/suspend?reason=wait"));
        await TestEngine.UntilAsync(async () => (string?)(await _host.GetAsync($"instances/{id}", HttpStatusCode.Accepted))["runtimeStatus"] == "Suspended");
        Assert.Equal(HttpStatusCode.Accepted, await _host.PostStatusAsync($"instances/{id}/raiseEvent/Go", "\"later\""));
        Assert.Equal(HttpStatusCode.Accepted, await _host.PostStatusAsync($"instances/{id}/resume"));

        Assert.Equal("got later", (await _host.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("raiseEvent/Go")]
    [InlineData("terminate")]
    [InlineData("suspend")]
    [InlineData("resume")]
    [InlineData("rewind")]
    public async Task A_command_to_nobody_is_404_and_to_an_ended_instance_410(string operation)
    {
        var id = await _host.RunAsync("Greets", "Ann");

        Assert.Equal(HttpStatusCode.NotFound, await _host.PostStatusAsync($"instances/nobody/{operation}", "1"));
        Assert.Equal(HttpStatusCode.NotFound, await _host.PostStatusAsync($"instances/@counter@a/{operation}", "1"));
        Assert.Equal(HttpStatusCode.Gone, await _host.PostStatusAsync($"instances/{id}/{operation}", "1"));
    }

    [Fact]
    public async Task A_restarted_instance_runs_again_with_its_input_under_a_new_id()
    {
        var id = await _host.RunAsync("Greets", "Ann");

        using var answer = await _host.PostAsync($"instances/{id}/restart");

        var again = (string)(await ManagedHost.ReadAsync(answer, HttpStatusCode.Accepted))["id"]!;
        Assert.NotEqual(id, again);
        Assert.Equal("Hello Ann!", (await _host.EndAsync(again)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_restarted_instance_keeps_its_id_on_request()
    {
        var id = await _host.RunAsync("Greets", "Ann");
        var before = (await _host.Durable.GetInstanceAsync(id))!.CreatedAt;

        using var answer = await _host.PostAsync($"instances/{id}/restart?restartWithNewInstanceId=false&timeout=30");

        Assert.Equal("Hello Ann!", (string?)await ManagedHost.ReadAsync(answer, HttpStatusCode.OK));
        Assert.True((await _host.Durable.GetInstanceAsync(id))!.CreatedAt > before);
    }

    [Fact]
    public async Task Nobody_cannot_be_restarted_and_a_running_instance_not_under_its_own_id()
    {
        var id = await _host.StartWaitingAsync();

        Assert.Equal(HttpStatusCode.BadRequest, await _host.PostStatusAsync("instances/nobody/restart"));
        Assert.Equal(HttpStatusCode.Conflict, await _host.PostStatusAsync($"instances/{id}/restart?restartWithNewInstanceId=false"));
        Assert.Equal(HttpStatusCode.BadRequest, await _host.PostStatusAsync($"instances/{id}/restart?restartWithNewInstanceId=perhaps"));
    }

    private async Task<HttpStatusCode> HugeAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ManagedHost.Base}/{path}") { Content = new ByteArrayContent(new byte[31_000_000]) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.ExpectContinue = true;
        using var answer = await _host.Http.SendAsync(request);
        return answer.StatusCode;
    }
}
