using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace RetailServerless.LocalHost.Tests.Management;

/// <summary>"Get all instances status" and "Purge multiple instance histories" of the HTTP API reference of Durable Functions.</summary>
public sealed class InstanceListTests : IAsyncLifetime
{
    private const string LongAgo = "createdTimeFrom=2020-01-01T00:00:00Z";

    private ManagedHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await ManagedHost.StartAsync();
        await _host.RunAsync("Greets", "Ann", "done-1");
        await _host.RunAsync("Greets", "Bob", "done-2");
        await _host.RunAsync("Breaks", null, "broken");
        await _host.StartWaitingAsync("waiting");
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("", "done-1 done-2 broken waiting")]
    [InlineData("?runtimeStatus=Completed", "done-1 done-2")]
    [InlineData("?runtimeStatus=Completed,", "done-1 done-2")]
    [InlineData("?runtimeStatus=Running,failed", "broken waiting")]
    [InlineData("?runtimeStatus=Running&runtimeStatus=Failed", "broken waiting")]
    [InlineData("?instanceIdPrefix=done-", "done-1 done-2")]
    [InlineData("?instanceIdPrefix=Done-", "")]
    [InlineData("?instanceIdPrefix=@", "")]
    [InlineData("?createdTimeTo=2020-01-01T00:00:00Z", "")]
    [InlineData("?createdTimeFrom=2020-01-01", "done-1 done-2 broken waiting")]
    [InlineData("?createdTimeFrom=2020-01-01T00:00:00%2B05:00&top=2&taskHub=x&connection=y&code=z", "done-1 done-2")]
    public async Task Instances_are_listed_as_the_filters_say(string query, string expected)
    {
        var list = await _host.GetAsync("instances" + query);

        Assert.Equal(expected, string.Join(' ', list.AsArray().Select(instance => (string?)instance!["instanceId"])));
    }

    [Fact]
    public async Task A_page_says_where_the_next_one_starts()
    {
        var seen = new List<string>();
        string? token = null;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{ManagedHost.Base}/instances?top=3");
            if (token is not null)
            {
                request.Headers.Add("x-ms-continuation-token", token);
            }

            using var answer = await _host.Http.SendAsync(request);
            var page = await ManagedHost.ReadAsync(answer, HttpStatusCode.OK);
            seen.Add(string.Join(' ', page.AsArray().Select(instance => (string?)instance!["instanceId"])));
            token = answer.Headers.TryGetValues("x-ms-continuation-token", out var values) ? values.Single() : null;
        }
        while (token is not null);

        Assert.Equal(["done-1 done-2 broken", "waiting"], seen);
    }

    [Fact]
    public async Task Inputs_are_left_out_on_request_and_outputs_stay()
    {
        var with = (await _host.GetAsync("instances?instanceIdPrefix=done-1"))[0]!;
        var without = (await _host.GetAsync("instances?instanceIdPrefix=done-1&showInput=false"))[0]!;

        Assert.Equal("Ann", (string?)with["input"]);
        Assert.Null(without["input"]);
        Assert.Equal("Hello Ann!", (string?)without["output"]);
    }

    [Theory]
    [InlineData("top=0")]
    [InlineData("top=-1")]
    [InlineData("top=many")]
    [InlineData("top=99999999999")]
    [InlineData("runtimeStatus=Sleeping")]
    [InlineData("runtimeStatus=1")]
    [InlineData("createdTimeFrom=yesterday")]
    [InlineData("createdTimeTo=2026-13-01")]
    [InlineData("showInput=yes")]
    public async Task A_value_that_cannot_be_read_is_refused_and_named(string query)
    {
        var problem = await _host.GetAsync("instances?" + query, HttpStatusCode.BadRequest);

        Assert.Contains(query.Split('=')[0], (string?)problem["detail"]);
    }

    [Fact]
    public async Task A_token_of_somewhere_else_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{ManagedHost.Base}/instances");
        request.Headers.Add("x-ms-continuation-token", "' OR 1=1");

        using var answer = await _host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task One_ended_instance_is_purged_and_then_gone()
    {
        var purged = await DeleteAsync("instances/done-1");

        Assert.Equal(1, (int)purged["instancesDeleted"]!);
        await DeleteAsync("instances/done-1", HttpStatusCode.NotFound);
        await _host.GetAsync("instances/done-1", HttpStatusCode.NotFound);
        await _host.GetAsync("instances/done-2");
    }

    [Fact]
    public async Task An_instance_in_progress_is_not_purged()
    {
        var purged = await DeleteAsync("instances/waiting");

        Assert.Equal(0, (int)purged["instancesDeleted"]!);
        await _host.GetAsync("instances/waiting", HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("runtimeStatus=Completed", 2)]
    [InlineData("runtimeStatus=Completed,Failed", 3)]
    [InlineData("", 3)]
    public async Task Ended_instances_are_purged_as_the_filters_say(string query, int count)
    {
        var purged = await DeleteAsync($"instances?{LongAgo}&{query}");

        Assert.Equal(count, (int)purged["instancesDeleted"]!);
        Assert.Equal(4 - count, (await _host.GetAsync("instances")).AsArray().Count);
    }

    [Fact]
    public async Task A_purge_that_means_nothing_is_404_and_one_without_a_time_or_with_a_misspelt_filter_purges_nothing()
    {
        await DeleteAsync("instances?createdTimeFrom=" + DateTime.UtcNow.AddHours(1).ToString("s", CultureInfo.InvariantCulture), HttpStatusCode.NotFound);
        await DeleteAsync("instances", HttpStatusCode.BadRequest);
        await DeleteAsync($"instances?{LongAgo}&runtimeStatus=Complete", HttpStatusCode.BadRequest);

        Assert.Equal(4, (await _host.GetAsync("instances")).AsArray().Count);
    }

    private async Task<JsonNode> DeleteAsync(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await _host.Http.DeleteAsync($"{ManagedHost.Base}/{path}");
        return await ManagedHost.ReadAsync(answer, expected);
    }
}
