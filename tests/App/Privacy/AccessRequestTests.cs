using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Privacy;

[Collection(PrivacyGroup.Name)]
public sealed class AccessRequestTests(GovernanceHost host)
{
    private readonly PrivacyShop _shop = new(host);

    [Fact]
    public async Task A_shopper_gets_everything_that_is_kept_once_and_nobody_else_does()
    {
        await _shop.FillAsync();
        var request = await _shop.AskAsync(new { right = "access", residence = new { country = "DE" } });
        var waiting = await _shop.ApproveAsync(request);
        await _shop.UntilAsync(request, "completed");

        var other = await _shop.SendAsync(HttpMethod.Post, $"api/privacy/requests/{request["id"]}/package", null, _shop.Token("somebody-else"));
        var storefront = await host.AsStorefrontAsync(HttpMethod.Post, $"api/privacy/requests/{request["id"]}/package", _shop.Customer);
        var link = await PrivacyShop.ReadAsync(await _shop.SendAsync(HttpMethod.Post, $"api/privacy/requests/{request["id"]}/package"));
        var stolen = await _shop.SendAsync(HttpMethod.Get, (string)link["url"]!, null, _shop.Token("somebody-else"));
        var package = await _shop.SendAsync(HttpMethod.Get, (string)link["url"]!);
        var again = await _shop.SendAsync(HttpMethod.Get, (string)link["url"]!);
        var secondLink = await _shop.SendAsync(HttpMethod.Post, $"api/privacy/requests/{request["id"]}/package");

        Assert.StartsWith("GDPR Art. 12(3)", Citation(waiting, "answer"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, storefront.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, stolen.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, secondLink.StatusCode);
        Assert.Equal(HttpStatusCode.OK, package.StatusCode);
        using var zip = new ZipArchive(await package.Content.ReadAsStreamAsync());
        var names = zip.Entries.Select(e => e.FullName).ToList();
        Assert.Superset(new HashSet<string> { "index.html", "about.json", "decisions.json", "data/customers.json", "data/customers.csv", "data/orders.json", "data/orders.csv" }, names.ToHashSet());
        Assert.Contains(_shop.Order(2), await TextAsync(zip, "data/orders.json"), StringComparison.Ordinal);
        Assert.Contains(_shop.Email, await TextAsync(zip, "index.html"), StringComparison.Ordinal);
        Assert.Contains("It fits what was asked for.", await TextAsync(zip, "decisions.json"), StringComparison.Ordinal);
        Assert.Equal(2, JsonNode.Parse(await TextAsync(zip, "data/orders.json"))!.AsArray().Count);
        var closed = await _shop.UntilAsync(request, "completed");
        Assert.Equal("fulfilled", (string?)closed["outcome"]);
        Assert.Superset(
            new HashSet<string> { "received", "verified", "acknowledged", "gathered", "approved", "packageReady", "linkGiven", "packageFetched", "linkRefused", "closed" }, PrivacyShop.Kinds(closed).ToHashSet());
        Assert.Contains(await host.AuditAsync("access.refused"), e => (string?)e!["body"]!["reason"] == "link-spent");
    }

    [Fact]
    public async Task Who_signed_in_long_ago_has_to_sign_in_again_before_anything_is_gathered()
    {
        await _shop.FillAsync();
        var body = new { right = "access", residence = new { country = "DE" } };
        var request = await PrivacyShop.ReadAsync(
            await _shop.SendAsync(HttpMethod.Post, "api/privacy/requests", body, _shop.Token(age: TimeSpan.FromHours(2))), HttpStatusCode.Created);

        var old = await _shop.SendAsync(HttpMethod.Post, $"api/privacy/requests/{request["id"]}/verification", new { }, _shop.Token(age: TimeSpan.FromHours(2)));
        var fresh = await PrivacyShop.ReadAsync(await _shop.SendAsync(HttpMethod.Post, $"api/privacy/requests/{request["id"]}/verification", new { }));

        Assert.Equal("verifying", (string?)request["status"]);
        Assert.Equal("signInAgain", (string?)request["verification"]!["needed"]![0]!["kind"]);
        Assert.Equal(HttpStatusCode.Forbidden, old.StatusCode);
        Assert.NotEqual("verifying", (string?)fresh["status"]);
    }

    [Fact]
    public async Task The_same_request_again_is_the_same_request()
    {
        await _shop.FillAsync();
        var body = new { right = "access", residence = new { country = "DE" } };

        var first = await _shop.AskAsync(body);
        var second = await _shop.AskAsync(body, HttpStatusCode.OK);
        var other = await _shop.AskAsync(new { right = "deletion", residence = new { country = "DE" } });

        Assert.Equal((string?)first["id"], (string?)second["id"]);
        Assert.NotEqual((string?)first["id"], (string?)other["id"]);
        Assert.Contains("askedAgain", PrivacyShop.Kinds(await _shop.UntilAsync(first, "awaitingApproval")));
    }

    [Fact]
    public async Task Only_a_privacy_officer_decides()
    {
        await _shop.FillAsync();
        var request = await _shop.AskAsync(new { right = "access", residence = new { country = "DE" } });
        await _shop.UntilAsync(request, "awaitingApproval");

        foreach (var role in new[] { "Governance.Board", "Governance.Auditor", "Merchandising.Planner", "Platform.Admin" })
        {
            var answer = await _shop.AsOfficerAsync(HttpMethod.Post, $"api/privacy/requests/{request["id"]}/approval", new { approved = true }, role);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        var refused = await _shop.AsOfficerAsync(HttpMethod.Post, $"api/privacy/requests/{request["id"]}/approval", new { approved = false });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var rejected = await PrivacyShop.ReadAsync(await _shop.AsOfficerAsync(
            HttpMethod.Post, $"api/privacy/requests/{request["id"]}/approval", new { approved = false, reason = "Manifestly excessive.", citation = "GDPR Art. 12(5)(b)" }));
        Assert.Equal("rejected", (string?)rejected["status"]);
    }

    private static string Citation(JsonObject request, string kind) =>
        (string)request["deadlines"]!.AsArray().Single(d => (string?)d!["kind"] == kind)!["citation"]!;

    private static async Task<string> TextAsync(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return await reader.ReadToEndAsync();
    }
}
