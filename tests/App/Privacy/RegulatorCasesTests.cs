using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RetailServerless.Core.Access;
using RetailServerless.Core.Consent;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Privacy;

/// <summary>
/// What regulators fined, one test a case, on a platform of its own that is also restarted. Beside it stand, refused and audited too: a replayed code and a forged letter of an agent
/// (<see cref="VerificationTests"/>), a forged certificate (<see cref="DeletionRequestTests"/>), a forged answer of a processor (<see cref="ProcessorTests"/>).
/// </summary>
public sealed class RegulatorCasesTests : IAsyncLifetime
{
    private readonly GovernanceHost _host = new();
    private readonly PrivacyShop _shop;

    public RegulatorCasesTests() => _shop = new PrivacyShop(_host);

    private string Url => $"api/customers/{_shop.Customer}/consent";

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task An_opt_out_form_that_does_nothing()
    {
        await GiveAsync();

        var form = await _host.AsStorefrontAsync(HttpMethod.Put, Url, _shop.Customer, new { purposes = new { saleOrShare = false }, channel = "web-form" });

        // It acts on the very next question, is receipted to the person, is on record, and everything that rested on it is dealt with.
        Assert.Equal(HttpStatusCode.OK, form.StatusCode);
        Assert.Equal("consent-revoked", await RefusalAsync());
        var receipts = (await PrivacyShop.ReadAsync(await _shop.SendAsync(HttpMethod.Get, Url + "/receipts")))["items"]!.AsArray();
        Assert.Equal(("saleOrShare", "revoked", "web-form"), ((string?)receipts[^1]!["purpose"], (string?)receipts[^1]!["decision"], (string?)receipts[^1]!["channel"]));
        Assert.Contains(await _host.AuditAsync("consent.changed"), e => (string?)e!["body"]?["changes"]?[0]?["receiptId"] == (string?)receipts[^1]!["receiptId"]);
        Assert.Equal("completed", (string?)(await RevocationAsync())["status"]);
    }

    [Fact]
    public async Task Global_Privacy_Control_ignored()
    {
        await GiveAsync();

        var answer = await _host.AsStorefrontAsync(HttpMethod.Get, Url, _shop.Customer, null, ("Sec-GPC", "1"));

        // In the request itself, in what is stored, and in what the person is shown.
        var view = await PrivacyShop.ReadAsync(answer);
        Assert.Equal("1", answer.Headers.GetValues("GPC-Honored").Single());
        Assert.True((bool)view["globalPrivacyControlHonored"]!);
        Assert.False((bool)view["purposes"]!["saleOrShare"]!["granted"]!);
        Assert.Equal("consent-revoked", await RefusalAsync());
        Assert.Contains(await _host.AuditAsync("consent.gpc-applied"), e => (string?)e!["body"]?["changes"]?[0]?["purpose"] == "saleOrShare");
    }

    [Fact]
    public async Task An_opt_out_that_stops_working_after_another_version_of_the_policy_with_another_notice()
    {
        await OptOutAsync();
        var before = (await _host.Get<IConsentGate>().AskAsync(_shop.Person, Purpose.SaleOrShare, PrivacySignals.None, default)).Refusal!.PolicyVersion;

        await ChangeNoticeAsync();

        var after = (await _host.Get<IConsentGate>().AskAsync(_shop.Person, Purpose.SaleOrShare, PrivacySignals.None, default)).Refusal!;
        Assert.NotEqual(before, after.PolicyVersion);
        Assert.Equal("consent-revoked", after.Code);
        Assert.Equal("refused", await StatusAsync());
    }

    [Fact]
    public async Task An_opt_out_that_stops_working_after_an_import_that_says_yes()
    {
        await OptOutAsync();

        var import = await ImportAsync($"{{\"id\":\"{_shop.Customer}\",\"name\":\"Nora\",\"consent\":{{\"saleOrShare\":true}}}}\n");

        Assert.Equal(1, (int)import["rows"]!["accepted"]!);
        Assert.Equal("consent-revoked", await RefusalAsync());
        Assert.Equal("refused", await StatusAsync());
    }

    [Fact]
    public async Task An_opt_out_that_stops_working_after_a_restart()
    {
        await OptOutAsync();

        await _host.RestartAsync();

        Assert.Equal("consent-revoked", await RefusalAsync());
        Assert.Equal("refused", await StatusAsync());
        Assert.Equal("completed", (string?)(await RevocationAsync())["status"]);
    }

