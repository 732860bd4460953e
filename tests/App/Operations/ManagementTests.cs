using System.Net;
using System.Text.Json.Nodes;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.Access;
using RetailServerless.Functions.Tests.Chat;

namespace RetailServerless.Functions.Tests.Operations;

/// <summary>The management API of orchestrations on the whole app.</summary>
[Collection(ChatGroup.Name)]
public sealed class ManagementTests(ChatHost host)
{
    private const string Instances = "runtime/webhooks/durabletask/instances";

    private (string, string) Admin => ("Authorization", "Bearer " + host.Issuer.Staff(StaffRoles.PlatformAdmin));

    [Fact]
    public async Task An_administrator_sees_a_turn_with_its_history_and_the_history_has_no_word_of_it()
    {
        var ann = host.AsShopper("managed-ann");
        var turn = await ann.SayAsync(await ann.BeginAsync(), "Do you have tents for Xanthippe?");

        var id = ((Guid)turn["turnId"]!).ToString("N");
        await host.Get<DurableTaskClient>().WaitForInstanceCompletionAsync(id);

        var listed = Assert.Single((await ReadAsync($"{Instances}?instanceIdPrefix={id}&runtimeStatus=Completed")).AsArray())!;
        var status = await ReadAsync($"{Instances}/{id}?showHistory=true&showHistoryOutput=true");

        Assert.Equal("ChatTurn", (string?)listed["name"]);
        Assert.Equal("Completed", (string?)status["runtimeStatus"]);
        Assert.Equal("ExecutionStarted", (string?)status["historyEvents"]![0]!["EventType"]);
        Assert.Equal("ExecutionCompleted", (string?)status["historyEvents"]!.AsArray()[^1]!["EventType"]);
        Assert.DoesNotContain("Xanthippe", status.ToJsonString());
    }

    [Fact]
    public async Task Nobody_else_sees_anything()
    {
        foreach (var role in StaffRoles.All.Where(role => role != StaffRoles.PlatformAdmin))
        {
            using var staff = await host.SendAsync(HttpMethod.Get, Instances, null, ("Authorization", "Bearer " + host.Issuer.Staff(role)));
            Assert.Equal(HttpStatusCode.Forbidden, staff.StatusCode);
        }

        using var nobody = await host.SendAsync(HttpMethod.Get, Instances, null);
        using var systemKey = await host.SendAsync(HttpMethod.Get, Instances + "?code=anything", null, ("x-functions-key", "anything"));
        using var key = await host.SendAsync(HttpMethod.Get, Instances, null, ("x-storefront-key", host.Key));
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, systemKey.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, key.StatusCode);
    }

    [Fact]
    public async Task What_is_malformed_is_refused_with_a_problem()
    {
        using var status = await host.SendAsync(HttpMethod.Get, $"{Instances}?runtimeStatus=Asleep", null, Admin);
        using var top = await host.SendAsync(HttpMethod.Get, $"{Instances}?top=0", null, Admin);
        using var unknown = await host.SendAsync(HttpMethod.Get, $"{Instances}/nobody", null, Admin);
        using var start = await host.SendAsync(HttpMethod.Post, "runtime/webhooks/durabletask/orchestrators/ChatTurn", "{", Admin);

        Assert.Equal(
            [HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.BadRequest],
            new[] { status, top, unknown, start }.Select(answer => answer.StatusCode));
        Assert.All(new[] { status, top, unknown, start }, answer => Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType));
    }

    private async Task<JsonNode> ReadAsync(string path)
    {
        using var answer = await host.SendAsync(HttpMethod.Get, path, null, Admin);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }
}
