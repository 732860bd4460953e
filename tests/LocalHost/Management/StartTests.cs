using System.Net;
using Microsoft.DurableTask.Client;

namespace RetailServerless.LocalHost.Tests.Management;

/// <summary>"Start orchestration" of the HTTP API reference of Durable Functions.</summary>
public sealed class StartTests : IAsyncLifetime
{
    private ManagedHost _host = null!;

    public async Task InitializeAsync() => _host = await ManagedHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_start_answers_where_the_instance_is_managed()
    {
        using var answer = await _host.PostAsync("orchestrators/Greets/a%20b", "\"Ann\"");

        var links = await ManagedHost.ReadAsync(answer, HttpStatusCode.Accepted);
        var instance = $"{_host.Http.BaseAddress}{ManagedHost.Base}/instances/a%20b";
        Assert.Equal("a b", (string?)links["id"]);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["id"] = "a b",
                ["statusQueryGetUri"] = instance,
                ["sendEventPostUri"] = instance + "/raiseEvent/{eventName}",
                ["terminatePostUri"] = instance + "/terminate?reason={text}",
                ["rewindPostUri"] = instance + "/rewind?reason={text}",
                ["purgeHistoryDeleteUri"] = instance,
                ["restartPostUri"] = instance + "/restart",
                ["suspendPostUri"] = instance + "/suspend?reason={text}",
                ["resumePostUri"] = instance + "/resume?reason={text}",
            },
            links.AsObject().ToDictionary(member => member.Key, member => (string)member.Value!));
        Assert.Equal(instance, answer.Headers.Location!.AbsoluteUri);
        Assert.Equal(TimeSpan.FromSeconds(10), answer.Headers.RetryAfter!.Delta);
        await _host.EndAsync("a b");
        using var status = await _host.Http.GetAsync(answer.Headers.Location);
        Assert.Equal("Hello Ann!", (string?)(await ManagedHost.ReadAsync(status, HttpStatusCode.OK))["output"]);
    }

    [Fact]
    public async Task A_start_may_do_without_id_and_input()
    {
        using var answer = await _host.PostAsync("orchestrators/Greets");

        var id = (string)(await ManagedHost.ReadAsync(answer, HttpStatusCode.Accepted))["id"]!;
        Assert.Equal("Hello !", (await _host.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_start_that_waits_answers_with_the_output()
    {
        using var answer = await _host.PostAsync("orchestrators/Greets?timeout=30&pollingInterval=0.5", "\"Ann\"");

        Assert.Equal("Hello Ann!", (string?)await ManagedHost.ReadAsync(answer, HttpStatusCode.OK));
    }

    [Fact]
    public async Task A_start_that_waits_in_vain_answers_where_to_ask()
    {
        using var answer = await _host.PostAsync("orchestrators/Waits?timeout=0.05");

        Assert.NotNull((await ManagedHost.ReadAsync(answer, HttpStatusCode.Accepted))["statusQueryGetUri"]);
    }

    [Fact]
    public async Task A_start_that_waits_for_one_that_fails_answers_with_its_status()
    {
        using var answer = await _host.PostAsync("orchestrators/Breaks?timeout=30");

        Assert.Equal("Failed", (string?)(await ManagedHost.ReadAsync(answer, HttpStatusCode.OK))["runtimeStatus"]);
    }

    [Theory]
    [InlineData("orchestrators/NoSuch", "1")]
    [InlineData("orchestrators/Hello", "1")]
    [InlineData("orchestrators/Greets", "{")]
    [InlineData("orchestrators/Greets/@entity", "1")]
    [InlineData("orchestrators/Greets/a%23b", "1")]
    [InlineData("orchestrators/Greets/a%5Cb", "1")]
    [InlineData("orchestrators/Greets?timeout=-1", "1")]
    [InlineData("orchestrators/Greets?timeout=231", "1")]
    [InlineData("orchestrators/Greets?timeout=soon", "1")]
    [InlineData("orchestrators/Greets?timeout=1&pollingInterval=often", "1")]
    public async Task A_malformed_start_starts_nothing(string path, string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, await _host.PostStatusAsync(path, body));

        Assert.Empty((await _host.GetAsync("instances")).AsArray());
    }

    [Fact]
    public async Task A_start_under_an_id_of_more_than_100_characters_is_refused() =>
        Assert.Equal(HttpStatusCode.BadRequest, await _host.PostStatusAsync("orchestrators/Greets/" + new string('a', 101), "1"));

    [Fact]
    public async Task A_start_under_the_id_of_one_that_runs_is_a_conflict_and_of_one_that_has_ended_replaces_it()
    {
        await _host.StartWaitingAsync("taken");
        await _host.RunAsync("Greets", "Ann", "free");

        Assert.Equal(HttpStatusCode.Conflict, await _host.PostStatusAsync("orchestrators/Greets/taken", "1"));
        Assert.Equal(HttpStatusCode.Accepted, await _host.PostStatusAsync("orchestrators/Greets/free", "\"Bob\""));

        Assert.Equal("Hello Bob!", (await _host.EndAsync("free")).ReadOutputAs<string>());
        Assert.Equal("Waits", (await _host.Durable.GetInstanceAsync("taken"))!.Name);
    }
}
