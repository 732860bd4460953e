using RetailServerless.Core.Audit;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Consent;

/// <summary>What becomes of a consent state by a decision: pure.</summary>
internal static class ConsentLedger
{
    public const string ChangedKind = "consent.changed";
    public const string RequestedKind = "consent.opt-in-requested";
    public const string DeclaredKind = "consent.facts-declared";
    public const string GlobalPrivacyControlKind = "consent.gpc-applied";
    public const string GlobalPrivacyControlChannel = "gpc";
    public const string ImportChannel = "import";

    /// <summary>The state after a change that <see cref="ConsentAdmission"/> admits; <see langword="null"/> when it changes nothing.</summary>
    /// <param name="before">The state as it is stored.</param>
    /// <param name="person">The person with what the change declares of them.</param>
    /// <param name="change">The change.</param>
    /// <param name="policy">The policy of the place where they live.</param>
    /// <param name="place">That place.</param>
    /// <param name="now">The instant.</param>
    public static ConsentState? Apply(ConsentState before, PersonConsent person, ConsentChange change, Policy<ConsentPolicy> policy, string? place, DateTimeOffset now)
    {
        var steps = Decisions(person.State, change, policy.Value)
            .Select(d => (d.Scope, d.Granted, Step: StepOf(person, change, policy.Value, place, d.Scope, d.Granted, now)))
            .Where(s => s.Step != Step.Nothing)
            .ToList();
        var receipts = steps.Where(s => s.Step == Step.Decision)
            .Select((s, i) => Receipt(person.State, change, policy, s.Scope, s.Granted, person.State.Receipts + 1 + i, now))
            .ToList();
        var requests = steps.Where(s => s.Step == Step.Request).Select(s => s.Scope).ToList();
        var declares = person.State.Declared != before.Declared;
        if (receipts.Count == 0 && requests.Count == 0 && !declares)
        {
            return null;
        }

        var state = person.State with { Revision = person.State.Revision + 1 };
        if (declares)
        {
            state = Note(state, DeclaredKind, change, policy, []);
        }

        if (requests.Count > 0)
        {
            state = Note(state with { OptIns = With(state.OptIns, requests, policy.Value, change, now) }, RequestedKind, change, policy, requests);
        }

        return receipts.Count > 0 ? Next(state, receipts, ChangedKind, change.ActorRole, change.Storefront) : state;
    }

    /// <summary>
    /// The state after a Global Privacy Control signal. The first one, and the first after a later consent, leaves a receipt; while the opt-out holds, each day on which the signal comes again leaves
    /// an audit entry. <see langword="null"/> when that day has its entry already: a browser sends the signal with every request, and a thousand entries a day would say no more than one.
    /// </summary>
    public static ConsentState? ApplyGlobalPrivacyControl(
        ConsentState state, string actorRole, string? storefront, Policy<ConsentPolicy> policy, DateTimeOffset now)
    {
        var holds = state.GlobalPrivacyControlAt is not null && state.Purposes.GetValueOrDefault(Purpose.SaleOrShare) is { Granted: false }
            && !state.Purposes.Any(p => p.Key.Purpose == Purpose.SaleOrShare && p.Value.Granted);
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (!holds)
        {
            // The whole and every channel of it that was agreed to: an opt-out is one of all.
            var scopes = state.Purposes.Where(p => p.Key.Purpose == Purpose.SaleOrShare && p.Value.Granted && p.Key.Channel is not null).Select(p => p.Key).Append(Purpose.SaleOrShare).Order();
            var change = new ConsentChange
            {
                Person = default,
                Purposes = new Dictionary<ConsentScope, bool>(),
                Channel = GlobalPrivacyControlChannel,
                ActorRole = actorRole,
                Storefront = storefront,
            };
            var receipts = scopes.Select((s, i) => Receipt(state, change, policy, s, false, state.Receipts + 1 + i, now)).ToList();
            return Next(state with { Revision = state.Revision + 1 }, receipts, GlobalPrivacyControlKind, actorRole, storefront) with { GlobalPrivacyControlAt = now, GlobalPrivacyControlSeenOn = today };
        }

        var again = new PendingChange(AuditEvent.NewEntryId(), GlobalPrivacyControlKind, actorRole, storefront, [], policy.Reference, GlobalPrivacyControlChannel);
        return state.GlobalPrivacyControlSeenOn == today && !state.OptIns.ContainsKey(Purpose.SaleOrShare) ? null : Without(state, Purpose.SaleOrShare) with { GlobalPrivacyControlSeenOn = today, Pending = [.. state.Pending, again] };
    }

    // A no to a purpose is a no to the whole where it was decided as a whole, and to every channel that there is or was.
    private static IEnumerable<(ConsentScope Scope, bool Granted)> Decisions(ConsentState state, ConsentChange change, ConsentPolicy policy)
    {
        var decisions = new SortedDictionary<ConsentScope, bool>();
        foreach (var (scope, granted) in change.Purposes.Where(p => policy.Purposes[p.Key.Purpose].Basis is LegalBasis.Consent or LegalBasis.OptOut).OrderBy(p => p.Key))
        {
            var rule = policy.Purposes[scope.Purpose];
            if (granted || scope.Channel is not null || !(rule.IsDivided || state.Purposes.Keys.Any(k => k.Purpose == scope.Purpose && k.Channel is not null)))
            {
                decisions[scope] = granted;
                continue;
            }

            var known = state.Purposes.Keys.Where(k => k.Purpose == scope.Purpose);
            var divided = (rule.Channels ?? []).Select(c => scope.Purpose.By(c));
            foreach (var one in known.Concat(divided).Concat(rule.IsDivided ? [] : [scope]))
            {
                decisions.TryAdd(one, false);
            }
        }

        return decisions.Select(d => (d.Key, d.Value));
    }

