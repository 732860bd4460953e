using System.Net;
using System.Text.Json.Nodes;
using RetailServerless.Core.Privacy;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Privacy;

[Collection(PrivacyGroup.Name)]
public sealed class DeletionRequestTests(GovernanceHost host)
{
    private readonly PrivacyShop _shop = new(host);

    [Fact]
    public async Task Everything_is_erased_the_key_is_destroyed_and_the_certificate_is_full()
    {
        await _shop.FillAsync();
        var request = await _shop.AskAsync(new { right = "deletion", residence = new { country = "DE" } });
        await _shop.ApproveAsync(request);

        var done = await _shop.UntilAsync(request, "completed");

        var signed = await CertificateAsync(request);
        var certificate = signed["certificate"]!.AsObject();
        Assert.Equal("full", (string?)certificate["extent"]);
        Assert.Equal(0, (int)certificate["sweep"]!["found"]!);
        Assert.Contains(certificate["sweep"]!["places"]!.AsArray(), p => (string?)p == "documents.db");
        Assert.Equal(2, (int)Store(certificate, "orders")["erased"]!);
        Assert.Equal("fulfilled", (string?)done["outcome"]);
        Assert.DoesNotContain(_shop.Customer, done.ToJsonString() + signed.ToJsonString(), StringComparison.Ordinal);
        foreach (var store in host.Get<IEnumerable<IPersonalDataStore>>())
        {
            Assert.Equal(0, await store.CountAsync(_shop.Person, default));
        }

        var verdict = await PrivacyShop.ReadAsync(await _shop.SendAsync(HttpMethod.Post, "api/privacy/certificates/verification", signed));
        Assert.True((bool)verdict["genuine"]!);
        Assert.Equal(HttpStatusCode.Conflict, (await _shop.SendAsync(HttpMethod.Post, "api/privacy/requests", new { right = "access" })).StatusCode);
    }

    [Fact]
    public async Task A_hold_keeps_what_it_covers_until_it_is_released()
    {
        await _shop.FillAsync();
        var request = await _shop.AskAsync(new { right = "deletion", residence = new { country = "DE" } });
        await _shop.UntilAsync(request, "awaitingApproval");
        var held = await PrivacyShop.ReadAsync(
            await _shop.AsOfficerAsync(
                HttpMethod.Post,
                $"api/privacy/requests/{request["id"]}/legal-hold",
                new { stores = new[] { "orders" }, items = new[] { _shop.Order(1) }, rule = "A claim about this order is before the court.", citation = "GDPR Art. 17(3)(e)", reviewOn = "2099-01-01" }),
            HttpStatusCode.Created);
        var hold = (string)held["holds"]![0]!["id"]!;
        await _shop.ApproveAsync(request);

        var partly = await _shop.UntilAsync(request, "completed");
        var partial = await CertificateAsync(request);
        var release = await _shop.AsOfficerAsync(HttpMethod.Post, $"api/privacy/requests/{request["id"]}/legal-hold/{hold}/release");
        var full = await NumberAsync(request, 2);

        Assert.Equal("partlyFulfilled", (string?)partly["outcome"]);
        Assert.Equal("partial", (string?)partial["certificate"]!["extent"]);
        Assert.Equal(1, (int)partial["certificate"]!["holds"]![0]!["items"]!);
        Assert.Equal("GDPR Art. 17(3)(e)", (string?)partial["certificate"]!["holds"]![0]!["citation"]);
        Assert.Equal(HttpStatusCode.Accepted, release.StatusCode);
        Assert.Equal("full", (string?)full["certificate"]!["extent"]);
        Assert.Equal((string?)partial["certificate"]!["id"], (string?)full["certificate"]!["supersedes"]);
        var verdict = await PrivacyShop.ReadAsync(await _shop.SendAsync(HttpMethod.Post, "api/privacy/certificates/verification", partial));
        Assert.True((bool)verdict["superseded"]!);
    }

    [Fact]
    public async Task A_changed_certificate_is_refused_and_that_is_on_record()
    {
        await _shop.FillAsync();
        var request = await _shop.AskAsync(new { right = "deletion", residence = new { country = "DE" } });
        await _shop.ApproveAsync(request);
        await _shop.UntilAsync(request, "completed");
        var signed = await CertificateAsync(request);
        signed["certificate"]!["extent"] = "partial";

        var answer = await _shop.SendAsync(HttpMethod.Post, "api/privacy/certificates/verification", signed);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(await host.AuditAsync("access.refused"), e => (string?)e!["body"]!["reason"] == "certificate-not-genuine");
    }

    private static JsonObject Store(JsonObject certificate, string name) => certificate["stores"]!.AsArray().Single(s => (string?)s!["name"] == name)!.AsObject();

    private async Task<JsonObject> CertificateAsync(JsonObject request) =>
        await PrivacyShop.ReadAsync(await _shop.SendAsync(HttpMethod.Get, $"api/privacy/requests/{request["id"]}/certificate"));

    private async Task<JsonObject> NumberAsync(JsonObject request, int number)
    {
        for (var tries = 0; ; tries++)
        {
            var answer = await _shop.SendAsync(HttpMethod.Get, $"api/privacy/requests/{request["id"]}/certificate?number={number}");
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return await PrivacyShop.ReadAsync(answer);
            }

            Assert.True(tries < 600, "The certificate does not come.");
            await Task.Delay(50);
        }
    }
}
