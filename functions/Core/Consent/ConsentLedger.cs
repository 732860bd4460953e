using RetailServerless.Core.Audit;
using RetailServerless.Core.Policies;

namespace RetailServerless.Core.Consent;

/// <summary>What becomes of a consent state by a decision: pure.</summary>
internal static class ConsentLedger
{
    public const string ChangedKind = "consent.changed";
    public const string GlobalPrivacyControlKind = "consent.gpc-applied";
    public const string GlobalPrivacyControlChannel = "gpc";

    /// <summary>The state after a change; <see langword="null"/> when the change changes nothing.</summary>
    public static ConsentState? Apply(ConsentState state, ConsentChange change, Policy<ConsentPolicy> policy, DateTimeOffset now)
    {
        var receipts = change.Purposes
            .OrderBy(p => p.Key)
            .Where(p => policy.Value.Purposes[p.Key].Basis == LegalBasis.Consent)
            .Where(p => Changes(state.Purposes.GetValueOrDefault(p.Key), p.Value, policy.Value.Purposes[p.Key].Notice, now))
            .Select((p, i) => Receipt(state, p.Key, p.Value, state.Receipts + 1 + i, change.Channel, policy, now))
            .ToList();
        return receipts.Count == 0 ? null : Next(state, receipts, ChangedKind, change.ActorRole, change.Storefront);
    }

    /// <summary>
    /// The state after a Global Privacy Control signal. The first one, and the first after a later consent, leaves a receipt; while the opt-out holds, each day on which the signal comes again leaves
    /// an audit entry. <see langword="null"/> when that day has its entry already: a browser sends the signal with every request, and a thousand entries a day would say no more than one.
    /// </summary>
    public static ConsentState? ApplyGlobalPrivacyControl(
        ConsentState state, string actorRole, string? storefront, Policy<ConsentPolicy> policy, DateTimeOffset now)
    {
        var holds = state.GlobalPrivacyControlAt is not null && state.Purposes.GetValueOrDefault(Purpose.SaleOrShare) is { Granted: false };
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (!holds)
        {
            var receipt = Receipt(state, Purpose.SaleOrShare, false, state.Receipts + 1, GlobalPrivacyControlChannel, policy, now);
            return Next(state, [receipt], GlobalPrivacyControlKind, actorRole, storefront) with { GlobalPrivacyControlAt = now, GlobalPrivacyControlSeenOn = today };
        }

        var again = new PendingChange(AuditEvent.NewEntryId(), GlobalPrivacyControlKind, actorRole, storefront, [], policy.Reference, GlobalPrivacyControlChannel);
        return state.GlobalPrivacyControlSeenOn == today ? null : state with { GlobalPrivacyControlSeenOn = today, Pending = [.. state.Pending, again] };
    }

    // Agreeing again renews what has expired, and what was agreed to under another notice.
    private static bool Changes(PurposeConsent? consent, bool granted, ConsentNotice notice, DateTimeOffset now) =>
        consent is null || consent.Granted != granted || (granted && (consent.ExpiresAt <= now || consent.NoticeVersion != notice.Version));

    private static ConsentReceipt Receipt(
        ConsentState state, Purpose purpose, bool granted, int number, string channel, Policy<ConsentPolicy> policy, DateTimeOffset now)
    {
        var previous = state.Purposes.GetValueOrDefault(purpose);
        var rule = policy.Value.Purposes[purpose];
        return new ConsentReceipt
        {
            ReceiptId = Guid.CreateVersion7(now),
            Number = number,
            Purpose = purpose,
            Decision = granted ? ConsentDecision.Granted : previous is { Granted: true } ? ConsentDecision.Revoked : ConsentDecision.Refused,
            LegalBasis = rule.Basis,
            At = now,
            ExpiresAt = granted && rule.ExpiresAfterDays is { } days ? now.AddDays(days) : null,
            Controller = policy.Value.Controller,
            Notice = rule.Notice,
            Channel = channel,
            PolicyVersion = policy.Reference,
            PreviousReceiptId = previous?.ReceiptId,
            Jurisdiction = policy.Value.Jurisdiction,
            Language = policy.Value.Language,
            Data = rule.Data,
            Recipients = rule.Recipients,
            Retention = rule.Retention,
        };
    }

    private static ConsentState Next(ConsentState state, List<ConsentReceipt> receipts, string auditKind, string actorRole, string? storefront)
    {
        var purposes = new Dictionary<Purpose, PurposeConsent>(state.Purposes);
        foreach (var r in receipts)
        {
            purposes[r.Purpose] = new PurposeConsent(r.Decision == ConsentDecision.Granted, r.ReceiptId, r.At, r.ExpiresAt, r.Notice.Version, r.Channel);
        }

        return state with
        {
            Revision = state.Revision + 1,
            Purposes = purposes,
            Receipts = state.Receipts + receipts.Count,
            Pending = [.. state.Pending, new PendingChange(AuditEvent.NewEntryId(), auditKind, actorRole, storefront, receipts)],
        };
    }
}
