using System.Text.Json;
using RetailServerless.Core.Audit.Search;
using RetailServerless.Core.People;
using RetailServerless.Core.Policies;
using RetailServerless.Core.Results;
using RetailServerless.Core.Storage;

namespace RetailServerless.Core.Audit.Retention;

/// <summary>
/// Destroys bodies and salts whose time is over; the tree stays as it is. What will go is announced in the log before anything goes, and counted in it after. A crash in between leaves what the next run
/// finds. A policy that cannot be read removes nothing.
/// </summary>
public sealed class AuditRetention(IAuditStore store, AuditReader reader, IAuditLog log, IPolicyStore policies, IAuditHolds holds, TimeProvider time)
{
    private const int Batch = 1_000;

    /// <summary>What would go now.</summary>
    public async Task<Result<AuditRetentionPlan>> PlanAsync(CancellationToken cancellationToken)
    {
        if (!(await policies.GetAsync<AuditRetentionPolicy>(AuditRetentionPolicy.Id, cancellationToken)).TryGet(out var policy, out var failure))
        {
            return failure;
        }

        var now = time.GetUtcNow();
        var lines = new List<RetentionLine>();
        foreach (var rule in policy.Value.Rules)
        {
            var except = policy.Value.Rules.Select(r => r.Kind).Where(k => k != rule.Kind && AuditRetentionPolicy.Holds(rule.Kind, k)).ToList();
            var line = new RetentionLine(rule.Kind, except, rule.KeepForDays, Minute(now.AddDays(-rule.KeepForDays)), 0, 0);
            var held = 0;
            var due = await DueAsync(line, () => held++, cancellationToken).CountAsync(cancellationToken);
            lines.Add(line with { Due = due, Held = held });
        }

        return new AuditRetentionPlan(policy.Reference, lines);
    }

    /// <summary>Removes what is due.</summary>
    /// <returns>What went: each line counts the bodies that were removed.</returns>
    public async Task<Result<AuditRetentionPlan>> ApplyAsync(CancellationToken cancellationToken)
    {
        if (!(await PlanAsync(cancellationToken)).TryGet(out var plan, out var failure))
        {
            return failure;
        }

        if (plan.Due == 0)
        {
            return plan;
        }

        await log.AppendAsync(RetentionEntries.Of(RetentionEntries.Announced, plan.Policy, plan.Lines, l => l.Due), cancellationToken);
        var removed = new List<RetentionLine>();
        foreach (var line in plan.Lines)
        {
            var (held, count) = (0, 0);
            await foreach (var batch in DueAsync(line, () => held++, cancellationToken).Chunk(Batch).WithCancellation(cancellationToken))
            {
                count += await store.RetireBodiesAsync(batch, cancellationToken);
            }

            removed.Add(line with { Due = count, Held = held });
        }

        await log.AppendAsync(RetentionEntries.Of(RetentionEntries.Applied, plan.Policy, removed, l => l.Due), cancellationToken);
        return plan with { Lines = removed };
    }

    private async IAsyncEnumerable<long> DueAsync(RetentionLine line, Action onHeld, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var search = new StoredSearch
        {
            Terms = [new AuditTerm(AuditFacet.Kind, line.Kind)],
            Without = [.. line.Except.Select(e => new AuditTerm(AuditFacet.Kind, e))],
            BeforeMinute = LeafFacets.MinuteOf(line.Before),
            WithBody = true,
            From = 0,
            Limit = Batch,
        };
        var people = new Dictionary<string, bool>(StringComparer.Ordinal);
        while (await store.FindBodiesAsync(search, cancellationToken) is { Count: > 0 } found)
        {
            foreach (var body in found)
            {
                if (await IsHeldAsync(body, people, cancellationToken))
                {
                    onHeld();
                }
                else
                {
                    yield return body.Index;
                }
            }

            search = search with { From = found[^1].Index + 1 };
        }
    }

    private async Task<bool> IsHeldAsync(StoredBody body, Dictionary<string, bool> people, CancellationToken cancellationToken)
    {
        if (AuditLog.PersonOf(body.Partition) is not { } person)
        {
            return false;
        }

        if (!people.TryGetValue(body.Partition, out var any))
        {
            people[body.Partition] = any = await holds.AnyAsync(person, cancellationToken);
        }

        return any && await IsHeldAsync(person, body.Index, cancellationToken);
    }

    private async Task<bool> IsHeldAsync(PersonId person, long index, CancellationToken cancellationToken)
    {
        var stored = await store.ReadAsync(index, 1, cancellationToken);
        return stored is [var entry]
            && await holds.CoversAsync(person, JsonSerializer.SerializeToNode(await reader.OpenAsync(entry, cancellationToken), PlatformJson.Options)!.AsObject(), cancellationToken);
    }

    private static DateTimeOffset Minute(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
