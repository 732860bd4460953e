using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using RetailServerless.Core.Access;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Customers;
using RetailServerless.Core.People;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Core.Storage;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Privacy;

/// <summary>What regulators fined: an opt-out form that does nothing, one that asks for identity, and rights that act late.</summary>
[Collection(PrivacyGroup.Name)]
public sealed class RightsTests(GovernanceHost host)
{
    private readonly PrivacyShop _shop = new(host);

    [Fact]
    public async Task An_opt_out_acts_before_it_is_answered_asks_nobody_who_they_are_and_lasts()
    {
        await GiveAsync(new { saleOrShare = true });
        Assert.NotNull((await GateAsync(Purpose.SaleOrShare)).Grant);

        var request = await PrivacyShop.ReadAsync(
            await host.AsStorefrontAsync(HttpMethod.Post, "api/privacy/requests", _shop.Customer, new { right = "optOutOfSaleOrSharing", residence = new { region = "US-CA" } }), HttpStatusCode.Created);

        Assert.Equal("consent-revoked", (await GateAsync(Purpose.SaleOrShare)).Refusal!.Code);
        Assert.Empty(request["verification"]!["needed"]!.AsArray());
        Assert.Equal(HttpStatusCode.Conflict, (await _shop.AsOfficerAsync(HttpMethod.Post, $"api/privacy/requests/{request["id"]}/verification", new { data = new { name = "Nora" } })).StatusCode);
        var done = await _shop.UntilAsync(request, "completed");
        Assert.DoesNotContain("identityAsked", PrivacyShop.Kinds(done));
        Assert.Contains("7026", (string)done["deadlines"]!.AsArray().Single(d => (string?)d!["kind"] == "answer")!["citation"]!, StringComparison.Ordinal);
        await GiveAsync(new { personalization = true });
        Assert.Null((await GateAsync(Purpose.SaleOrShare)).Grant);
    }

    [Fact]
    public async Task A_restriction_stops_the_next_read_for_every_purpose()
    {
        await GiveAsync(new { personalization = true });
        var request = await _shop.AskAsync(new { right = "restriction", residence = new { country = "DE" } });
        await _shop.UntilAsync(request, "completed");

        foreach (var purpose in new[] { Purpose.Service, Purpose.Personalization })
        {
            Assert.Equal("processing-restricted", (await GateAsync(purpose)).Refusal!.Code);
        }
    }

    [Fact]
    public async Task A_correction_is_there_at_the_next_read()
    {
        await _shop.FillAsync();
        var request = await _shop.AskAsync(
            new { right = "correction", residence = new { country = "DE" }, corrections = new[] { new { store = "customers", field = "name", value = "Nora Right" } } });
        await _shop.ApproveAsync(request);
        await _shop.UntilAsync(request, "completed");

        var stored = await host.Get<IDocumentStore>().GetAsync<Customer>(new DocumentKey(Customer.Container, _shop.Person.Value, Customer.DocumentId), default);

        Assert.Equal("Nora Right", stored!.Value.Name);
    }

