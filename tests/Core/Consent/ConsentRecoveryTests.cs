using Microsoft.Extensions.Logging.Abstractions;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Consent.Revocations;
using RetailServerless.Core.People;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Tests.Consent;

/// <summary>What becomes of changes of consent whose process died before their receipts were written.</summary>
public sealed class ConsentRecoveryTests
{
    private static readonly PersonId Bob = PersonId.Of(new CustomerId("bob"));

    [Fact]
    public async Task A_change_whose_process_died_gets_its_receipt_and_its_audit_entry_once()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await DiedAsync(fixture, ConsentFixture.Ada);
        var recovery = Recovery(fixture);

        var counts = (await recovery.CompleteAsync(default), await recovery.CompleteAsync(default));

        Assert.Equal((1, 0), counts);
        Assert.Equal(Purpose.Analytics, Assert.Single(await fixture.ReceiptsAsync()).Purpose);
        Assert.Single(await fixture.AuditAsync("consent.changed"));
    }

    [Fact]
    public async Task One_that_cannot_be_completed_does_not_hold_up_the_others_and_is_tried_again()
    {
        var fixture = await ConsentFixture.CreateAsync();
        await DiedAsync(fixture, ConsentFixture.Ada);
        await DiedAsync(fixture, Bob);
        var recovery = Recovery(fixture);
        var failures = 1;
        fixture.Documents.Fault = (_, container) => container == ConsentReceipt.Container && failures-- > 0 ? new IOException("The disk is busy.") : null;

        var counts = (await recovery.CompleteAsync(default), await recovery.CompleteAsync(default), await recovery.CompleteAsync(default));

        Assert.Equal((1, 1, 0), counts);
        Assert.Equal(2, (await fixture.AuditAsync("consent.changed")).Count);
    }

    private static async Task DiedAsync(ConsentFixture fixture, PersonId person)
    {
        var policy = new PolicyText("consent/default.yaml", ConsentFixture.PolicyYaml).Read<ConsentPolicy>().Value;
        var change = ConsentFixture.Change(Purpose.Analytics, true) with { Person = person };
        var state = ConsentLedger.Apply(ConsentState.Empty, PersonConsent.Nobody, change, new Policy<ConsentPolicy>(ConsentPolicy.Id, 1, policy), null, fixture.Clock.GetUtcNow());
        await fixture.Documents.UpsertAsync(new DocumentKey(ConsentState.Container, person.Value, ConsentState.DocumentId), state!, WriteCondition.IfAbsent, default);
    }

    private static ConsentRecovery Recovery(ConsentFixture fixture) => new(
        fixture.Documents,
        fixture.States,
        new ConsentOutbox(fixture.Documents, fixture.States, new AuditLog(fixture.AuditStore, fixture.Keys, fixture.Clock), fixture.Signer, fixture.Statistics),
        NullLogger<ConsentRecovery>.Instance);
}
