using System.Net;
using System.Text.Json.Nodes;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Consent;

/// <summary>TC and GPP strings act. The strings were made for these tests with the public reference libraries.</summary>
[Collection(GovernanceGroup.Name)]
public sealed class SignalTests(GovernanceHost host)
{
    private const string Yes = "Cl6c2MAl6c2MAAfABBENBkFoAP_gAAAAAAYgABuAAAAA.IABu.f_wAAAAAAAAA";
    private const string OldYes = "COsdsoAOsdsoAAfABBENBkFoAP_gAAAAAAYgABuAAAAA.IABu.f_wAAAAAAAAA";
    private const string No = "Cl6c2MAl6c2MAAfABBENBkFgAAAAAAAAAAYgAAAAAAAA.IABu.YAAAAAAAAAAA";
    private const string YesWithoutDisclosedVendors = "Cl6c2MAl6c2MAAfABBENBkFoAP_gAAAAAAYgABuAAAAA.f_wAAAAAAAAA";
    private const string YesOfGlobalScope = "Cl6c2MAl6c2MAAfABBENBkFIAP_gAAAAAAYgABuAAAAA.IABu.f_wAAAAAAAAA";
    private const string CaliforniaSale = "DBABBg~BAQAAABA.QA";
    private const string NationalWithoutOptOut = "DBABLA~CAAqAAAAAABA.QA";

    private readonly string _customer = "S-" + Guid.NewGuid().ToString("N");

    private string Url => $"api/customers/{_customer}/consent";

    [Theory]
    [InlineData(CaliforniaSale, "saleOrShare", "usca-SaleOptOut")]
    [InlineData("DBABBg~BAEAAABA.QA", "saleOrShare", "usca-SharingOptOut")]
    [InlineData("DBABEw~BAEAAAQA.QA", "saleOrShare", "ustx-TargetedAdvertisingOptOut")]
    [InlineData("DBABLA~CAAqAAAAAABA.YA", "saleOrShare", "usnat-gpc")]
    [InlineData("DBABTA~1YYN", "saleOrShare", "uspv1-OptOutSale")]
    [InlineData("1YYN", "saleOrShare", "uspv1-OptOutSale")]
    [InlineData("DBABBg~BAABAABA.QA", "sensitive", "usca-SensitiveDataProcessing")]
    public async Task An_opt_out_in_a_section_acts_at_once_and_the_string_is_in_the_receipt(string signal, string purpose, string code)
    {
        var outcome = await ReadAsync(await PostAsync(signal, storefront: true));

        var receipt = await GovernanceHost.ReadAsync(await host.AsShopperAsync(HttpMethod.Get, Url + "/receipts/1", _customer));
        var happened = receipt["receipt"]!["events"]![0]!;
        Assert.Equal(code, (string?)Assert.Single(outcome["applied"]!.AsArray())!["code"]);
        Assert.Equal("refused", (string?)outcome["consent"]!["purposes"]![purpose]!["status"]);
        Assert.Equal("consent refused", (string?)happened["event_state"]);
        Assert.Equal(signal, (string?)happened["evidence"]!["string"]);
        Assert.Contains(await host.AuditAsync("consent.changed"), e => (string?)e!["body"]?["changes"]?[0]?["receiptId"] == (string?)receipt["receipt"]!["record_id"]);
    }

    [Fact]
    public async Task An_opt_out_in_a_string_takes_away_what_was_agreed_to()
    {
        await ReadAsync(await PostAsync(Yes));
        Assert.NotNull((await AskAsync(Purpose.Personalization)).Grant);

        await ReadAsync(await PostAsync(No, storefront: true));

        Assert.Equal("consent-revoked", (await AskAsync(Purpose.Personalization)).Refusal!.Code);
    }

    [Fact]
    public async Task A_string_agrees_to_something_only_with_the_shoppers_own_token()
    {
        var storefront = await ReadAsync(await PostAsync(Yes, storefront: true));
        var refusal = (await AskAsync(Purpose.Personalization)).Refusal;
        var own = await ReadAsync(await PostAsync(Yes));

        Assert.Empty(storefront["applied"]!.AsArray());
        Assert.All(storefront["notApplied"]!.AsArray(), d => Assert.Equal("consent-needs-own-token", (string?)d!["code"]));
        Assert.Equal("no-consent", refusal!.Code);
        Assert.Contains(own["applied"]!.AsArray(), d => (string?)d!["purpose"] == "personalization" && (bool)d["granted"]!);
        Assert.NotNull((await AskAsync(Purpose.Personalization)).Grant);
    }

