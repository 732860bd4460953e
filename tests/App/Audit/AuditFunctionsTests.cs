using System.Buffers.Text;
using System.Net;
using System.Text;
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
    [InlineData("since=yesterday")]
    [InlineData("before=1969-01-01")]
    [InlineData("decision=7")]
    [InlineData("visitorId=7")]
    [InlineData("continuationToken=!")]
    public async Task A_query_that_makes_no_sense_is_refused(string query)
    {
        var answer = await host.AsStaffAsync(HttpMethod.Get, "api/audit/entries?" + query, StaffRoles.GovernanceAuditor);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Filters_are_combined_and_a_token_carries_them()
    {
        var (customer, decision) = ("combined-" + _kind, Guid.CreateVersion7());
        var person = PersonId.Of(new CustomerId(customer));
        for (var i = 0; i < 3; i++)
            await AppendAsync(person, decision);
        await AppendAsync(person);
        await AppendAsync(null, decision);

        var first = await SearchAsync($"kind=test&role=shopper&decision={decision}&customerId={customer}&since=2020-01-01&size=2&order=newest");
        var second = await SearchAsync($"continuationToken={first["continuationToken"]}");

        Assert.Equal((2, 1), (first["items"]!.AsArray().Count, second["items"]!.AsArray().Count));
        Assert.Null(second["continuationToken"]);
        Assert.DoesNotContain(customer, Encoding.UTF8.GetString(Base64Url.DecodeFromChars((string)first["continuationToken"]!)), StringComparison.Ordinal);
        Assert.All(first["items"]!.AsArray(), e => Assert.Equal(decision.ToString(), (string?)e!["body"]!["decisionId"]));
        Assert.Empty((await SearchAsync($"kind={_kind}&before=2020-01-01"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_search_for_a_person_is_for_privacy_officers_and_is_an_entry_about_that_person()
    {
        var customer = "searched-" + _kind;
        var person = PersonId.Of(new CustomerId(customer));
        await AppendAsync(person);

        var refused = await host.AsStaffAsync(HttpMethod.Get, $"api/audit/entries?customerId={customer}", StaffRoles.GovernanceAuditor);
        await SearchAsync($"kind={_kind}&customerId={customer}");
        await SearchAsync($"kind={_kind}&customerId={customer}");
        var theirs = (await SearchAsync($"kind=audit.read&customerId={customer}"))["items"]!.AsArray();

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var read = theirs.Single(e => (string?)e!["body"]!["kind"] == _kind)!;
        Assert.True((bool)read["body"]!["byPerson"]!);
        Assert.NotNull(read["subjectTag"]);
        Assert.DoesNotContain("searched-", read.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(await host.AuditAsync("access.refused"), e => (string?)e!["body"]!["reason"] == "person-search-not-allowed");

        foreach (var store in host.Get<IEnumerable<IPersonalDataStore>>())
            await store.EraseAsync(person, default);
        await host.Get<IPersonKeys>().DestroyAsync(person, default);
        Assert.Empty((await SearchAsync($"customerId={customer}"))["items"]!.AsArray());
        Assert.Contains(await host.AuditAsync("audit.read"), e => (long)e!["index"]! == (long)read["index"]! && (string?)e["bodyState"] == "erased");
    }

    [Fact]
    public async Task A_search_for_somebody_who_is_not_known_makes_no_key_and_names_nobody()
    {
        var customer = "stranger-" + _kind;

        Assert.Empty((await SearchAsync($"kind={_kind}&customerId={customer}"))["items"]!.AsArray());

        Assert.Null(await host.Get<IPersonKeys>().FindAsync(PersonId.Of(new CustomerId(customer)), default));
        var read = Assert.Single(await host.AuditAsync("audit.read"), e => (string?)e!["body"]?["kind"] == _kind && (bool)e["body"]!["byPerson"]!)!;
        Assert.Null(read["subjectTag"]);
        Assert.DoesNotContain("stranger-", read.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shopper_does_not_read_the_log()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await host.AsShopperAsync(HttpMethod.Get, "api/audit/entries", "anybody")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.AsStorefrontAsync(HttpMethod.Get, "api/audit/entries", "anybody")).StatusCode);
    }

    private async Task<JsonObject> SearchAsync(string query)
    {
        var answer = await host.AsStaffAsync(HttpMethod.Get, "api/audit/entries?" + query, StaffRoles.PrivacyOfficer);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await GovernanceHost.ReadAsync(answer);
    }

    private Task<long> AppendAsync(PersonId? person, Guid? decision = null) => host.Get<IAuditLog>().AppendAsync(
        new AuditEvent
        {
            EntryId = AuditEvent.NewEntryId(),
            Kind = _kind,
            ActorRole = "shopper",
            Subject = person,
            Body = new JsonObject { ["outcome"] = "answered", ["decisionId"] = decision?.ToString() },
        },
        default);
}
