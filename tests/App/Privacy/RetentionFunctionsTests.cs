using System.Net;
using System.Text.Json.Nodes;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Access;
using RetailServerless.Core.Catalog;
using RetailServerless.Core.Orders;
using RetailServerless.Core.People;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Retention;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Privacy;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Privacy;

[Collection(PrivacyGroup.Name)]
public sealed class RetentionFunctionsTests(GovernanceHost host)
{
    private readonly PrivacyShop _shop = new(host);

    [Fact]
    public async Task A_dry_run_lists_what_would_go_and_the_run_after_it_removes_just_that()
    {
        await OrderAsync("old", new DateTimeOffset(2011, 5, 6, 7, 8, 9, TimeSpan.Zero));
        await OrderAsync("new", DateTimeOffset.UtcNow.AddDays(-5));

        var listed = await EndAsync(await StartAsync("dryRun=true"));
        var (oldAfterListing, items) = (await HasAsync("old"), await ItemsAsync(listed, "?data=orders&size=1"));
        var removed = await EndAsync(await StartAsync("dryRun=false"));

        Assert.Equal("completed", (string?)listed["status"]);
        Assert.True((bool)listed["dryRun"]!);
        Assert.Equal("retention/default@1", (string?)listed["policies"]![0]);
        Assert.Empty(listed["withoutRule"]!.AsArray());
        Assert.True(oldAfterListing);
        var mine = Assert.Single(items, i => (string?)i["startedOn"] == "2011-05-06");
        Assert.Equal(("orders", "due", "anonymise", "2021-12-31", null), ((string?)mine["data"], (string?)mine["standing"], (string?)mine["action"], (string?)mine["endedOn"], (string?)mine["outcome"]));
        Assert.False(await HasAsync("old"));
        Assert.True(await HasAsync("new"));
        Assert.Equal(
            items.Select(i => (string?)i["reference"]).Order(),
            (await ItemsAsync(removed, "?data=orders")).Where(i => (string?)i["outcome"] == "removed").Select(i => (string?)i["reference"]).Order());
        Assert.Contains(await host.AuditAsync("retention.applied"), e => (string?)e!["body"]!["run"] == (string?)removed["id"] && (string?)e["body"]!["data"] == "orders" && (int)e["body"]!["removed"]! == items.Count);
        Assert.DoesNotContain(_shop.Customer, listed.ToJsonString() + removed.ToJsonString() + string.Concat(items.Select(i => i.ToJsonString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_can_look_ahead_and_a_real_one_cannot()
    {
        await OrderAsync("ahead", new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));

        var now = await EndAsync(await StartAsync("dryRun=true"));
        var later = await EndAsync(await StartAsync("dryRun=true&asOf=2031-01-01T00:00:00Z"));
        var refused = await PostAsync("dryRun=false&asOf=2031-01-01T00:00:00Z");

        Assert.DoesNotContain(await ItemsAsync(now, ""), i => (string?)i["startedOn"] == "2020-01-01");
        Assert.Contains(await ItemsAsync(later, ""), i => (string?)i["startedOn"] == "2020-01-01");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.True(await HasAsync("ahead"));
    }

    [Fact]
    public async Task The_same_key_is_the_same_run_and_never_one_of_the_other_kind()
    {
        var key = Guid.NewGuid().ToString();

        var first = await PrivacyShop.ReadAsync(await PostAsync("dryRun=true", key), HttpStatusCode.Accepted);
        var again = await PrivacyShop.ReadAsync(await PostAsync("dryRun=true", key), HttpStatusCode.Accepted);
        var other = await PostAsync("dryRun=false", key);

        Assert.Equal((string?)first["id"], (string?)again["id"]);
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("dryRun=yes")]
    [InlineData("dryRun=true&asOf=tomorrow")]
    public async Task Whether_anything_is_to_be_removed_must_be_said(string query) => Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(query)).StatusCode);

    [Fact]
    public async Task Runs_are_listed_newest_first_in_pages()
    {
        var first = await EndAsync(await StartAsync("dryRun=true"));
        var second = await EndAsync(await StartAsync("dryRun=true"));

        var page = await GetAsync("api/retention/runs?size=1");
        var next = await GetAsync($"api/retention/runs?size=1&continuationToken={page["continuationToken"]}");

        Assert.Equal((string?)second["id"], (string?)page["items"]![0]!["id"]);
        Assert.Equal((string?)first["id"], (string?)next["items"]![0]!["id"]);
        Assert.Equal(HttpStatusCode.NotFound, (await _shop.AsOfficerAsync(HttpMethod.Get, $"api/retention/runs/{Guid.NewGuid()}")).StatusCode);
    }

    [Fact]
    public async Task The_timer_starts_the_run_of_the_night_under_the_nights_own_instance_and_no_second_one()
    {
        // A night of some weeks ago, so that the host's own night is not taken.
        var day = TimeProvider.System.GetUtcNow().AddDays(-60).Date;
        var clock = new FakeTimeProvider(new DateTimeOffset(day, TimeSpan.Zero).AddHours(4));
        var nights = new RetentionNights(host.Get<IPolicyStore>(), new RetentionRuns(host.Get<IDocumentStore>(), clock), clock);
        var timer = new RetentionTimer(nights);
        var night = (await nights.DueAsync(default))!;

        await timer.ApplyRetention(null!, host.Get<DurableTaskClient>(), default);
        await timer.ApplyRetention(null!, host.Get<DurableTaskClient>(), default);
        var done = await EndAsync(await GetAsync($"api/retention/runs/{night.Id}"));

        Assert.Equal($"retention.night.{day:yyyyMMdd}", RetentionStarter.InstanceOf(night));
        Assert.Equal(("completed", false, day.ToString("yyyy-MM-dd")), ((string?)done["status"], (bool)done["dryRun"]!, (string?)done["night"]));
        Assert.Null(await nights.DueAsync(default));
        Assert.Single(await host.AuditAsync("retention.run-ended"), e => (string?)e!["body"]!["run"] == night.Id.ToString());
    }

    private async Task OrderAsync(string number, DateTimeOffset placed) => await host.Get<IDocumentStore>().UpsertAsync(
        KeyOf(number),
        new Order
        {
            Id = new OrderId(_shop.Customer + number),
            Customer = new CustomerId(_shop.Customer),
            PlacedAt = placed,
            Status = OrderStatus.Delivered,
            Lines = [new OrderLine(new Sku("P5"), "Tent", 1, new Money(219m, "USD"))],
        },
        WriteCondition.Always,
        default);

    private DocumentKey KeyOf(string number) => new(OrderStore.Container, _shop.Person.Value, _shop.Customer + number);

    private async Task<bool> HasAsync(string number) => await host.Get<IDocumentStore>().GetAsync<Order>(KeyOf(number), default) is not null;

    private Task<HttpResponseMessage> PostAsync(string query, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "api/retention/runs?" + query);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + host.Issuer.Staff(StaffRoles.PrivacyOfficer));
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return host.Client.SendAsync(request);
    }

    private async Task<JsonObject> StartAsync(string query)
    {
        var answer = await PostAsync(query);
        var run = await PrivacyShop.ReadAsync(answer, HttpStatusCode.Accepted);
        Assert.Equal((string?)run["links"]!["self"], answer.Headers.Location?.OriginalString);
        return run;
    }

    private async Task<JsonObject> GetAsync(string url) => await PrivacyShop.ReadAsync(await _shop.AsOfficerAsync(HttpMethod.Get, url, role: StaffRoles.GovernanceAuditor));

    private async Task<JsonObject> EndAsync(JsonObject run)
    {
        for (var tries = 0; (string?)run["status"] is "waiting" or "running"; tries++)
        {
            Assert.True(tries < 1200, run.ToJsonString());
            await Task.Delay(50);
            run = await GetAsync($"api/retention/runs/{run["id"]}");
        }

        return run;
    }

    private async Task<List<JsonObject>> ItemsAsync(JsonObject run, string query)
    {
        var items = new List<JsonObject>();
        string? token = null;
        do
        {
            var page = await GetAsync($"api/retention/runs/{run["id"]}/items{query}{(token is null ? "" : $"{(query.Length == 0 ? '?' : '&')}continuationToken={token}")}");
            items.AddRange(page["items"]!.AsArray().Select(i => i!.AsObject()));
            token = (string?)page["continuationToken"];
        }
        while (token is not null);
        return items;
    }
}