    [Fact]
    public async Task An_older_string_does_not_bring_back_what_was_taken_away()
    {
        await ReadAsync(await PostAsync(Yes));
        await host.AsShopperAsync(HttpMethod.Put, Url, _customer, new { purposes = new Dictionary<string, bool> { ["personalization"] = false }, channel = "web" });

        var outcome = await ReadAsync(await PostAsync(OldYes));

        Assert.Contains(outcome["notApplied"]!.AsArray(), d => (string?)d!["purpose"] == "personalization" && (string?)d["code"] == "older-than-decision");
        Assert.Equal("consent-revoked", (await AskAsync(Purpose.Personalization)).Refusal!.Code);
    }

    [Theory]
    [InlineData(YesWithoutDisclosedVendors, "disclosed-vendors-missing")]
    [InlineData(YesOfGlobalScope, "signal-of-global-scope")]
    public async Task A_yes_that_the_framework_does_not_allow_does_not_count(string signal, string code)
    {
        var outcome = await ReadAsync(await PostAsync(signal));

        Assert.Empty(outcome["applied"]!.AsArray());
        Assert.All(outcome["notApplied"]!.AsArray(), d => Assert.Equal(code, (string?)d!["code"]));
        Assert.Null((await AskAsync(Purpose.Personalization)).Grant);
    }

    [Fact]
    public async Task Not_having_opted_out_is_no_consent()
    {
        var outcome = await ReadAsync(await PostAsync(NationalWithoutOptOut));

        Assert.Empty(outcome["applied"]!.AsArray());
        Assert.Equal("no-consent", (await AskAsync(Purpose.SaleOrShare)).Refusal!.Code);
    }

    [Fact]
    public async Task A_string_with_a_yes_and_a_request_with_the_privacy_signal_end_in_a_no_to_sale()
    {
        var outcome = await ReadAsync(await host.AsShopperAsync(HttpMethod.Post, Url + "/signals", _customer, new { signal = Yes }, ("Sec-GPC", "1")));

        Assert.Contains(outcome["notApplied"]!.AsArray(), d => (string?)d!["purpose"] == "saleOrShare");
        Assert.Null((await AskAsync(Purpose.SaleOrShare)).Grant);
    }

    [Theory]
    [InlineData("", "signal-empty")]
    [InlineData("hello", "signal-unknown")]
    [InlineData("CAAA", "signal-truncated")]
    [InlineData("DBABM~", "signal-empty")]
    [InlineData("1YX-", "signal-value")]
    public async Task A_string_that_cannot_be_read_is_refused_and_changes_nothing(string signal, string code)
    {
        var answer = await PostAsync(signal);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.EndsWith("/" + code, (string?)(await GovernanceHost.ReadAsync(answer))["type"], StringComparison.Ordinal);
        Assert.Empty((await GovernanceHost.ReadAsync(await host.AsShopperAsync(HttpMethod.Get, Url + "/receipts", _customer)))["items"]!.AsArray());
    }

    [Fact]
    public async Task Nobody_passes_on_a_string_for_another()
    {
        var shopper = await host.AsShopperAsync(HttpMethod.Post, Url + "/signals", "somebody-else", new { signal = CaliforniaSale });
        var storefront = await host.AsStorefrontAsync(HttpMethod.Post, Url + "/signals", "somebody-else", new { signal = CaliforniaSale });

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (shopper.StatusCode, storefront.StatusCode));
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await GovernanceHost.ReadAsync(answer);
    }

    private Task<HttpResponseMessage> PostAsync(string signal, bool storefront = false) => storefront
        ? host.AsStorefrontAsync(HttpMethod.Post, Url + "/signals", _customer, new { signal })
        : host.AsShopperAsync(HttpMethod.Post, Url + "/signals", _customer, new { signal });

    private async Task<GateAnswer> AskAsync(Purpose purpose) =>
        await host.Get<IConsentGate>().AskAsync(PersonId.Of(new CustomerId(_customer)), purpose, PrivacySignals.None, default);
}
