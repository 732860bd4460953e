using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Decisions;
using RetailServerless.Core.People;
using RetailServerless.Core.Tests.Fakes;

namespace RetailServerless.Core.Tests.Decisions;

/// <summary>Decision store, contests and explainer over one store in memory.</summary>
internal sealed class DecisionFixture
{
    public static readonly PersonId Ada = PersonId.Of(new CustomerId("ada-4711"));

    public DecisionFixture()
    {
        var log = new AuditLog(AuditStore, Keys, Clock);
        Reader = new AuditReader(AuditStore, Keys);
        Store = new DecisionStore(Documents, Keys, log);
        Contests = new DecisionContests(Documents, Keys, log, Clock);
        Explainer = new DecisionExplainer(Contests, Reader);
    }

    public MemoryDocumentStore Documents { get; } = new();

    public MemoryAuditStore AuditStore { get; } = new();

    public MemoryPersonKeys Keys { get; } = new();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));

    public AuditReader Reader { get; }

    public DecisionStore Store { get; }

    public DecisionContests Contests { get; }

    public DecisionExplainer Explainer { get; }

    public static DecisionRecord Record() => new()
    {
        Id = Guid.CreateVersion7(),
        Kind = "chat.turn",
        At = new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero),
        Person = Ada,
        ActorRole = "storefront",
        Storefront = "web",
        Models = ["offline-responder@1"],
        Policies = ["chat/returns@1"],
        Grants = [new GrantReference(Purpose.Service, LegalBasis.Contract, "consent/default@1", null)],
        Refusals = [new Refusal(Purpose.Personalization, "no-consent", "consent/default@1")],
        Inputs = ["conversation/1/turn/2"],
        Evidence = [new EvidenceReference("1", "product", "SKU-1", "7")],
        Candidates = [new Candidate("SKU-1", 0.87, "best match"), new Candidate("SKU-2", 1e-7, null)],
        Outcome = "answered",
        Reasons = ["The product fits the price you named."],
        Counterfactual = "Without the limit of 100 EUR two more products would have been shown.",
        AuditEntryId = AuditEvent.NewEntryId(),
    };
}
