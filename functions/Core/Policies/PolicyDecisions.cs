using RetailServerless.Core.Audit;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Policies;

/// <summary>What somebody decides about a proposal.</summary>
/// <param name="PolicyId">The policy.</param>
/// <param name="Version">The version.</param>
/// <param name="By">Who decides.</param>
/// <param name="Reason">Why.</param>
/// <param name="ETag">Only about this state of the proposal; <see langword="null"/>: whatever it is.</param>
public sealed record PolicyDecision(string PolicyId, int Version, StaffMember By, string? Reason, string? ETag);

/// <summary>What a staff member may do about a proposal.</summary>
/// <param name="Own">Whether they proposed it.</param>
/// <param name="MayDecide">Whether they may approve or reject it.</param>
/// <param name="MayWithdraw">Whether they may take it back.</param>
/// <param name="Why">Why they may not decide; <see langword="null"/> when they may.</param>
public sealed record ProposalRights(bool Own, bool MayDecide, bool MayWithdraw, string? Why);

/// <summary>Approvals and rejections by others than the author, each counted once, under the rules of approval in effect.</summary>
public sealed class PolicyDecisions(
    PolicyVersions versions, PolicyTypes types, PolicyRights rights, PolicyEffects effects, PolicyAnnouncer announcer, TimeProvider clock)
{
    private const int MostTries = 20;

    /// <summary>
    /// Approves. With the last approval that the quorum asks for, the version takes effect at its date, or now when that is past. Approving twice is approving once.
    /// Failures: <c>own-proposal</c> and <c>policy-role-missing</c> (each with an audit entry), <c>proposal-decided</c>, <c>proposal-superseded</c>, <c>policy-invalid</c>,
    /// <c>precondition-failed</c>, those of the rules of approval, and <c>policy-not-anchored</c>.
    /// </summary>
    public Task<Result<StoredDocument<PolicyDocument>>> ApproveAsync(PolicyDecision decision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return DecideAsync(decision, "approve", PolicyEventKind.Endorsed, MayNot, ApprovedAsync, cancellationToken);
    }

    /// <summary>Rejects; one rejection is enough. Failures: as above.</summary>
    public Task<Result<StoredDocument<PolicyDocument>>> RejectAsync(PolicyDecision decision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return DecideAsync(decision, "reject", PolicyEventKind.Rejected, MayNot, RejectedAsync, cancellationToken);
    }

    /// <summary>Takes a proposal of one's own back before it is decided. Failures: <c>not-own-proposal</c> (with an audit entry), and as above.</summary>
    public Task<Result<StoredDocument<PolicyDocument>>> WithdrawAsync(PolicyDecision decision, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return DecideAsync(decision, "withdraw", PolicyEventKind.Withdrawn, IsNotOwn, WithdrawnAsync, cancellationToken);
    }

    /// <summary>What a staff member may do about a version now, and why not.</summary>
    public async Task<ProposalRights> RightsAsync(PolicyDocument version, StaffMember by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(by);
        var own = version.Author == by.Id;
        if (version.Status != PolicyStatus.Proposed)
        {
            return new ProposalRights(own, MayDecide: false, MayWithdraw: false, PolicyFailures.AlreadyDecided(version).Detail);
        }

        var refusal = (await rights.FindAsync(version.PolicyId, cancellationToken)).TryGet(out var rule, out var failure) ? MayNot(version, by, rule) : failure;
        return refusal is null && HasDecided(version, by, PolicyEventKind.Endorsed)
            ? new ProposalRights(own, MayDecide: false, MayWithdraw: own, "You have approved it already; the others who must are still to come.")
            : new ProposalRights(own, refusal is null, own, refusal?.Detail);
    }

    private async Task<Result<StoredDocument<PolicyDocument>>> DecideAsync(
        PolicyDecision decision,
        string attempted,
        PolicyEventKind kind,
        Func<PolicyDocument, StaffMember, RuleInEffect, Failure?> mayNot,
        Func<PolicyHistory, PolicyDocument, PolicyDecision, RuleInEffect, CancellationToken, Task<Result<PolicyDocument>>> apply,
        CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var history = await versions.ReadAsync(decision.PolicyId, cancellationToken);
            if (!history.Find(decision.Version).TryGet(out var found, out var failure) || !(await rights.FindAsync(decision.PolicyId, cancellationToken)).TryGet(out var rule, out failure))
            {
                return failure;
            }

            if (mayNot(found.Value, decision.By, rule) is { } refused)
            {
                await announcer.RefusedAsync(decision.PolicyId, decision.Version, decision.By, attempted, refused, cancellationToken);
                return refused;
            }

            if (HasDecided(found.Value, decision.By, kind))
            {
                return await announcer.AnchorAsync(found, cancellationToken);
            }

            if (decision.ETag is not null && decision.ETag != found.ETag)
            {
                return PolicyFailures.Stale;
            }

            if (found.Value.Status != PolicyStatus.Proposed)
            {
                // What somebody before could not put into the log is not left lying.
                return (await announcer.AnchorAsync(found, cancellationToken)).Failure ?? PolicyFailures.AlreadyDecided(found.Value);
            }

            if (!(await apply(history, found.Value, decision, rule, cancellationToken)).TryGet(out var decided, out failure))
            {
                return failure;
            }

            if (await versions.ReplaceAsync(found, decided, cancellationToken) is { } written)
            {
                return await announcer.AnchorAsync(written, cancellationToken);
            }
        }

        return PolicyFailures.Busy;
    }

    private static Failure? MayNot(PolicyDocument version, StaffMember by, RuleInEffect rule) => version.Author == by.Id
        ? PolicyFailures.Own
        : rule.LetsApprove(by) ? null : PolicyFailures.MayNot(version.PolicyId, rule.Rule.Approve);

    private static Failure? IsNotOwn(PolicyDocument version, StaffMember by, RuleInEffect rule) => version.Author == by.Id ? null : PolicyFailures.NotOwn;

    // The same decision again, as after an answer that was lost.
    private static bool HasDecided(PolicyDocument version, StaffMember by, PolicyEventKind kind) => version.Events.Any(e =>
        e.By == by.Id && (e.Kind == kind || (kind == PolicyEventKind.Endorsed && e.Kind == PolicyEventKind.Approved)));

    private async Task<Result<PolicyDocument>> ApprovedAsync(
        PolicyHistory history, PolicyDocument version, PolicyDecision decision, RuleInEffect rule, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (history.InEffect(now) is { } current && current.Version > version.Version)
        {
            return PolicyFailures.Overtaken(version, current.Version);
        }

        // The type can have become stricter since the text was proposed.
        if (types.Check(new PolicyText(version.PolicyId + ".yaml", version.Yaml)) is { } bad)
        {
            return bad;
        }

        var given = version.Events.Where(e => e.Kind == PolicyEventKind.Endorsed).Select(e => e.By).Append(decision.By.Id).Distinct(StringComparer.Ordinal).Count();
        if (given < rule.Rule.Quorum)
        {
            return version with { Events = [.. version.Events, Event(PolicyEventKind.Endorsed, decision, rule, now)] };
        }

        // What was decided yesterday is not rewritten: a version is in effect from its approval on at the earliest.
        return version with
        {
            Status = PolicyStatus.Approved,
            EffectiveFrom = version.EffectiveFrom > now ? version.EffectiveFrom : now,
            AwaitsAnchor = true,
            Events = [.. version.Events, Event(PolicyEventKind.Approved, decision, rule, now) with { Effect = await effects.MeasureAsync(version, cancellationToken) }],
        };
    }

    private Task<Result<PolicyDocument>> RejectedAsync(
        PolicyHistory history, PolicyDocument version, PolicyDecision decision, RuleInEffect rule, CancellationToken cancellationToken) => Task.FromResult<Result<PolicyDocument>>(
        version with
        {
            Status = PolicyStatus.Rejected,
            Events = [.. version.Events, Event(PolicyEventKind.Rejected, decision, rule, clock.GetUtcNow())],
        });

    private Task<Result<PolicyDocument>> WithdrawnAsync(
        PolicyHistory history, PolicyDocument version, PolicyDecision decision, RuleInEffect rule, CancellationToken cancellationToken) => Task.FromResult<Result<PolicyDocument>>(
        version with
        {
            Status = PolicyStatus.Withdrawn,
            Events = [.. version.Events, Event(PolicyEventKind.Withdrawn, decision, rule, clock.GetUtcNow())],
        });

    private static PolicyEvent Event(PolicyEventKind kind, PolicyDecision decision, RuleInEffect rule, DateTimeOffset now) =>
        new(kind, now, decision.By.Id, decision.By.Role, AuditEvent.NewEntryId()) { Reason = decision.Reason, Rules = rule.Rules, Quorum = rule.Rule.Quorum };
}