    [Theory]
    [InlineData("optOutOfSaleOrSharing")]
    [InlineData("limitUseOfSensitiveData")]
    public async Task More_identity_asked_for_an_opt_out_than_is_allowed(string right)
    {
        await _shop.FillAsync();

        // From a form without a sign-in, from somebody whose sign-in is long ago, and from an officer to whom somebody wrote: nobody is asked who they are (11 CCR 7060(b)).
        var body = new { right, residence = new { region = "US-CA" } };
        var form = await PrivacyShop.ReadAsync(await _host.AsStorefrontAsync(HttpMethod.Post, "api/privacy/requests", _shop.Customer, body), HttpStatusCode.Created);
        await _shop.UntilAsync(form, "completed");
        var stale = await PrivacyShop.ReadAsync(await _shop.SendAsync(HttpMethod.Post, "api/privacy/requests", body, _shop.Token(age: TimeSpan.FromDays(300))), HttpStatusCode.Created);
        await _shop.UntilAsync(stale, "completed");
        var written = await PrivacyShop.ReadAsync(
            await _shop.AsOfficerAsync(HttpMethod.Post, "api/privacy/requests", new { right, customerId = _shop.Customer, residence = new { region = "US-CA" } }), HttpStatusCode.Created);
        var done = await _shop.UntilAsync(written, "completed");

        Assert.All(new[] { form, stale, written }, r => Assert.Empty(r["verification"]!["needed"]!.AsArray()));
        Assert.DoesNotContain("identityAsked", PrivacyShop.Kinds(done));
        var sent = Directory.GetFiles(Path.Combine(_host.Get<Embedded.Storage.DataFolder>().Path, "outbox")).Select(f => JsonNode.Parse(File.ReadAllText(f))!.AsObject()).ToList();
        Assert.NotEmpty(sent);
        Assert.DoesNotContain(sent, message => message.ContainsKey("code"));
    }

