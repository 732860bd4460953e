using System.Text.Json.Nodes;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Privacy.Requests;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>The steps of a run: wait for its turn, fix the rules, go through each store in batches, end. Each can be done again at any instant and finds what was done.</summary>
public sealed class RetentionRunner
{
    private static readonly TimeSpan RunsAreKept = TimeSpan.FromDays(90);

    private readonly RetentionRuns _runs;
    private readonly RetainedStores _stores;
    private readonly RetentionListing _listing;
    private readonly RetentionRemoval _removal;
    private readonly RequestKeys _keys;
    private readonly IPolicyStore _policies;
    private readonly IAuditLog _audit;
    private readonly TimeProvider _time;

    internal RetentionRunner(
        RetentionRuns runs, RetainedStores stores, RetentionListing listing, RetentionRemoval removal, RequestKeys keys, IPolicyStore policies, IAuditLog audit, TimeProvider time) =>
        (_runs, _stores, _listing, _removal, _keys, _policies, _audit, _time) = (runs, stores, listing, removal, keys, policies, audit, time);

    /// <summary>Whether the run may begin: one at a time removes, any number lists.</summary>
    public async Task<bool> IsTurnAsync(Guid id, CancellationToken cancellationToken)
    {
        var run = await _runs.LoadAsync(id, cancellationToken);
        return run.DryRun || await _runs.TakeTurnAsync(id, cancellationToken);
    }

    /// <summary>Fixes the rules and the stores. What changes later counts in the next run.</summary>
    /// <returns>How many stores there are to go through; 0 when the rules cannot be read, and then nothing is removed.</returns>
    public async Task<int> BeginAsync(Guid id, CancellationToken cancellationToken)
    {
        var known = await _runs.LoadAsync(id, cancellationToken);
        if (known.Rules is not null)
        {
            return known.Stores.Count;
        }

        var read = await RetentionRuleBook.ReadAsync(_policies, cancellationToken);
        if (!read.TryGet(out var rules, out var failure))
        {
            await _runs.ChangeAsync(id, run => run with { Status = RetentionRunStatus.Refused, Failure = failure.Code, EndedAt = _time.GetUtcNow() }, cancellationToken);
            return 0;
        }

        var begun = await _runs.ChangeAsync(
            id,
            run => run.Rules is not null
                ? null
                : run with
                {
                    Status = RetentionRunStatus.Running,
                    Rules = rules,
                    Stores = [.. _stores.All.Where(s => rules.Counts(s.Name)).Select(s => new RetentionRunStore(s.Name, AuditEvent.NewEntryId()))],
                    WithoutRule = [.. WithoutRule(rules)],
                    Failure = null,
                    EndedAt = null,

                    // That it was refused before stands in the log under the entry that it had then.
                    AuditEntryId = run.HasEnded ? AuditEvent.NewEntryId() : run.AuditEntryId,
                },
            cancellationToken);
        return begun.Stores.Count;
    }

    /// <summary>Looks through one batch of a store and removes what is over.</summary>
    /// <returns>Whether the store goes on.</returns>
    /// <exception cref="RetentionFailedException">Something could not be removed; do it again, or <see cref="GiveUpAsync"/>.</exception>
    public async Task<bool> TakeAsync(Guid id, int store, int batch, CancellationToken cancellationToken)
    {
        var run = await _runs.LoadAsync(id, cancellationToken);
        var of = StoreOf(run, store);
        var found = await _runs.FindBatchAsync(id, of.Name, batch, cancellationToken) ?? await _listing.LookAsync(run, of, batch, cancellationToken);
        if (!found.Done)
        {
            await _removal.RemoveAsync(run, of, found, cancellationToken);
        }

        return await GoOnAsync(run, store, found, cancellationToken);
    }

    /// <summary>Leaves what could not be removed to the next run, and counts it as failed.</summary>
    /// <returns>Whether the store goes on.</returns>
    public async Task<bool> GiveUpAsync(Guid id, int store, int batch, CancellationToken cancellationToken)
    {
        var run = await _runs.LoadAsync(id, cancellationToken);
        var name = run.Stores[store].Name;
        var found = await _runs.FindBatchAsync(id, name, batch, cancellationToken) ?? new RetentionBatch { Store = name, Number = batch, Broken = true };
        if (!found.Done)
        {
            var lines = found.Lines.Select(l => l is { Standing: RetentionStanding.Due, Outcome: null } ? l with { Outcome = RetentionOutcome.Failed } : l);
            found = found with { Lines = [.. lines], Done = true };
            await _runs.SetBatchAsync(id, found, cancellationToken);
        }

        return await GoOnAsync(run, store, found, cancellationToken);
    }

    /// <summary>Ends a run: its key is destroyed, so that nothing in it leads to what it removed, and its end is in the audit log.</summary>
    public async Task EndAsync(Guid id, CancellationToken cancellationToken)
    {
        var run = await _runs.LoadAsync(id, cancellationToken);
        await _keys.DestroyAsync(id, cancellationToken);
        var counts = await _runs.CountsAsync(id, cancellationToken);
        var incomplete = counts.Any(c => c.Failed > 0 || c.Incomplete);
        if (!run.HasEnded)
        {
            run = await _runs.ChangeAsync(
                id,
                r => r.HasEnded ? null : r with { Status = incomplete ? RetentionRunStatus.CompletedWithFailures : RetentionRunStatus.Completed, EndedAt = _time.GetUtcNow() },
                cancellationToken);
        }

        await _audit.AppendAsync(RetentionAudit.OfRun(run, counts), cancellationToken);
        await _runs.ForgetAsync(_time.GetUtcNow() - RunsAreKept, cancellationToken);
    }

    private async Task<bool> GoOnAsync(RetentionRunDocument run, int store, RetentionBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Next is not null)
        {
            return true;
        }

        var count = RetentionCount.Of(batch.Store, await _runs.BatchesAsync(run.Id, batch.Store, null, cancellationToken).Select(b => b.Batch).ToListAsync(cancellationToken));
        await _runs.SetCountAsync(run.Id, count, cancellationToken);
        await _audit.AppendAsync(RetentionAudit.OfStore(run, run.Stores[store].AuditEntryId, count), cancellationToken);
        return false;
    }

    private IRetainedStore StoreOf(RetentionRunDocument run, int store) =>
        _stores.Find(run.Stores[store].Name) ?? throw new InvalidOperationException("A store of the run is not registered any more.");

    private IEnumerable<string> WithoutRule(RetentionRuleBook rules) =>
        from description in _stores.Registered
        where !rules.Knows(description.Name) || (rules.Counts(description.Name) && _stores.Find(description.Name) is null)
        orderby description.Name
        select description.Name;
}
