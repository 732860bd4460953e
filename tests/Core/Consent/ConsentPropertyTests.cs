using System.Collections.Concurrent;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Consent;
using RetailServerless.Core.Customers;
using RetailServerless.Core.People;
using RetailServerless.Core.Storage;
using RetailServerless.Core.Tests.Fakes;
using Xunit.Abstractions;

namespace RetailServerless.Core.Tests.Consent;

/// <summary>
/// Random programs of grants by the person and by a parent, confirmations, revocations, the signal, expiries, shorter times, notices that change with and without substance, moves between jurisdictions, ages and jumps
/// in time, each step followed by reads, against <see cref="ConsentModel"/>. A failure prints its seed; set CsCheck_Seed to see it again.
/// </summary>
public sealed class ConsentPropertyTests(ITestOutputHelper output)
{
    private const int Programs = 3_000;

    private static readonly PersonId Ada = ConsentFixture.Ada;
    private static readonly ConsentScope[] Scopes = [Purpose.Personalization, ConsentFixture.ByEmail, ConsentFixture.BySms, Purpose.SaleOrShare];
    private static readonly string?[] Countries = [null, "DE", "AT", "US-CA"];

    private static readonly Kind[] Weighted =
    [
        .. Enumerable.Repeat(Kind.Yes, 8), .. Enumerable.Repeat(Kind.ParentYes, 4), .. Enumerable.Repeat(Kind.Confirm, 3), .. Enumerable.Repeat(Kind.No, 4), .. Enumerable.Repeat(Kind.Wait, 4), .. Enum.GetValues<Kind>(),
    ];

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, Weighted.Length - 1],
        Gen.Int[0, Scopes.Length - 1],
        Gen.Int[0, 999],
        (kind, scope, number) => new Step(Weighted[kind], scope, number));

    [Fact]
    public void No_read_ever_without_a_valid_grant_and_none_refused_with_one()
    {
        var reads = 0L;
        var granted = 0L;
        Steps.Array[1, 30].Sample(
            steps =>
            {
                var (asked, allowed) = RunAsync(steps).GetAwaiter().GetResult();
                Interlocked.Add(ref reads, asked);
                Interlocked.Add(ref granted, allowed);
            },
            iter: Programs,
            print: steps => string.Join(' ', steps.Select(s => s.ToString())));
        output.WriteLine($"{Programs} programs, {reads} reads, {granted} of them allowed.");

        // A gate that refuses everything would never be wrong: enough must have been allowed for the test to say something.
        Assert.True(granted > reads / 50, $"{granted} of {reads} reads were allowed");
    }

    private static async Task<(long Asked, long Allowed)> RunAsync(Step[] steps)
    {
        var bench = new Bench();
        var allowed = 0;
        foreach (var step in steps)
        {
            await bench.TakeAsync(step);
            allowed += await bench.ReadAsync();
        }

        await bench.CheckReceiptsAsync();
        return (steps.Length * (Scopes.Length + 2L), allowed);
    }

    private enum Kind
    {
        Yes,
        Confirm,
        ParentYes,
        No,
        Signal,
        Wait,
        Reword,
        Change,
        Shorten,
        Move,
        Age,
    }

    private readonly record struct Step(Kind Kind, int Scope, int Number);

    private sealed class Bench
    {
        private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
        private readonly MemoryDocumentStore _documents = new();
        private readonly Entries _audit = new();
        private readonly ConsentModel.Policies _rules = new();
        private readonly ModelPolicies _policies;
        private readonly ConsentModel _model;
        private readonly ConsentGate _gate;
        private readonly ConsentService _service;
        private Guid? _first;
        private bool _firstByParent;

        public Bench()
        {
            _policies = new ModelPolicies(_rules);
            _model = new ConsentModel(_rules);
            var policies = new ConsentPolicies(_policies);
            var states = new ConsentStates(_documents, _clock);
            var signer = new ReceiptSigner(_documents, new MemoryKeyVault(), _clock);
            _gate = new ConsentGate(policies, states, _clock, NullLogger<ConsentGate>.Instance);
            _service = new ConsentService(policies, _documents, new MemoryPersonKeys(), states, new ConsentOutbox(_documents, states, _audit, signer, new ConsentStatistics(_documents, _clock)), signer, _clock);
        }

        private DateTimeOffset Now => _clock.GetUtcNow();

        public async Task TakeAsync(Step step)
        {
            var scope = Scopes[step.Scope];
            var where = ModelPolicies.Places[step.Number % ModelPolicies.Places.Count];
            switch (step.Kind)
            {
                case Kind.Yes:
                    await YesAsync(scope, step.Number % 2 == 0, parent: false, confirms: null);
                    break;
                case Kind.ParentYes:
                    await YesAsync(scope, step.Number % 2 == 0, parent: true, confirms: null);
                    break;
                case Kind.Confirm:
                    await YesAsync(Purpose.SaleOrShare, false, step.Number % 9 == 0 ? !_firstByParent : _firstByParent, step.Number % 7 == 0 || _first is null ? Guid.NewGuid() : _first);
                    break;
                case Kind.No:
                    scope = scope.Channel is not null && step.Number % 3 == 0 ? Purpose.Marketing : scope;
                    Assert.Null((await _service.ChangeAsync(Change(scope, false), default)).Failure);
                    _model.No(scope, Now);
                    break;
                case Kind.Signal:
                    Assert.Null((await _service.ApplyGlobalPrivacyControlAsync(Ada, "shopper", null, default)).Failure);
                    _model.Signal(Now);
                    break;
                case Kind.Wait:
                    _clock.Advance(step.Number % 2 == 0 ? TimeSpan.FromMinutes(step.Number % 90) : TimeSpan.FromDays(step.Number % 450));
                    break;
                case Kind.Reword:
                    _policies.Change(where, scope.Purpose, r => r with { Version = r.Version + 1 });
                    break;
                case Kind.Change:
                    _policies.Change(where, scope.Purpose, r => r with { Version = r.Version + 1, Substance = r.Substance + 1 });
                    break;
                case Kind.Shorten:
                    _policies.Change(where, scope.Purpose, r => r with { Days = 1 + (step.Number % 400) });
                    break;
                case Kind.Move:
                    _model.Country = Countries[step.Number % Countries.Length];
                    await RecordAsync();
                    break;
                default:
                    _model.BirthYear = step.Number % 5 == 0 ? null : 2005 + (step.Number % 15);
                    await RecordAsync();
                    break;
            }
        }

        public async Task<int> ReadAsync()
        {
            var allowed = 0;
            foreach (var scope in Scopes)
                allowed += await ReadAsync(scope, false);
            await ReadAsync(Purpose.SaleOrShare, true);
            Assert.Null((await _gate.AskAsync(Ada, Purpose.Marketing, PrivacySignals.None, default)).Grant);
            return allowed;
        }

        public async Task CheckReceiptsAsync()
        {
            var receipts = await _service.ListReceiptsAsync(Ada, 0, 1_000, default);
            Assert.Equal(Enumerable.Range(1, _model.Decisions), receipts.Select(r => r.Number));
            Assert.Equal(receipts.Select(r => r.ReceiptId.ToString()), _audit.Receipts);
        }

        private async Task<int> ReadAsync(ConsentScope scope, bool signal)
        {
            var grant = (await _gate.AskAsync(Ada, scope, new PrivacySignals(signal), default)).Grant;
            Assert.True(_model.MayRead(scope, signal, Now) == grant is not null, $"{scope} {(signal ? "with the signal " : "")}was {(grant is null ? "refused" : "allowed")}");
            return grant is null ? 0 : 1;
        }

        private async Task YesAsync(ConsentScope scope, bool ownAccord, bool parent, Guid? confirms)
        {
            var change = Change(scope, true) with
            {
                OfOwnAccord = ownAccord,
                Parent = parent ? new ParentalAuthorisation(ParentalEvidence.SignedForm) : null,
                Confirmations = confirms is { } id ? new Dictionary<ConsentScope, Guid> { [scope] = id } : new Dictionary<ConsentScope, Guid>(),
            };
            var expected = _model.Yes(scope, ownAccord, parent, confirms, Now);
            var result = await _service.ChangeAsync(change, default);
            Assert.True(expected == ConsentModel.Answer.Refused == result.Failure is not null, $"a yes to {scope} was {result.Failure?.Code ?? "taken"}");
            if (expected == ConsentModel.Answer.Asked)
            {
                (_first, _firstByParent) = (ConsentFixture.Confirmation(result.Value, scope)!.Value, parent);
                _model.Numbered(scope, _first.Value);
            }
        }

        // Another process writes it; what is kept of the record is a second old at most.
        private async Task RecordAsync()
        {
            var customer = new Customer
            {
                Id = Ada.Customer!.Value,
                Country = _model.Country,
                Attributes = _model.BirthYear is { } year ? new Dictionary<string, string> { ["birthyear"] = $"{year}" } : [],
            };
            await _documents.UpsertAsync(new DocumentKey(Customer.Container, Ada.Value, Customer.DocumentId), customer, WriteCondition.Always, default);
            _clock.Advance(ConsentStates.MaxAge);
        }

        private static ConsentChange Change(ConsentScope scope, bool granted) => ConsentFixture.Change(scope, granted);
    }

    private sealed class Entries : IAuditLog
    {
        private readonly ConcurrentQueue<AuditEvent> _events = new();

        public IEnumerable<string?> Receipts => _events.SelectMany(e => e.Body["changes"]!.AsArray().Select(c => (string?)c!["receiptId"]));

        public Task<long> AppendAsync(AuditEvent auditEvent, CancellationToken cancellationToken)
        {
            _events.Enqueue(auditEvent);
            return Task.FromResult(1L);
        }
    }
}
