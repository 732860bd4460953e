using System.Net;
using System.Text.Json.Nodes;
using NSec.Cryptography;
using RetailServerless.Core.Privacy.Regimes;
using RetailServerless.Core.Privacy.Requests;
using RetailServerless.Embedded.Storage;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Privacy;

[Collection(PrivacyGroup.Name)]
public sealed class VerificationTests(GovernanceHost host)
{
    private readonly PrivacyShop _shop = new(host);

    [Fact]
    public async Task Three_matching_data_points_of_which_one_is_a_code_show_who_asks_and_the_code_works_once()
    {
        var request = await AskAsync();
        await PrivacyShop.ReadAsync(await ShowAsync(request, new { sendCodeTo = "email" }));
        var code = (string)(await OutboxAsync(request))["code"]!;

        var entered = await PrivacyShop.ReadAsync(await ShowAsync(request, new { code }));
        var replayed = await ShowAsync(request, new { code });
        var matched = await PrivacyShop.ReadAsync(await ShowAsync(request, new { data = new { orderNumber = _shop.Order(1), name = "nora EXAMPLE" } }));

        Assert.Equal("verifying", (string?)entered["status"]);
        Assert.Equal(HttpStatusCode.Forbidden, replayed.StatusCode);
        Assert.NotEqual("verifying", (string?)matched["status"]);
        Assert.Contains(await host.AuditAsync("access.refused"), e => (string?)e!["body"]!["reason"] == "code-replayed");
        Assert.Contains(await host.AuditAsync("privacy.request-verification-failed"), e => (string?)e!["body"]!["requestId"] == (string?)request["id"]);
        Assert.False(File.Exists(OutboxOf(request)));
    }

    [Fact]
    public async Task What_does_not_match_is_counted_and_never_told_and_after_the_last_try_the_request_is_over()
    {
        var request = await AskAsync();
        var texts = new HashSet<string>(StringComparer.Ordinal);
        for (var tries = 0; tries < 5; tries++)
        {
            var answer = await ShowAsync(request, new { data = new { orderNumber = "guess-" + tries, name = "Nora Example" } });
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            texts.Add(await answer.Content.ReadAsStringAsync());
        }

        var over = await _shop.UntilAsync(request, "expired");

        Assert.Equal("notVerified", (string?)over["outcome"]);
        Assert.All(texts, text => Assert.DoesNotContain("orderNumber", text, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Conflict, (await ShowAsync(request, new { data = new { orderNumber = _shop.Order(1) } })).StatusCode);
    }

    [Fact]
    public async Task A_datum_in_dispute_does_not_show_who_asks()
    {
        await _shop.FillAsync();
        var request = await PrivacyShop.ReadAsync(
            await _shop.AsOfficerAsync(
                HttpMethod.Post,
                "api/privacy/requests",
                new { right = "correction", customerId = _shop.Customer, residence = new { country = "DE" }, corrections = new[] { new { store = "customers", field = "name", value = "Nora Right" } } }),
            HttpStatusCode.Created);

        var answer = await ShowAsync(request, new { data = new { name = "Nora Example", orderNumber = _shop.Order(1) } });

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.DoesNotContain(request["verification"]!["needed"]![0]!["from"]!.AsArray(), p => (string?)p == "name");
    }

    [Fact]
    public async Task A_forged_letter_of_an_agent_is_refused_and_a_genuine_one_still_needs_the_person()
    {
        await _shop.FillAsync();
        using var forger = Key.Create(SignatureAlgorithm.Ed25519);
        var agent = GovernanceHost.Agent;

        var forged = await AsAgentAsync(Letter(forger, _shop.Customer));
        var ofAnother = await AsAgentAsync(Letter(agent, "somebody-else"));
        var taken = await PrivacyShop.ReadAsync(await AsAgentAsync(Letter(agent, _shop.Customer)), HttpStatusCode.Created);
        var confirmed = await PrivacyShop.ReadAsync(await _shop.SendAsync(HttpMethod.Post, $"api/privacy/requests/{taken["id"]}/verification", new { }));

        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, ofAnother.StatusCode);
        Assert.Equal("verifying", (string?)taken["status"]);
        Assert.NotEqual("verifying", (string?)confirmed["status"]);
        Assert.Contains(await host.AuditAsync("access.refused"), e => (string?)e!["body"]!["reason"] == "permission-not-genuine");
    }

    private static AgentLetter Letter(Key key, string customer)
    {
        var now = DateTimeOffset.UtcNow;
        var letter = new AgentLetter(GovernanceHost.AgentName, customer, [PrivacyRight.Access], now.AddMinutes(-1), now.AddDays(1), []);
        return letter with { Signature = SignatureAlgorithm.Ed25519.Sign(key, letter.SignedBytes()) };
    }

    private Task<HttpResponseMessage> AsAgentAsync(AgentLetter letter) => _shop.AsOfficerAsync(
        HttpMethod.Post,
        "api/privacy/requests",
        JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(
            new { right = PrivacyRight.Access, customerId = _shop.Customer, residence = new { country = "DE" }, agent = letter }, Core.Storage.PlatformJson.Options)));

    private async Task<JsonObject> AskAsync()
    {
        await _shop.FillAsync();
        return await PrivacyShop.ReadAsync(
            await _shop.AsOfficerAsync(HttpMethod.Post, "api/privacy/requests", new { right = "access", customerId = _shop.Customer, residence = new { country = "DE" } }), HttpStatusCode.Created);
    }

    private Task<HttpResponseMessage> ShowAsync(JsonObject request, object body) => _shop.AsOfficerAsync(HttpMethod.Post, $"api/privacy/requests/{request["id"]}/verification", body);

    private string OutboxOf(JsonObject request) => Path.Combine(host.Get<DataFolder>().Path, "outbox", Guid.Parse((string)request["id"]!).ToString("N") + ".json");

    private async Task<JsonObject> OutboxAsync(JsonObject request) => JsonNode.Parse(await File.ReadAllTextAsync(OutboxOf(request)))!.AsObject();
}
