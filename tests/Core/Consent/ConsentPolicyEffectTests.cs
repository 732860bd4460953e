using Microsoft.Extensions.Logging.Abstractions;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Consent;
using RetailServerless.Core.People;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Tests.Consent;

public sealed class ConsentPolicyEffectTests
{
    private const string Marketing = "expiresAfterDays: 730\n    channels: [email, sms, phone, post, push]\n    notice:\n      version: \"2\"";

    [Fact]
    public async Task A_shorter_time_ends_the_consent_of_those_whose_time_is_over_then()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await GrantAsync(fixture, "old", ConsentFixture.ByEmail);
        fixture.Clock.Advance(TimeSpan.FromDays(100));
        await GrantAsync(fixture, "new", ConsentFixture.ByEmail);

        var effect = await MeasureAsync(fixture, y => y.Replace("expiresAfterDays: 730", "expiresAfterDays: 60", StringComparison.Ordinal));

        Assert.Equal(new PurposeEffect("marketing", 2, 1, 0, 0, 1), Of(effect, Purpose.Marketing));
        Assert.Equal(("consent/default@1", 1), (effect.ComparedWith, effect.PeopleAffected));
    }

    [Fact]
    public async Task What_is_predicted_is_what_the_gate_does_once_it_is_in_effect()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await fixture.PutAsync(ConsentFixture.ByEmail, true);
        fixture.Clock.Advance(TimeSpan.FromDays(100));
        Assert.NotNull((await fixture.AskAsync(ConsentFixture.ByEmail)).Grant);
        var shorter = ConsentFixture.PolicyYaml.Replace("expiresAfterDays: 730", "expiresAfterDays: 60", StringComparison.Ordinal);

        await fixture.Documents.UpsertAsync(
            new DocumentKey(PolicyDocument.Container, ConsentPolicy.Id, PolicyDocument.DocumentId(2)),
            new PolicyDocument
            {
                PolicyId = ConsentPolicy.Id,
                Version = 2,
                Status = PolicyStatus.Approved,
                EffectiveFrom = fixture.Clock.GetUtcNow(),
                CreatedAt = fixture.Clock.GetUtcNow(),
                Author = "alma",
                Yaml = shorter,
                AuditEntryId = AuditEvent.NewEntryId(),
            },
            WriteCondition.Always,
            default);
        fixture.Clock.Advance(PolicyStore.MaxAge);

        Assert.Equal("consent-expired", (await fixture.AskAsync(ConsentFixture.ByEmail)).Refusal!.Code);
    }

    [Fact]
    public async Task Who_agreed_to_another_notice_is_to_be_asked_again()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await GrantAsync(fixture, "a", ConsentFixture.ByEmail);
        await GrantAsync(fixture, "b", Purpose.Analytics);

        var effect = await MeasureAsync(fixture, y => y.Replace(Marketing, Marketing.Replace("\"2\"", "\"3\"", StringComparison.Ordinal), StringComparison.Ordinal));

        Assert.Equal(new PurposeEffect("marketing", 1, 0, 0, 1, 0), Of(effect, Purpose.Marketing));
        Assert.Equal(new PurposeEffect("analytics", 1, 0, 0, 0, 1), Of(effect, Purpose.Analytics));
        Assert.Equal(1, effect.PeopleAffected);
    }

    [Fact]
    public async Task Refused_revoked_expired_and_erased_consent_is_not_counted()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await GrantAsync(fixture, "expired", ConsentFixture.ByEmail);
        fixture.Clock.Advance(TimeSpan.FromDays(731));
        await GrantAsync(fixture, "revoked", ConsentFixture.ByEmail);
        await GrantAsync(fixture, "revoked", ConsentFixture.ByEmail, granted: false);
        await GrantAsync(fixture, "refused", ConsentFixture.ByEmail, granted: false);
        await GrantAsync(fixture, "erased", ConsentFixture.ByEmail);
        await fixture.States.DeleteAsync(Person("erased"), default);
        await GrantAsync(fixture, "valid", ConsentFixture.ByEmail);

        var effect = await MeasureAsync(fixture, y => y + "\n");

        Assert.Equal(new PurposeEffect("marketing", 1, 0, 0, 0, 1), Of(effect, Purpose.Marketing));
        Assert.Equal(0, effect.PeopleAffected);
    }

    [Fact]
    public async Task People_are_counted_beyond_one_page_of_the_store()
    {
        var fixture = await ConsentFixture.CreateAsync();
        var consent = new PurposeConsent(true, Guid.NewGuid(), fixture.Clock.GetUtcNow(), fixture.Clock.GetUtcNow().AddDays(5), "2", "web");
        var state = ConsentState.Empty with { Purposes = new Dictionary<ConsentScope, PurposeConsent> { [ConsentFixture.ByEmail] = consent } };
        await fixture.Documents.UpsertManyAsync(
            ConsentState.Container, [.. Enumerable.Range(0, 4_500).Select(i => new DocumentWrite<ConsentState>(Person($"p{i}").Value, ConsentState.DocumentId, state))], default);

        Assert.Equal(4_500, Of(await MeasureAsync(fixture, y => y + "\n"), Purpose.Marketing).ValidConsents);
    }

    private static PersonId Person(string customer) => PersonId.Of(new CustomerId(customer));

    private static PurposeEffect Of(PolicyEffect effect, Purpose purpose) => effect.Purposes.Single(p => p.Purpose == purpose.Name());

    private static async Task GrantAsync(ConsentFixture fixture, string customer, ConsentScope scope, bool granted = true) =>
        Assert.Null((await fixture.ChangeAsync(ConsentFixture.Change(scope, granted) with { Person = Person(customer) })).Failure);

    private static Task<PolicyEffect> MeasureAsync(ConsentFixture fixture, Func<string, string> change)
    {
        var yaml = change(ConsentFixture.PolicyYaml);
        Assert.NotEqual(ConsentFixture.PolicyYaml, yaml);
        var policies = new PolicyStore(fixture.Documents, fixture.Clock, NullLogger<PolicyStore>.Instance);
        return new ConsentPolicyEffect(fixture.Documents, new ConsentPolicies(policies), fixture.States).MeasureAsync(new PolicyText("consent/default.yaml", yaml), fixture.Clock.GetUtcNow(), default);
    }
}
