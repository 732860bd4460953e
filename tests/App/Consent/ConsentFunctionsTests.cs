using System.Net;
using System.Text.Json.Nodes;
using RetailServerless.Core.Access;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Functions.Consent;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Consent;

[Collection(GovernanceGroup.Name)]
public sealed class ConsentFunctionsTests(GovernanceHost host)
{
    private readonly string _customer = "C-" + Guid.NewGuid().ToString("N");

    private string Url => $"api/customers/{_customer}/consent";

    [Fact]
    public async Task A_new_shopper_has_agreed_to_nothing_and_sees_every_notice()
    {
        var answer = await host.AsShopperAsync(HttpMethod.Get, Url, _customer);

        var view = await GovernanceHost.ReadAsync(answer);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("\"0\"", answer.Headers.ETag!.ToString());
        Assert.Equal("consent/default@1", (string?)view["policy"]);
        Assert.Equal(["service", "personalization", "analytics", "modelTraining", "marketing", "saleOrShare", "sensitive"], view["purposes"]!.AsObject().Select(p => p.Key));
        Assert.Equal("notNeeded", (string?)view["purposes"]!["service"]!["status"]);
        Assert.True((bool)view["purposes"]!["service"]!["granted"]!);
        Assert.Equal("notAsked", (string?)view["purposes"]!["marketing"]!["status"]);
        Assert.NotEmpty((string?)view["purposes"]!["marketing"]!["notice"]!["text"] ?? string.Empty);
    }

    [Fact]
    public async Task Consent_given_is_shown_receipted_and_granted()
    {
        var answer = await PutAsync("personalization", true);

        var view = await GovernanceHost.ReadAsync(answer);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("\"1\"", answer.Headers.ETag!.ToString());
        Assert.Equal("granted", (string?)view["purposes"]!["personalization"]!["status"]);
        var receipts = (await GovernanceHost.ReadAsync(await host.AsShopperAsync(HttpMethod.Get, Url + "/receipts", _customer)))["items"]!.AsArray();
        Assert.Equal((string?)view["purposes"]!["personalization"]!["receiptId"], (string?)Assert.Single(receipts)!["receiptId"]);
        Assert.NotNull((await AskAsync(Purpose.Personalization)).Grant);
        Assert.Equal((await host.AsShopperAsync(HttpMethod.Get, Url, _customer)).Headers.ETag, answer.Headers.ETag);
    }

    [Fact]
    public async Task Revocation_acts_on_the_next_call()
    {
        await PutAsync("personalization", true);
        Assert.NotNull((await AskAsync(Purpose.Personalization)).Grant);

        await PutAsync("personalization", false);

        Assert.Equal("consent-revoked", (await AskAsync(Purpose.Personalization)).Refusal!.Code);
    }

    [Fact]
    public async Task A_storefront_can_withdraw_for_its_shopper_and_not_agree()
    {
        await PutAsync("personalization", true);

        var grant = await host.AsStorefrontAsync(HttpMethod.Put, Url, _customer, Body("marketing.email", true));
        var revocation = await host.AsStorefrontAsync(HttpMethod.Put, Url, _customer, Body("personalization", false));

        await AssertProblemAsync(grant, HttpStatusCode.Forbidden, "consent-needs-own-token");
        Assert.Equal(HttpStatusCode.OK, revocation.StatusCode);
        Assert.Equal("no-consent", (await AskAsync(Purpose.Marketing.By(ContactChannel.Email))).Refusal!.Code);
        Assert.Equal("consent-revoked", (await AskAsync(Purpose.Personalization)).Refusal!.Code);
    }