    private static Step StepOf(PersonConsent person, ConsentChange change, ConsentPolicy policy, string? place, ConsentScope scope, bool granted, DateTimeOffset now)
    {
        var rule = policy.Purposes[scope.Purpose];
        var own = person.State.Purposes.GetValueOrDefault(scope);
        if (!granted)
        {
            return own is null or { Granted: true } || person.State.OptIns.ContainsKey(scope) ? Step.Decision : Step.Nothing;
        }

        // Agreeing again renews what no longer holds, and what was agreed to under another version of the notice or by somebody else.
        var standing = ConsentStanding.Of(person, policy, place, scope, now);
        if (standing is { Allows: true, Consent: { } consent } && consent == own && consent.NoticeVersion == rule.Notice.Version && consent.Jurisdiction == policy.Jurisdiction)
        {
            return Step.Nothing;
        }

        if (!OptInRules.TakesTwoSteps(person.State, rule, scope, standing.Age) || (standing.Allows && standing.Consent is not null))
        {
            return Step.Decision;
        }

        return change.Confirmations.ContainsKey(scope) ? Step.Decision : Step.Request;
    }

    private static Dictionary<ConsentScope, OptInRequest> With(
        IReadOnlyDictionary<ConsentScope, OptInRequest> open, IEnumerable<ConsentScope> scopes, ConsentPolicy policy, ConsentChange change, DateTimeOffset now)
    {
        var requests = new Dictionary<ConsentScope, OptInRequest>(open);
        foreach (var scope in scopes)
        {
            var rule = policy.Purposes[scope.Purpose];
            requests[scope] = new OptInRequest(
                Guid.CreateVersion7(now), now, now.AddMinutes(rule.OptInAgain(scope.Purpose)!.ConfirmWithinMinutes), NoticeDigest.Of(rule), change.Parent is null ? OptInBy.Person : OptInBy.Parent);
        }

        return requests;
    }

    private static ConsentState Without(ConsentState state, ConsentScope scope) =>
        state.OptIns.ContainsKey(scope) ? state with { OptIns = state.OptIns.Where(o => o.Key != scope).ToDictionary() } : state;

    private static ConsentState Note(ConsentState state, string kind, ConsentChange change, Policy<ConsentPolicy> policy, List<ConsentScope> scopes) => state with
    {
        Pending =
        [
            .. state.Pending,
            new PendingChange(AuditEvent.NewEntryId(), kind, change.ActorRole, change.Storefront, [], policy.Reference, change.Channel) { Scopes = scopes.Count > 0 ? scopes : null },
        ],
    };

    private static ConsentReceipt Receipt(
        ConsentState state, ConsentChange change, Policy<ConsentPolicy> policy, ConsentScope scope, bool granted, int number, DateTimeOffset now)
    {
        var previous = state.Purposes.GetValueOrDefault(scope);
        var rule = policy.Value.Purposes[scope.Purpose];
        return new ConsentReceipt
        {
            ReceiptId = Guid.CreateVersion7(now),
            Number = number,
            Purpose = scope.Purpose,
            ContactChannel = scope.Channel,
            Decision = granted ? ConsentDecision.Granted : previous is { Granted: true } ? ConsentDecision.Revoked : ConsentDecision.Refused,
            LegalBasis = granted ? LegalBasis.Consent : rule.Basis,
            At = now,
            ExpiresAt = granted && rule.ExpiresAfterDays is { } days ? now.AddDays(days) : null,
            Controller = policy.Value.Controller,
            Notice = rule.Notice,
            NoticeDigest = NoticeDigest.Of(rule),
            Channel = change.Channel,
            PolicyVersion = policy.Reference,
            PreviousReceiptId = previous?.ReceiptId,
            Jurisdiction = policy.Value.Jurisdiction,
            Language = policy.Value.Language,
            Data = rule.Data,
            Recipients = rule.Recipients,
            Retention = rule.Retention,
            GivenBy = granted && change.Parent is not null ? OptInBy.Parent : OptInBy.Person,
            Parent = granted ? change.Parent : null,
            Signal = change.Evidence,
            RequestedAt = granted && change.Confirmations.ContainsKey(scope) ? state.OptIns.GetValueOrDefault(scope)?.At : null,
        };
    }

    private static ConsentState Next(ConsentState state, List<ConsentReceipt> receipts, string auditKind, string actorRole, string? storefront)
    {
        var purposes = new Dictionary<ConsentScope, PurposeConsent>(state.Purposes);
        foreach (var r in receipts)
        {
            if (r is { ContactChannel: null, Decision: ConsentDecision.Granted })
            {
                // A yes to the whole replaces what was said about channels before; a no to one that comes later counts again.
                purposes.Keys.Where(k => k.Purpose == r.Purpose).ToList().ForEach(k => purposes.Remove(k));
            }

            purposes[r.Scope] = new PurposeConsent(r.Decision == ConsentDecision.Granted, r.ReceiptId, r.At, r.ExpiresAt, r.Notice.Version, r.Channel)
            {
                Jurisdiction = r.Jurisdiction,
                NoticeDigest = r.NoticeDigest,
                GivenBy = r.GivenBy,
            };
            state = Without(state, r.Scope);
        }

        return state with
        {
            Purposes = purposes,
            Receipts = state.Receipts + receipts.Count,
            Pending = [.. state.Pending, new PendingChange(AuditEvent.NewEntryId(), auditKind, actorRole, storefront, receipts)],
        };
    }

    private enum Step
    {
        Nothing,
        Decision,
        Request,
    }
}