    [Fact]
    public async Task A_list_of_requests_is_answered_row_by_row()
    {
        await _shop.FillAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/privacy/requests/bulk")
        {
            Content = new StringContent($"customerId,right,country,region\n{_shop.Customer},deletion,DE,\n{_shop.Customer},deletion,DE,\n{_shop.Customer},nonsense,DE,\n", new MediaTypeHeaderValue("text/csv")),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + host.Issuer.Staff(StaffRoles.PrivacyOfficer));

        var answer = await PrivacyShop.ReadAsync(await host.Client.SendAsync(request));

        Assert.Equal(["taken", "open-already", "refused"], answer["rows"]!.AsArray().Select(r => (string)r!["result"]!));
        Assert.DoesNotContain(_shop.Customer, answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_does_not_bring_an_erased_person_back()
    {
        await _shop.FillAsync();
        var request = await _shop.AskAsync(new { right = "deletion", residence = new { country = "DE" } });
        await _shop.ApproveAsync(request);
        await _shop.UntilAsync(request, "completed");

        var import = await ImportAsync($"id,name,email\n{_shop.Customer},Nora,\nK-other-{_shop.Customer},Nora,{_shop.Email}\nfresh-{_shop.Customer},Somebody,somebody@mail.example\nfresh2-{_shop.Customer},Else,else@mail.example\n");

        Assert.Equal(2, (int)import["rows"]!["rejected"]!);
        Assert.All(import["rejectedRows"]!.AsArray(), row => Assert.Contains("erased", (string)row!["reason"]!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_restored_backup_is_held_against_the_journal_and_whoever_was_erased_is_erased_again()
    {
        await _shop.FillAsync();
        var request = await _shop.AskAsync(new { right = "deletion", residence = new { country = "DE" } });
        await _shop.ApproveAsync(request);
        await _shop.UntilAsync(request, "completed");
        var documents = host.Get<IDocumentStore>();
        await foreach (var hash in documents.PartitionsAsync(SuppressionList.Container, null, default))
        {
            await documents.DeletePartitionAsync(SuppressionList.Container, hash, default);
        }

        await documents.UpsertAsync(
            new DocumentKey(Customer.Container, _shop.Person.Value, Customer.DocumentId), new Customer { Id = new CustomerId(_shop.Customer), Email = _shop.Email }, WriteCondition.Always, default);

        var erased = await host.Get<SuppressionReplay>().RunAsync(default);
        var again = await host.Get<SuppressionReplay>().RunAsync(default);

        Assert.Equal(1, erased);
        Assert.Equal(0, again);
        Assert.Null(await documents.GetAsync<Customer>(new DocumentKey(Customer.Container, _shop.Person.Value, Customer.DocumentId), default));
        Assert.True(await host.Get<SuppressionList>().ContainsAsync(_shop.Person, default));
        Assert.NotEmpty(await host.AuditAsync("privacy.suppression-replayed"));
    }

    [Fact]
    public async Task The_queue_shows_the_most_urgent_first_and_pages()
    {
        await _shop.FillAsync();
        await _shop.AskAsync(new { right = "access", residence = new { country = "DE" } });
        await _shop.AskAsync(new { right = "deletion", residence = new { region = "US-CA" } });

        var all = new List<JsonNode>();
        string? token = null;
        do
        {
            var page = await PrivacyShop.ReadAsync(await _shop.AsOfficerAsync(HttpMethod.Get, "api/privacy/requests?size=1" + (token is null ? "" : "&continuationToken=" + token)));
            all.AddRange(page["items"]!.AsArray()!);
            token = (string?)page["continuationToken"];
        }
        while (token is not null);

        var due = all.Select(r => (string)r["deadlines"]!.AsArray().Single(d => (string?)d!["kind"] == "answer")!["dueDate"]!).ToList();
        Assert.Equal(due.Order(StringComparer.Ordinal), due);
        Assert.Equal(all.Count, all.Select(r => (string)r["id"]!).Distinct().Count());
        Assert.True(all.Count >= 2);
    }

    [Fact]
    public async Task The_queue_is_filtered_by_status_right_law_and_day_and_turned_round()
    {
        await _shop.FillAsync();
        var access = await _shop.AskAsync(new { right = "access", residence = new { country = "GB" } });
        var deletion = await _shop.AskAsync(new { right = "deletion", residence = new { region = "US-CA" } });
        await _shop.UntilAsync(deletion, "awaitingApproval");
        await PrivacyShop.ReadAsync(await _shop.SendAsync(HttpMethod.Post, $"api/privacy/requests/{access["id"]}/withdrawal"));

        Assert.Contains((string?)access["id"], await IdsAsync("status=closed&right=access&regime=uk-gdpr"));
        Assert.DoesNotContain((string?)access["id"], await IdsAsync("status=open"));
        Assert.DoesNotContain((string?)deletion["id"], await IdsAsync("right=deletion&regime=gdpr"));
        Assert.Contains((string?)deletion["id"], await IdsAsync("right=deletion&regime=ccpa&status=awaitingApproval"));
        Assert.DoesNotContain((string?)deletion["id"], await IdsAsync("due=overdue"));
        Assert.DoesNotContain((string?)deletion["id"], await IdsAsync("due=week"));

        // Requests of other tests may still go on; of those that were there both times the order is the reverse.
        var (urgent, latest) = (await IdsAsync("size=100"), await IdsAsync("size=1&order=latest"));
        Assert.Contains((string?)deletion["id"], urgent);
        Assert.Contains((string?)deletion["id"], latest);
        Assert.Equal(urgent.Where(latest.Contains), latest.Where(urgent.Contains).Reverse());
        foreach (var wrong in new[] { "status=nonsense", "right=4", "due=tomorrow", "order=random" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await _shop.AsOfficerAsync(HttpMethod.Get, "api/privacy/requests?" + wrong)).StatusCode);
        }
    }

    private async Task<IReadOnlyList<string>> IdsAsync(string query)
    {
        var ids = new List<string>();
        string? token = null;
        do
        {
            var page = await PrivacyShop.ReadAsync(await _shop.AsOfficerAsync(HttpMethod.Get, $"api/privacy/requests?{query}" + (token is null ? "" : "&continuationToken=" + token)));
            ids.AddRange(page["items"]!.AsArray().Select(r => (string)r!["id"]!));
            token = (string?)page["continuationToken"];
        }
        while (token is not null);

        return ids;
    }

    private async Task GiveAsync(object purposes) =>
        (await host.AsShopperAsync(HttpMethod.Put, $"api/customers/{_shop.Customer}/consent", _shop.Customer, new { purposes })).EnsureSuccessStatusCode();

    private async Task<GateAnswer> GateAsync(Purpose purpose) => await host.Get<IConsentGate>().AskAsync(_shop.Person, purpose, PrivacySignals.None, default);

    private async Task<JsonObject> ImportAsync(string csv)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/imports/customers") { Content = new StringContent(csv, new MediaTypeHeaderValue("text/csv")) };
        var admin = "Bearer " + host.Issuer.Staff(StaffRoles.PlatformAdmin);
        request.Headers.TryAddWithoutValidation("Authorization", admin);
        var import = await PrivacyShop.ReadAsync(await host.Client.SendAsync(request), HttpStatusCode.Accepted);
        for (var tries = 0; (string?)import["state"] is not ("completed" or "failed"); tries++)
        {
            Assert.True(tries < 600, import.ToJsonString());
            await Task.Delay(50);
            import = await PrivacyShop.ReadAsync(await _shop.SendAsync(HttpMethod.Get, $"api/imports/{import["id"]}", null, admin["Bearer ".Length..]));
        }

        return import;
    }
}
