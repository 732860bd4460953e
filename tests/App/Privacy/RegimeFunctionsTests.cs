using System.Net;
using System.Text.Json.Nodes;
using RetailServerless.Core.Access;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Privacy;

[Collection(GovernanceGroup.Name)]
public sealed class RegimeFunctionsTests(GovernanceHost host)
{
    [Fact]
    public async Task Staff_see_the_regimes_that_the_product_ships_with_their_citations()
    {
        var items = await ListAsync("api/privacy/regimes", StaffRoles.PrivacyOfficer);

        Assert.Equal(["ccpa", "gdpr", "uk-gdpr"], items.Select(i => (string?)i!["id"]));
        var ccpa = items[0]!;
        Assert.Equal(("privacy/ccpa@1", "privacy/calendars/california@1"), ((string?)ccpa["policy"], (string?)ccpa["calendar"]!["policy"]));
        Assert.Equal("11 CCR 7026(d), 7060(b)", (string?)ccpa["rules"]!["rights"]!["optOutOfSaleOrSharing"]!["identity"]!["citation"]);
        Assert.Equal((45, "calendarDays"), ((int)ccpa["rules"]!["clocks"]!["verified"]!["answer"]!["amount"]!, (string?)ccpa["rules"]!["clocks"]!["verified"]!["answer"]!["unit"]));
        Assert.Contains(ccpa["calendar"]!["holidays"]!.AsArray(), h => (string?)h!["name"] == "Thanksgiving Day");
    }

    [Fact]
    public async Task Every_rule_that_is_shown_has_a_citation_and_a_sentence()
    {
        foreach (var item in await ListAsync("api/privacy/regimes", StaffRoles.GovernanceAuditor))
        {
            var rules = Objects(item!["rules"]!).Where(o => o.ContainsKey("citation") || o.ContainsKey("sentence")).ToList();

            Assert.True(rules.Count > 40);
            Assert.All(rules, r => Assert.True(((string?)r["citation"])?.Length > 3 && ((string?)r["sentence"])?.EndsWith('.') == true));
        }
    }

    [Theory]
    [InlineData("country=US&region=US-CA", "ccpa")]
    [InlineData("region=US-NY", "gdpr")]
    [InlineData("country=gb", "uk-gdpr")]
    public async Task The_regime_for_a_residence_can_be_asked_for(string query, string id) =>
        Assert.Equal(id, (string?)Assert.Single(await ListAsync("api/privacy/regimes?" + query, StaffRoles.PrivacyOfficer))!["id"]);

    [Theory]
    [InlineData("country=Germany")]
    [InlineData("region=California")]
    [InlineData("region=US")]
    public async Task A_residence_that_is_none_is_refused(string query) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await host.AsStaffAsync(HttpMethod.Get, "api/privacy/regimes?" + query, StaffRoles.PrivacyOfficer)).StatusCode);

    [Fact]
    public async Task Shoppers_do_not_see_them() =>
        Assert.Equal(HttpStatusCode.Forbidden, (await host.AsShopperAsync(HttpMethod.Get, "api/privacy/regimes", "anybody")).StatusCode);

    private async Task<JsonArray> ListAsync(string url, string role)
    {
        var answer = await host.AsStaffAsync(HttpMethod.Get, url, role);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await GovernanceHost.ReadAsync(answer))["items"]!.AsArray();
    }

    private static IEnumerable<JsonObject> Objects(JsonNode node) => node switch
    {
        JsonObject o => o.Where(m => m.Value is not null).SelectMany(m => Objects(m.Value!)).Prepend(o),
        JsonArray a => a.Where(i => i is not null).SelectMany(i => Objects(i!)),
        _ => [],
    };
}