    [Fact]
    public async Task The_token_of_another_shopper()
    {
        await _shop.FillAsync();
        await OptOutAsync();
        var request = await _shop.AskAsync(new { right = "access", residence = new { country = "DE" } });
        var other = _shop.Token("somebody-else");

        foreach (var url in new[] { Url, $"{Url}/receipts", $"{Url}/revocations", $"api/privacy/requests/{request["id"]}", $"api/privacy/requests/{request["id"]}/package" })
        {
            var answer = await _shop.SendAsync(HttpMethod.Get, url, null, other);
            Assert.True(answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound, $"{url}: {answer.StatusCode}");
            Assert.DoesNotContain(_shop.Customer, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var refused = (await _host.AuditAsync("access.refused")).Where(e => (string?)e!["actorRole"] == "shopper").Select(e => (string?)e!["body"]!["route"]).ToList();
        Assert.True(refused.Count >= 5, string.Join(", ", refused));
        Assert.All(refused, route => Assert.DoesNotContain(_shop.Customer, route!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_staff_role_without_the_right()
    {
        await _shop.FillAsync();
        var request = await _shop.AskAsync(new { right = "access", residence = new { country = "DE" } });

        foreach (var (method, url) in new[]
                 {
                     (HttpMethod.Post, $"api/privacy/requests/{request["id"]}/approval"), (HttpMethod.Post, $"api/privacy/requests/{request["id"]}/legal-hold"),
                     (HttpMethod.Get, $"api/privacy/requests/{request["id"]}/package"), (HttpMethod.Get, Url),
                 })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await _shop.AsOfficerAsync(method, url, method == HttpMethod.Post ? new { approved = true } : null, StaffRoles.GovernanceAuditor)).StatusCode);
        }

        Assert.Equal(4, (await _host.AuditAsync("access.refused")).Count(e => (string?)e!["actorRole"] == StaffRoles.GovernanceAuditor));
    }

    [Fact]
    public async Task An_altered_receipt()
    {
        await GiveAsync();
        var receipt = await PrivacyShop.ReadAsync(await _shop.SendAsync(HttpMethod.Get, $"{Url}/receipts/1"));
        var altered = JsonNode.Parse(receipt.ToJsonString().Replace("consent given", "consent withdrawn", StringComparison.Ordinal))!.AsObject();

        var genuine = await _host.Client.PostAsJsonAsync("api/consent/receipts/verification", receipt);
        var refused = await _host.Client.PostAsJsonAsync("api/consent/receipts/verification", altered);

        Assert.Equal(HttpStatusCode.OK, genuine.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.EndsWith("/receipt-not-genuine", (string?)(await GovernanceHost.ReadAsync(refused))["type"], StringComparison.Ordinal);
        Assert.Contains(await _host.AuditAsync("access.refused"), e => (string?)e!["body"]!["reason"] == "receipt-not-genuine");
    }

    private async Task GiveAsync() =>
        Assert.Equal(HttpStatusCode.OK, (await _host.AsShopperAsync(HttpMethod.Put, Url, _shop.Customer, new { purposes = new { saleOrShare = true }, channel = "web" })).StatusCode);

    private async Task OptOutAsync()
    {
        await GiveAsync();
        Assert.Equal(HttpStatusCode.OK, (await _host.AsStorefrontAsync(HttpMethod.Put, Url, _shop.Customer, new { purposes = new { saleOrShare = false }, channel = "web-form" })).StatusCode);
    }

    private async Task<string?> RefusalAsync() => (await _host.Get<IConsentGate>().AskAsync(_shop.Person, Purpose.SaleOrShare, PrivacySignals.None, default)).Refusal?.Code;

    private async Task<string?> StatusAsync() => (string?)(await PrivacyShop.ReadAsync(await _shop.SendAsync(HttpMethod.Get, Url)))["purposes"]!["saleOrShare"]!["status"];

    private async Task<JsonObject> RevocationAsync()
    {
        for (var tries = 0; ; tries++)
        {
            var all = (await PrivacyShop.ReadAsync(await _shop.SendAsync(HttpMethod.Get, Url + "/revocations")))["items"]!.AsArray();
            if (all.Count > 0 && (string?)all[^1]!["status"] == "completed")
            {
                return all[^1]!.AsObject();
            }

            Assert.True(tries < 600, all.ToJsonString());
            await Task.Delay(100);
        }
    }

    // Another notice in substance, proposed by one person and approved by another.
    private async Task ChangeNoticeAsync()
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, "api/policies/consent~default");
        ask.Headers.TryAddWithoutValidation("Authorization", "Bearer " + _host.Issuer.Staff(StaffRoles.PrivacyOfficer));
        ask.Headers.Accept.ParseAdd("application/yaml");
        var text = await (await _host.Client.SendAsync(ask)).Content.ReadAsStringAsync();
        var at = text.IndexOf("Passing data on for advertising", StringComparison.Ordinal);
        var version = text.LastIndexOf("version: \"", at, StringComparison.Ordinal) + "version: \"".Length;
        var changed = (text[..version] + "2099" + text[text.IndexOf('"', version)..]).Replace("Passing data on for advertising", "Passing data on to partners", StringComparison.Ordinal);

        using var proposal = new HttpRequestMessage(HttpMethod.Post, "api/policies/consent~default/proposals?reason=Clearer") { Content = new StringContent(changed, new MediaTypeHeaderValue("application/yaml")) };
        proposal.Headers.TryAddWithoutValidation("Authorization", "Bearer " + _host.Issuer.Staff(StaffRoles.PrivacyOfficer));
        var made = await PrivacyShop.ReadAsync(await _host.Client.SendAsync(proposal), HttpStatusCode.Created);
        await PrivacyShop.ReadAsync(
            await _shop.SendAsync(HttpMethod.Post, $"api/policies/consent~default/proposals/{made["version"]!["version"]}/approval", null, _host.Issuer.Token(new() { ["sub"] = "somebody-of-the-board", ["roles"] = new[] { StaffRoles.GovernanceBoard } })));
        await Task.Delay(Core.Policies.PolicyStore.MaxAge + TimeSpan.FromMilliseconds(200));
    }

    private async Task<JsonObject> ImportAsync(string lines)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/imports/customers") { Content = new StringContent(lines, new MediaTypeHeaderValue("application/jsonl")) };
        var admin = _host.Issuer.Staff(StaffRoles.PlatformAdmin);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + admin);
        var import = await PrivacyShop.ReadAsync(await _host.Client.SendAsync(request), HttpStatusCode.Accepted);
        for (var tries = 0; (string?)import["state"] is not ("completed" or "failed"); tries++)
        {
            Assert.True(tries < 600, import.ToJsonString());
            await Task.Delay(50);
            import = await PrivacyShop.ReadAsync(await _shop.SendAsync(HttpMethod.Get, $"api/imports/{import["id"]}", null, admin));
        }

        return import;
    }
}
