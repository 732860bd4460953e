using System.Net;
using RetailServerless.Core.Access;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Decisions;
using RetailServerless.Core.People;
using RetailServerless.Functions.Tests.Governance;

namespace RetailServerless.Functions.Tests.Decisions;

[Collection(GovernanceGroup.Name)]
public sealed class DecisionFunctionsTests(GovernanceHost host)
{
    private readonly string _customer = "D-" + Guid.NewGuid().ToString("N");

    [Fact]
    public async Task The_shopper_gets_it_in_plain_language_and_so_does_the_storefront_that_acts_for_them()
    {
        var record = await SaveAsync();

        var own = await GovernanceHost.ReadAsync(await host.AsShopperAsync(HttpMethod.Get, Explanation(record), _customer));
        var storefront = await GovernanceHost.ReadAsync(await host.AsStorefrontAsync(HttpMethod.Get, Explanation(record), _customer));

        Assert.Equal("Our AI assistant answered your message.", (string?)own["summary"]);
        Assert.Equal($"/api/decisions/{record.Id}/contest", (string?)own["contest"]!["url"]);
        Assert.False(own.ContainsKey("record"));
        Assert.False(own.ContainsKey("audit"));
        Assert.Equal(own.ToJsonString(), storefront.ToJsonString());
    }

    [Theory]
    [InlineData(StaffRoles.GovernanceBoard)]
    [InlineData(StaffRoles.GovernanceAuditor)]
    public async Task The_board_gets_the_record_and_its_proof(string role)
    {
        var record = await SaveAsync();

        var dossier = await GovernanceHost.ReadAsync(await host.AsStaffAsync(HttpMethod.Get, Explanation(record), role));

        Assert.Equal("SKU-1", (string?)dossier["record"]!["evidence"]![0]!["reference"]);
        Assert.True((bool)dossier["audit"]!["committed"]!);
        Assert.Equal(record.AuditEntryId, (string?)dossier["audit"]!["entryId"]);
        Assert.DoesNotContain(_customer, dossier.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_privacy_officer_gets_what_the_shopper_gets()
    {
        var record = await SaveAsync();

        var plain = await GovernanceHost.ReadAsync(await host.AsStaffAsync(HttpMethod.Get, Explanation(record), StaffRoles.PrivacyOfficer));

        Assert.False(plain.ContainsKey("record"));
    }

    [Fact]
    public async Task For_everybody_else_there_is_no_such_decision()
    {
        var record = await SaveAsync();

        foreach (var answer in new[]
                 {
                     await host.AsShopperAsync(HttpMethod.Get, Explanation(record), "somebody-else"),
                     await host.AsStorefrontAsync(HttpMethod.Get, Explanation(record), "somebody-else"),
                     await host.AsShopperAsync(HttpMethod.Post, Contest(record), "somebody-else"),
                     await host.AsShopperAsync(HttpMethod.Get, $"api/decisions/{Guid.NewGuid()}/explanation", _customer),
                     await host.AsShopperAsync(HttpMethod.Get, "api/decisions/not-an-id/explanation", _customer),
                 })
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.EndsWith("/decision-not-found", (string?)(await GovernanceHost.ReadAsync(answer))["type"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Contesting_opens_one_review_that_the_explanation_shows()
    {
        var record = await SaveAsync();

        var first = await host.AsShopperAsync(HttpMethod.Post, Contest(record), _customer, new { reason = "I asked for something else." });
        var second = await host.AsShopperAsync(HttpMethod.Post, Contest(record), _customer);

        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        Assert.Equal($"/api/decisions/{record.Id}/explanation", first.Headers.Location!.ToString());
        var review = await GovernanceHost.ReadAsync(first);
        Assert.Equal(review.ToJsonString(), (await GovernanceHost.ReadAsync(second)).ToJsonString());
        Assert.Equal("open", (string?)review["status"]);
        var explanation = await GovernanceHost.ReadAsync(await host.AsShopperAsync(HttpMethod.Get, Explanation(record), _customer));
        Assert.Equal((string?)review["reviewId"], (string?)explanation["review"]!["reviewId"]);
        Assert.Single(await host.AuditAsync("decision.contested"), e => (string?)e!["body"]!["decisionId"] == record.Id.ToString());
    }

    [Fact]
    public async Task A_reason_that_is_too_long_is_refused()
    {
        var record = await SaveAsync();

        var answer = await host.AsShopperAsync(HttpMethod.Post, Contest(record), _customer, new { reason = new string('x', 2_001) });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static string Explanation(DecisionRecord record) => $"api/decisions/{record.Id}/explanation";

    private static string Contest(DecisionRecord record) => $"api/decisions/{record.Id}/contest";

    private async Task<DecisionRecord> SaveAsync()
    {
        var record = new DecisionRecord
        {
            Id = Guid.CreateVersion7(),
            Kind = "chat.turn",
            At = DateTimeOffset.UtcNow,
            Person = PersonId.Of(new CustomerId(_customer)),
            ActorRole = "shopper",
            Models = ["test-model@1"],
            Policies = [],
            Grants = [new GrantReference(Purpose.Service, LegalBasis.Contract, "consent/default@1", null)],
            Inputs = ["turn/1"],
            Evidence = [new EvidenceReference("1", "product", "SKU-1", "7")],
            Outcome = "answered",
            Reasons = ["It fits."],
            AuditEntryId = AuditEvent.NewEntryId(),
        };
        await host.Get<IDecisionStore>().SaveAsync(record, default);
        return record;
    }
}
