using System.Net;
using System.Text.Json.Nodes;
using RetailServerless.Core.Access;
using RetailServerless.Core.Audit;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Audit;

[Collection(GovernanceGroup.Name)]
public sealed class AuditFunctionsTests(GovernanceHost host)
{
    private readonly string _kind = "test." + Guid.NewGuid().ToString("N")[..8];

    [Fact]
    public async Task What_was_seeded_at_start_is_in_the_log()
    {
        Assert.Contains(await host.AuditAsync("policy.seeded"), e => (string?)e!["policy"] == "consent/default@1");
        Assert.Contains(await host.AuditAsync("model.registered"), e => (string?)e!["model"] == "test-model@1");
        Assert.Contains(await host.AuditAsync("model.approved"), e => (string?)e!["model"] == "test-model@1");
    }

    [Fact]
    public async Task An_entry_is_shown_with_its_leaf_and_its_verified_body()
    {
        var person = PersonId.Of(new CustomerId("audited-" + _kind));
        await AppendAsync(person);

        var entry = Assert.Single(await host.AuditAsync(_kind))!;

        Assert.Equal("verified", (string?)entry["bodyState"]);
        Assert.Equal("answered", (string?)entry["body"]!["outcome"]);
        Assert.Equal(64, ((string?)entry["subjectTag"])!.Length);
        Assert.Equal(64, ((string?)entry["bodyCommitment"])!.Length);
        Assert.DoesNotContain("audited-", entry.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_body_of_an_erased_person_is_gone_and_the_leaf_stays()
    {
        var person = PersonId.Of(new CustomerId("erased-" + _kind));
        await AppendAsync(person);
        var before = Assert.Single(await host.AuditAsync(_kind))!;

        foreach (var store in host.Get<IEnumerable<IPersonalDataStore>>())
            await store.EraseAsync(person, default);
        await host.Get<IPersonKeys>().DestroyAsync(person, default);

        var after = Assert.Single(await host.AuditAsync(_kind))!;
        Assert.Equal("erased", (string?)after["bodyState"]);
        Assert.Null(after["body"]);
        Assert.Equal((string?)before["bodyCommitment"], (string?)after["bodyCommitment"]);
        Assert.Equal((long)before["index"]!, (long)after["index"]!);
    }

    [Theory]
    [InlineData("oldest")]
    [InlineData("newest")]
    public async Task Pages_give_every_entry_once_in_the_order_asked(string order)
    {
        for (var i = 0; i < 5; i++)
            await AppendAsync(null);

        var indexes = new List<long>();
        var url = $"api/audit/entries?kind={_kind}&order={order}&size=2";
        for (string? token = string.Empty; token is not null;)
        {
            var page = await GovernanceHost.ReadAsync(await host.AsStaffAsync(HttpMethod.Get, $"{url}&continuationToken={token}", StaffRoles.GovernanceBoard));
            indexes.AddRange(page["items"]!.AsArray().Select(e => (long)e!["index"]!));
            token = (string?)page["continuationToken"];
        }

        Assert.Equal(5, indexes.Count);
        Assert.Equal(order == "oldest" ? indexes.Order() : indexes.OrderDescending(), indexes);
    }

    [Theory]
    [InlineData("size=0")]
    [InlineData("size=1000")]
    [InlineData("from=-1")]
    [InlineData("order=sideways")]
    [InlineData("continuationToken=!")]
    public async Task A_query_that_makes_no_sense_is_refused(string query)
    {
        var answer = await host.AsStaffAsync(HttpMethod.Get, "api/audit/entries?" + query, StaffRoles.GovernanceAuditor);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_shopper_does_not_read_the_log()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await host.AsShopperAsync(HttpMethod.Get, "api/audit/entries", "anybody")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.AsStorefrontAsync(HttpMethod.Get, "api/audit/entries", "anybody")).StatusCode);
    }

    private Task<long> AppendAsync(PersonId? person) => host.Get<IAuditLog>().AppendAsync(
        new AuditEvent
        {
            EntryId = AuditEvent.NewEntryId(),
            Kind = _kind,
            ActorRole = "shopper",
            Subject = person,
            Body = new JsonObject { ["outcome"] = "answered" },
        },
        default);
}
