using RetailServerless.Core.Audit;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Policies;

/// <summary>A version as somebody proposes it.</summary>
public sealed record NewProposal
{
    /// <summary>The policy.</summary>
    public required string PolicyId { get; init; }

    /// <summary>The text, byte for byte as it will be in effect.</summary>
    public required string Yaml { get; init; }

    /// <summary>Who proposes.</summary>
    public required StaffMember By { get; init; }

    /// <summary>From when it is to be in effect; <see langword="null"/>, or an instant that is past when it is approved: from its approval on.</summary>
    public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>The same key from the same person is the same proposal.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The old version whose text this is.</summary>
    public int? RollbackTo { get; init; }
}

/// <summary>Takes proposals. A bad text, a person without the role, and a policy that nothing reads are refused.</summary>
public sealed class PolicyProposals(PolicyVersions versions, PolicyTypes types, PolicyRights rights, PolicyAnnouncer announcer, TimeProvider clock)
{
    /// <summary>The longest reason, characters.</summary>
    public const int MaxReason = 1_000;

    private const int MostTries = 20;

    /// <summary>
    /// Proposes a version. Failures: <c>policy-role-missing</c> (and an audit entry), <c>policy-unknown</c>, <c>policy-invalid</c> with file, line and reason,
    /// <c>policy-unchanged</c>, <c>idempotency-key-reused</c>, those of the rules of approval, and <c>policy-not-anchored</c>.
    /// </summary>
    public async Task<Result<StoredDocument<PolicyDocument>>> ProposeAsync(NewProposal proposal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        return (await CheckAsync(proposal, cancellationToken)).TryGet(out var rule, out var failure) && (await AddAsync(proposal, rule, cancellationToken)).TryGet(out var added, out failure) ? await announcer.AnchorAsync(added, cancellationToken) : failure;
    }

    /// <summary>
    /// The version that a proposal would become, for a look at its effect; nothing is stored. Failures: as above, but for those of storing and of the log.
    /// </summary>
    public async Task<Result<PolicyDocument>> PreviewAsync(NewProposal proposal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        if (!(await CheckAsync(proposal, cancellationToken)).TryGet(out var rule, out var failure))
        {
            return failure;
        }

        var now = clock.GetUtcNow();
        var history = await versions.ReadAsync(proposal.PolicyId, cancellationToken);
        var current = history.InEffect(now);
        return current?.Yaml == proposal.Yaml ? PolicyFailures.Same(current.Reference) : Build(proposal, rule, history.Next, current?.Version, keyHash: null, now);
    }

    /// <summary>Proposes the text of an old version as a new one. Failures: as above, and <c>policy-version-not-found</c>.</summary>
    public async Task<Result<StoredDocument<PolicyDocument>>> RollBackAsync(NewProposal proposal, int version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        var history = await versions.ReadAsync(proposal.PolicyId, cancellationToken);
        if (!history.Find(version).TryGet(out var old, out var failure))
        {
            return failure;
        }

        // What nobody approved is no way back.
        return old.Value.MayBeInEffect(clock.GetUtcNow())
            ? await ProposeAsync(proposal with { Yaml = old.Value.Yaml, RollbackTo = version }, cancellationToken)
            : new Failure(FailureKind.Conflict, "version-never-in-effect", $"{old.Value.Reference} was never in effect, so there is no going back to it. Propose its text instead.");
    }

    private async Task<Result<RuleInEffect>> CheckAsync(NewProposal proposal, CancellationToken cancellationToken)
    {
        if (!(await rights.FindAsync(proposal.PolicyId, cancellationToken)).TryGet(out var rule, out var failure))
        {
            return failure;
        }

        if (!rule.LetsPropose(proposal.By))
        {
            failure = PolicyFailures.MayNot(proposal.PolicyId, rule.Rule.Propose);
            await announcer.RefusedAsync(proposal.PolicyId, null, proposal.By, "propose", failure, cancellationToken);
            return failure;
        }

        return types.Check(new PolicyText(proposal.PolicyId + ".yaml", proposal.Yaml)) is { } bad ? bad : rule;
    }

    private async Task<Result<StoredDocument<PolicyDocument>>> AddAsync(NewProposal proposal, RuleInEffect rule, CancellationToken cancellationToken)
    {
        var keyHash = proposal.IdempotencyKey is null ? null : PolicyText.HashOf(proposal.By.Id + "\n" + proposal.IdempotencyKey);
        for (var tries = 0; tries < MostTries; tries++)
        {
            var history = await versions.ReadAsync(proposal.PolicyId, cancellationToken);
            if (keyHash is not null && history.Versions.FirstOrDefault(v => v.Value.IdempotencyHash == keyHash) is { } before)
            {
                return before.Value.Yaml == proposal.Yaml && before.Value.RollbackTo == proposal.RollbackTo && before.Value.Reason == proposal.Reason ? before : PolicyFailures.KeyReused;
            }

            var now = clock.GetUtcNow();
            var current = history.InEffect(now);
            if (current?.Yaml == proposal.Yaml)
            {
                return PolicyFailures.Same(current.Reference);
            }

            if (await versions.AddAsync(Build(proposal, rule, history.Next, current?.Version, keyHash, now), cancellationToken) is { } added)
            {
                return added;
            }
        }

        return PolicyFailures.Busy;
    }

    private static PolicyDocument Build(NewProposal proposal, RuleInEffect rule, int version, int? basedOn, string? keyHash, DateTimeOffset now)
    {
        var entry = AuditEvent.NewEntryId();
        return new PolicyDocument
        {
            PolicyId = proposal.PolicyId,
            Version = version,
            Status = PolicyStatus.Proposed,
            EffectiveFrom = (proposal.EffectiveFrom ?? now).ToUniversalTime(),
            CreatedAt = now,
            Author = proposal.By.Id,
            Yaml = proposal.Yaml,
            AuditEntryId = entry,
            Reason = proposal.Reason,
            BasedOn = basedOn,
            RollbackTo = proposal.RollbackTo,
            IdempotencyHash = keyHash,
            Events = [new PolicyEvent(PolicyEventKind.Proposed, now, proposal.By.Id, proposal.By.Role, entry) { Reason = proposal.Reason, Rules = rule.Rules, Quorum = rule.Rule.Quorum }],
        };
    }
}