    [Fact]
    public async Task Nobody_reaches_the_consent_of_another()
    {
        foreach (var (method, url, body) in new[] { (HttpMethod.Get, Url, null), (HttpMethod.Put, Url, Body("marketing", false)), (HttpMethod.Get, Url + "/receipts", null) })
        {
            var answer = await host.AsShopperAsync(method, url, "somebody-else", body);
            var named = await host.AsStorefrontAsync(method, url, "somebody-else", body);

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, named.StatusCode);
        }
    }

    [Fact]
    public async Task A_privacy_officer_reads_and_does_not_change()
    {
        Assert.Equal(HttpStatusCode.OK, (await host.AsStaffAsync(HttpMethod.Get, Url, StaffRoles.PrivacyOfficer)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.AsStaffAsync(HttpMethod.Get, Url + "/receipts", StaffRoles.PrivacyOfficer)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.AsStaffAsync(HttpMethod.Put, Url, StaffRoles.PrivacyOfficer)).StatusCode);
    }

    [Fact]
    public async Task An_unknown_purpose_is_named()
    {
        var answer = await host.AsShopperAsync(HttpMethod.Put, Url, _customer, """{"purposes":{"personalisation":true}}""");

        var problem = await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "invalid-consent");
        Assert.Contains("is not a purpose", (string?)problem["errors"]!["$.purposes.personalisation"]![0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "$.purposes")]
    [InlineData("""{"purposes":{}}""", "$.purposes")]
    [InlineData("""{"purposes":{"marketing":true},"channel":"The Web!"}""", "$.channel")]
    [InlineData("""{"purposes":{"marketing":true},"noticeVersions":{"letters":"1"}}""", "$.noticeVersions.letters")]
    [InlineData("""{"purposes":{"marketing":"yes"}}""", "$.purposes.marketing")]
    [InlineData("""{"purposes":{"marketing":null}}""", "$.purposes.marketing")]
    public async Task What_cannot_be_read_is_named(string body, string field)
    {
        var answer = await host.AsShopperAsync(HttpMethod.Put, Url, _customer, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True((await GovernanceHost.ReadAsync(answer))["errors"]!.AsObject().ContainsKey(field));
    }

    [Fact]
    public async Task Service_cannot_be_switched_off()
    {
        var problem = await AssertProblemAsync(await PutAsync("service", false), HttpStatusCode.UnprocessableEntity, "service-cannot-be-switched-off");

        Assert.Contains("contract", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_version_does_not_overwrite_a_new_one()
    {
        await PutAsync("personalization", false);

        var stale = await host.AsShopperAsync(HttpMethod.Put, Url, _customer, Body("personalization", true), ("If-Match", "\"0\""));
        var fresh = await host.AsShopperAsync(HttpMethod.Put, Url, _customer, Body("personalization", true), ("If-Match", "\"1\""));

        await AssertProblemAsync(stale, HttpStatusCode.PreconditionFailed, "precondition-failed");
        Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);
    }

    [Fact]
    public async Task Receipts_come_page_by_page_each_once()
    {
        for (var i = 0; i < 5; i++)
            await PutAsync("marketing.email", i % 2 == 0);

        var numbers = new List<int>();
        string? token = null;
        do
        {
            var page = await GovernanceHost.ReadAsync(await host.AsShopperAsync(HttpMethod.Get, $"{Url}/receipts?size=2&continuationToken={token}", _customer));
            numbers.AddRange(page["items"]!.AsArray().Select(r => (int)r!["number"]!));
            token = (string?)page["continuationToken"];
        }
        while (token is not null);

        Assert.Equal([1, 2, 3, 4, 5], numbers);
        await AssertProblemAsync(
            await host.AsShopperAsync(HttpMethod.Get, $"{Url}/receipts?continuationToken=abc", _customer), HttpStatusCode.BadRequest, "unknown-continuation-token");
    }

    [Fact]
    public async Task The_signal_opts_a_known_shopper_out_once_whatever_they_call()
    {
        await PutAsync("saleOrShare", true);

        for (var i = 0; i < 3; i++)
            await host.AsStorefrontAsync(HttpMethod.Get, Url, _customer, null, ("Sec-GPC", "1"));

        var view = await GovernanceHost.ReadAsync(await host.AsShopperAsync(HttpMethod.Get, Url, _customer));
        var receipts = (await GovernanceHost.ReadAsync(await host.AsShopperAsync(HttpMethod.Get, Url + "/receipts", _customer)))["items"]!.AsArray();
        Assert.Equal("refused", (string?)view["purposes"]!["saleOrShare"]!["status"]);
        Assert.NotNull(view["globalPrivacyControlAt"]);
        Assert.True((bool)view["globalPrivacyControlHonored"]!);
        Assert.Equal(["web", "gpc"], receipts.Select(r => (string?)r!["channel"]));
        Assert.Equal("consent-revoked", (await AskAsync(Purpose.SaleOrShare)).Refusal!.Code);
    }

    [Fact]
    public async Task A_request_with_the_signal_cannot_agree_to_sale()
    {
        var answer = await host.AsShopperAsync(HttpMethod.Put, Url, _customer, Body("saleOrShare", true), ("Sec-GPC", "1"));

        await AssertProblemAsync(answer, HttpStatusCode.UnprocessableEntity, "global-privacy-control");
    }

    [Fact]
    public async Task Everybody_can_read_that_the_signal_is_honoured()
    {
        var answer = await host.Client.GetAsync(".well-known/gpc.json");

        var statement = await GovernanceHost.ReadAsync(answer);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.True((bool)statement["gpc"]!);
        Assert.Matches(@"^\d{4}-\d\d-\d\d$", (string?)statement["lastUpdate"]);
    }

    [Fact]
    public async Task A_receipt_is_checked_offline_and_an_altered_one_refused()
    {
        await PutAsync("marketing.email", true);
        var receipt = await (await host.AsShopperAsync(HttpMethod.Get, Url + "/receipts/1", _customer)).Content.ReadAsStringAsync();
        var folder = Directory.CreateTempSubdirectory("retail-receipts-").FullName;
        var (file, altered, keys) = (Path.Combine(folder, "receipt.json"), Path.Combine(folder, "altered.json"), Path.Combine(folder, "keys.json"));
        await File.WriteAllTextAsync(file, receipt);
        await File.WriteAllTextAsync(altered, receipt.Replace("consent given", "consent refused", StringComparison.Ordinal));
        await File.WriteAllTextAsync(keys, await host.Client.GetStringAsync("api/consent/receipt-keys"));

        using var output = new StringWriter();
        var genuine = await ReceiptCommand.RunAsync(["receipts", "verify", file, "--keys", keys], output, output);
        var forged = await ReceiptCommand.RunAsync(["receipts", "verify", altered, "--keys", keys], output, output);
        var unreadable = await ReceiptCommand.RunAsync(["receipts", "verify", Path.Combine(folder, "none.json"), "--keys", keys], output, output);
        Directory.Delete(folder, recursive: true);

        Assert.Equal((0, 1, 2), (genuine, forged, unreadable));
        Assert.Contains("NOT GENUINE: signature-wrong", output.ToString(), StringComparison.Ordinal);
        await AssertProblemAsync(await host.AsShopperAsync(HttpMethod.Get, Url + "/receipts/2", _customer), HttpStatusCode.NotFound, "receipt-not-found");
        Assert.Equal(HttpStatusCode.Forbidden, (await host.AsShopperAsync(HttpMethod.Get, Url + "/receipts/1", "somebody-else")).StatusCode);
    }

    [Fact]
    public async Task The_past_is_shown_to_the_shopper_and_not_to_a_storefront()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        await PutAsync("marketing.email", true);

        var past = await GovernanceHost.ReadAsync(await host.AsShopperAsync(HttpMethod.Get, $"{Url}?at={before.UtcDateTime:O}", _customer));
        var now = await GovernanceHost.ReadAsync(await host.AsShopperAsync(HttpMethod.Get, $"{Url}?at={DateTimeOffset.UtcNow.UtcDateTime:O}", _customer));

        Assert.Empty(past["purposes"]!.AsObject());
        Assert.True((bool)now["purposes"]!["marketing.email"]!["granted"]!);
        foreach (var wrong in new[] { "yesterday", "2999-01-01T00:00:00Z" })
            await AssertProblemAsync(await host.AsShopperAsync(HttpMethod.Get, $"{Url}?at={wrong}", _customer), HttpStatusCode.BadRequest, "invalid-query");
        await AssertProblemAsync(
            await host.AsStorefrontAsync(HttpMethod.Get, $"{Url}?at={before.UtcDateTime:O}", _customer), HttpStatusCode.Forbidden, "consent-needs-own-token");
    }

    [Fact]
    public async Task Marketing_is_agreed_to_channel_by_channel()
    {
        var whole = await PutAsync("marketing", true);
        var view = await GovernanceHost.ReadAsync(await PutAsync("marketing.email", true));

        await AssertProblemAsync(whole, HttpStatusCode.UnprocessableEntity, "channel-needed");
        Assert.Equal("byChannel", (string?)view["purposes"]!["marketing"]!["status"]);
        Assert.True((bool)view["purposes"]!["marketing"]!["channels"]!["email"]!["granted"]!);
        Assert.Equal("notAsked", (string?)view["purposes"]!["marketing"]!["channels"]!["sms"]!["status"]);
        Assert.Equal("no-consent", (await AskAsync(Purpose.Marketing.By(ContactChannel.Sms))).Refusal!.Code);
    }

    [Fact]
    public async Task After_an_opt_out_a_storefronts_prompt_is_refused_and_the_shopper_opts_in_in_two_steps()
    {
        var opted = await GovernanceHost.ReadAsync(await PutAsync("saleOrShare", false));
        var prompted = await PutAsync("saleOrShare", true);
        var first = await GovernanceHost.ReadAsync(
            await host.AsShopperAsync(HttpMethod.Put, Url, _customer, new { purposes = new { saleOrShare = true }, initiative = "person" }));
        var id = (string?)first["purposes"]!["saleOrShare"]!["confirmation"]!["id"];
        Assert.Equal("consent-revoked", (await AskAsync(Purpose.SaleOrShare)).Refusal!.Code);
        var second = await GovernanceHost.ReadAsync(
            await host.AsShopperAsync(HttpMethod.Put, Url, _customer, new { purposes = new { saleOrShare = true }, confirms = new { saleOrShare = id } }));

        Assert.Equal($"{DateTime.UtcNow.Date.AddMonths(12).AddDays(1):yyyy-MM-dd}", (string?)opted["purposes"]!["saleOrShare"]!["mayAskAgainOn"]);
        await AssertProblemAsync(prompted, HttpStatusCode.Conflict, "asked-too-early");
        Assert.True((bool)second["purposes"]!["saleOrShare"]!["granted"]!);
        Assert.NotNull((await AskAsync(Purpose.SaleOrShare)).Grant);
    }

    [Fact]
    public async Task A_child_is_refused_an_officer_records_what_the_parent_agreed_to_and_no_one_else_can()
    {
        var refused = await host.AsShopperAsync(HttpMethod.Put, Url, _customer, new { purposes = new { personalization = true }, birthYear = DateTime.UtcNow.Year - 12 });
        var grown = await host.AsShopperAsync(HttpMethod.Put, Url, _customer, new { purposes = new { personalization = true }, ageBand = "18+" });
        var authorisation = new { purposes = new[] { "personalization" }, evidence = "signedForm", reference = "F-1" };
        var shopper = await host.AsShopperAsync(HttpMethod.Post, Url + "/parental-authorisations", _customer, authorisation);
        var board = await host.AsStaffAsync(HttpMethod.Post, Url + "/parental-authorisations", StaffRoles.GovernanceBoard, authorisation);
        var unproved = await host.AsStaffAsync(HttpMethod.Post, Url + "/parental-authorisations", StaffRoles.PrivacyOfficer, new { purposes = new[] { "personalization" } });
        Assert.Equal("parental-consent-needed", (await AskAsync(Purpose.Personalization)).Refusal!.Code);
        var officer = await host.AsStaffAsync(HttpMethod.Post, Url + "/parental-authorisations", StaffRoles.PrivacyOfficer, authorisation);

        await AssertProblemAsync(refused, HttpStatusCode.UnprocessableEntity, "parental-consent-needed");
        await AssertProblemAsync(grown, HttpStatusCode.Conflict, "age-already-declared");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.BadRequest), (shopper.StatusCode, board.StatusCode, unproved.StatusCode));
        Assert.Equal(HttpStatusCode.OK, officer.StatusCode);
        Assert.NotNull((await AskAsync(Purpose.Personalization)).Grant);
    }

    [Fact]
    public async Task The_rules_are_those_of_where_the_shopper_lives()
    {
        var asked = await GovernanceHost.ReadAsync(await host.AsShopperAsync(HttpMethod.Get, Url + "?jurisdiction=DE", _customer));
        var said = await GovernanceHost.ReadAsync(await host.AsShopperAsync(HttpMethod.Put, Url, _customer, new { jurisdiction = "US-CA" }));
        var storefront = await host.AsStorefrontAsync(HttpMethod.Put, Url, _customer, new { jurisdiction = "DE" });

        Assert.Equal("eu", (string?)asked["jurisdiction"]);
        Assert.Equal(("california", "notOptedOut"), ((string?)said["jurisdiction"], (string?)said["purposes"]!["saleOrShare"]!["status"]));
        await AssertProblemAsync(storefront, HttpStatusCode.Forbidden, "consent-needs-own-token");
        await AssertProblemAsync(await host.AsShopperAsync(HttpMethod.Put, Url, _customer, new { jurisdiction = "Utopia" }), HttpStatusCode.BadRequest, "invalid-consent");
    }

    private static object Body(string purpose, bool granted) => new { purposes = new Dictionary<string, bool> { [purpose] = granted }, channel = "web" };

    private static async Task<JsonObject> AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var problem = await GovernanceHost.ReadAsync(answer);
        Assert.Equal(status, answer.StatusCode);
        Assert.EndsWith("/" + code, (string?)problem["type"], StringComparison.Ordinal);
        return problem;
    }

    private Task<HttpResponseMessage> PutAsync(string purpose, bool granted) => host.AsShopperAsync(HttpMethod.Put, Url, _customer, Body(purpose, granted));

    private async Task<GateAnswer> AskAsync(ConsentScope scope) =>
        await host.Get<IConsentGate>().AskAsync(PersonId.Of(new CustomerId(_customer)), scope, PrivacySignals.None, default);
}
