using System.Net;
using System.Text.Json.Nodes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.Access;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Retention;
using RetailServerless.Core.Statistics.Exports;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Tests.Chat;

namespace RetailServerless.Functions.Tests.Access;

/// <summary>The same walk over HTTP on the whole app, with a conversation and a decision that are Ann's: where ownership is checked by the function, the others must not see that it exists.</summary>
[Collection(ChatGroup.Name)]
public sealed class WalkOverHttpTests(ChatHost host)
{
    private const string Ann = "walk-ann";
    private const string Bob = "walk-bob";
    private static readonly Guid Revocation = Guid.CreateVersion7();
    private static readonly DateOnly Night = new(2020, 1, 1);
    private static readonly Guid Export = new("5a6c1a52-93a1-4d3a-a6f1-6f3b2f0c9d11");

    private static readonly string[] Others = ["a key for Bob", "a key for a visitor", "Bob", "a visitor"];

    [Fact]
    public async Task Everybody_reaches_what_is_theirs_and_nothing_else()
    {
        var things = await PrepareAsync();
        var instance = await EndedInstanceAsync();
        var callers = await CallersAsync();
        var wrong = new List<string>();
        foreach (var (route, cells) in WalkTable.Lines)
        {
            for (var i = 0; i < callers.Count; i++)
            {
                var (name, headers) = callers[i];
                using var answer = await host.SendAsync(HttpMethod.Parse(route.Split(' ')[0]), Url(route, things).Replace("{instanceId}", instance, StringComparison.Ordinal), BodyOf(route), [.. headers]);
                var status = (int)answer.StatusCode;
                var notTheirs = IsChecked(route) && Others.Contains(name);
                var right = cells[i] != '+' ? status == 400 + (cells[i] - '0') : notTheirs ? status == 404 : status is not (401 or 403 or 404 or >= 500);
                if (!right)
                {
                    var text = await answer.Content.ReadAsStringAsync();
                    wrong.Add($"{route} for {name}: {answer.StatusCode}, {text}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public async Task Refusals_over_HTTP_are_problems_that_say_how_to_call()
    {
        using var answer = await host.SendAsync(HttpMethod.Get, "api/products/search", null, ("x-storefront-key", "sfk_main_wrong"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.EndsWith("/unauthenticated", (string)problem["type"]!);
        Assert.Contains("x-storefront-key", (string)problem["detail"]!);
    }

    [Fact]
    public async Task Health_names_every_part_and_the_description_is_served_to_anybody()
    {
        var health = await ChatHost.ReadAsync(await host.SendAsync(HttpMethod.Get, "healthz", null));
        var description = await ChatHost.ReadAsync(await host.SendAsync(HttpMethod.Get, "api/openapi.json", null));

        Assert.Equal("healthy", (string)health["status"]!);
        Assert.Equal(["documents", "durable", "durable-store", "search"], health["parts"]!.AsArray().Select(part => (string)part!["name"]!));
        Assert.StartsWith("3.1", (string)description["openapi"]!);
    }

    [Fact]
    public async Task A_visitor_talks_with_the_token_that_a_storefront_had_made()
    {
        var made = await ChatHost.ReadAsync(await host.SendAsync(HttpMethod.Post, "api/visitors", null, ("x-storefront-key", host.Key)), HttpStatusCode.Created);
        (string, string) token = ("Authorization", $"Bearer {made["token"]}");

        var conversation = await ChatHost.ReadAsync(await host.SendAsync(HttpMethod.Post, "api/conversations", null, token), HttpStatusCode.Created);
        var same = await host.SendAsync(
            HttpMethod.Get, $"api/conversations/{conversation["id"]}", null, ("x-storefront-key", host.Key), ("x-visitor-id", (string)made["visitorId"]!));

        Assert.Equal(HttpStatusCode.OK, same.StatusCode);
    }

    [Fact]
    public async Task A_key_that_an_admin_rotates_is_answered_once_and_works()
    {
        await host.Get<StorefrontKeys>().CreateAsync("to-rotate", StorefrontScopes.Default, "system", default);
        var admin = ("Authorization", "Bearer " + host.Issuer.Staff(StaffRoles.PlatformAdmin));

        var rotated = await ChatHost.ReadAsync(await host.SendAsync(HttpMethod.Post, "api/access/keys/to-rotate/rotation", new { graceSeconds = 0 }, admin));
        using var search = await host.SendAsync(HttpMethod.Get, "api/products/search", null, ("x-storefront-key", (string)rotated["key"]!));
        var list = await ChatHost.ReadAsync(await host.SendAsync(HttpMethod.Get, "api/access/keys", null, admin));

        Assert.Equal(HttpStatusCode.OK, search.StatusCode);
        Assert.DoesNotContain((string)rotated["key"]!, list.ToJsonString());
        Assert.DoesNotContain("hash", list.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    // Whose it is can be known only once it is read.
    private static bool IsChecked(string route) => route.Contains("api/conversations/{id}", StringComparison.Ordinal)
        || route.Contains("api/decisions/{id}", StringComparison.Ordinal) || route.Contains("api/privacy/requests/{id}", StringComparison.Ordinal);

    private static string Url(string route, (string Conversation, string Turn, string Decision, string Import, string Privacy) things) => route.Split(' ')[1]
        .Replace("{id}", route switch
        {
            _ when route.Contains("policies", StringComparison.Ordinal) => "consent~default",
            _ when route.Contains("statistics", StringComparison.Ordinal) => Export.ToString(),
            _ when route.Contains("retention", StringComparison.Ordinal) => RetentionRuns.OfNight(Night).ToString(),
            _ when route.Contains("privacy", StringComparison.Ordinal) => things.Privacy,
            _ when route.Contains("conversations", StringComparison.Ordinal) => things.Conversation,
            _ when route.Contains("decisions", StringComparison.Ordinal) => things.Decision,
            _ when route.Contains("customers", StringComparison.Ordinal) => Ann,
            _ when route.Contains("products", StringComparison.Ordinal) => "S-1",
            _ => things.Import,
        }, StringComparison.Ordinal)
        .Replace("{dataSet}", "customers", StringComparison.Ordinal)
        .Replace("{turnId}", things.Turn, StringComparison.Ordinal)
        .Replace("{number}", "1", StringComparison.Ordinal)
        .Replace("{revocation}", Revocation.ToString(), StringComparison.Ordinal)
        .Replace("{functionName}", "NoOrchestrator", StringComparison.Ordinal)
        .Replace("{eventName}", "Any", StringComparison.Ordinal)
        .Replace("{hold}", things.Privacy, StringComparison.Ordinal)
        .Replace("{kind}", "catalog", StringComparison.Ordinal)
        .Replace("{index}", "0", StringComparison.Ordinal)
        .Replace("{level}/{path}", "0/000.p/1", StringComparison.Ordinal)
        .Replace("models/{name}/versions/{v}", "models/offline-responder/versions/1", StringComparison.Ordinal)
        .Replace("versions/{v}", "versions/1", StringComparison.Ordinal)
        .Replace("proposals/{n}", "proposals/1", StringComparison.Ordinal)
        .Replace("{name}", "walk-rotated", StringComparison.Ordinal);

    private static object? BodyOf(string route) => route switch
    {
        "POST api/conversations/{id}/turns" => new { message = "tents" },
        "POST api/conversations/{id}/turns/{turnId}/feedback" => new { helpful = true },
        "POST api/decisions/{id}/contest" => new { reason = "I do not agree." },
        "PUT api/customers/{id}/consent" => new { purposes = new { personalization = false } },
        _ => null,
    };

    private async Task<(string Conversation, string Turn, string Decision, string Import, string Privacy)> PrepareAsync()
    {
        var ann = host.AsShopper(Ann);
        var conversation = await ann.BeginAsync();
        var turn = await ann.SayAsync(conversation, "Do you have tents?");
        var imports = await ChatHost.ReadAsync(await host.SendAsync(HttpMethod.Get, "api/imports", null, ("x-storefront-key", host.Key)));
        var privacy = await ChatHost.ReadAsync(await ann.SendAsync(HttpMethod.Post, "api/privacy/requests", new { right = "access" }), HttpStatusCode.Created);
        await host.Get<RetentionRuns>().CreateAsync(Night, default);
        var revocation = new RevocationDocument
        {
            Id = Revocation,
            Scopes = [Purpose.Analytics],
            Cause = RevocationCause.Withdrawn,
            Channel = "web",
            At = DateTimeOffset.UtcNow,
            Policy = "consent/default@1",
            AuditEntryId = AuditEvent.NewEntryId(),
        };
        await host.Get<RevocationStore>().AddAsync(PersonId.Of(new CustomerId(Ann)), revocation, default);
        var export = new StatisticsExport
        {
            Id = Export,
            DataSet = "customers",
            Request = new ExportRequest { QuasiIdentifiers = ["country"], K = 5 },
            Policy = "statistics/default@1",
            ActorRole = "system",
            AuditEntryId = AuditEvent.NewEntryId(),
            CreatedAt = DateTimeOffset.UtcNow,
        };
        await host.Get<IDocumentStore>().UpsertAsync(new DocumentKey(StatisticsExport.Container, Export.ToString("N"), "export"), export, WriteCondition.Always, default);
        return (
            conversation, (string)turn["turnId"]!, (string)turn["decisionId"]!, (string)imports.Single(member => member.Value is JsonArray).Value![0]!["id"]!, (string)privacy["id"]!);
    }

    /// <summary>An orchestration that was terminated before it began: it can be shown, restarted and deleted, and takes nothing more.</summary>
    private async Task<string> EndedInstanceAsync()
    {
        var durable = host.Get<DurableTaskClient>();
        var id = await durable.ScheduleNewOrchestrationInstanceAsync("ChatTurn", null, new StartOrchestrationOptions("walk-ended", DateTimeOffset.UtcNow.AddDays(1)));
        await durable.TerminateInstanceAsync(id);
        await durable.WaitForInstanceCompletionAsync(id);
        return id;
    }

    private async Task<IReadOnlyList<(string Name, IReadOnlyList<(string Name, string Value)> Headers)>> CallersAsync()
    {
        var keys = host.Get<StorefrontKeys>();
        var documents = host.Get<IDocumentStore>();
        var bare = (await keys.CreateAsync("walk-bare", StorefrontScopes.Default, "system", default)).Value;
        var stored = await documents.GetAsync<StorefrontKey>(new DocumentKey(StorefrontKeys.Container, "shop", "walk-bare"), default);
        await documents.UpsertAsync(stored!.Key, stored.Value with { Scopes = [] }, WriteCondition.Always, default);
        var key = (await keys.CreateAsync("walk", StorefrontScopes.Default, "system", default)).Value;
        await keys.CreateAsync("walk-rotated", StorefrontScopes.Default, "system", default);
        var visitor = Guid.NewGuid();
        var token = await host.Get<VisitorTokens>().IssueAsync(visitor, "walk", default);
        return WalkTable.Callers(host.Issuer, key, bare, Ann, Bob, visitor, token.Value);
    }
}
