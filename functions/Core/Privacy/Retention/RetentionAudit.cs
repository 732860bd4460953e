using System.Globalization;
using System.Text.Json.Nodes;
using RetailServerless.Core.Audit;

namespace RetailServerless.Core.Privacy.Retention;

/// <summary>What the audit log gets of a run: counts, dates and holds, and nobody.</summary>
internal static class RetentionAudit
{
    public static AuditEvent OfStore(RetentionRunDocument run, string entryId, RetentionCount count) => new()
    {
        EntryId = entryId,
        Kind = run.DryRun ? "retention.listed" : "retention.applied",
        ActorRole = run.ActorRole,
        Policy = run.Policy,
        Body = new JsonObject
        {
            ["run"] = run.Id.ToString(),
            ["data"] = count.Store,
            ["examined"] = count.Examined,
            ["due"] = count.Due,
            ["removed"] = count.Deleted + count.Anonymised,
            ["anonymised"] = count.Anonymised,
            ["stayed"] = count.Stayed,
            ["failed"] = count.Failed,
            ["held"] = count.Held,
            ["restricted"] = count.Restricted,
            ["inUse"] = count.InUse,
            ["undated"] = count.Undated,
            ["incomplete"] = count.Incomplete,
            ["oldest"] = count.Oldest?.ToString("O", CultureInfo.InvariantCulture),
            ["holds"] = new JsonArray([.. count.Holds.Select(h => new JsonObject { ["hold"] = h.Key.ToString(), ["items"] = h.Value })]),
        },
    };

    public static AuditEvent OfRun(RetentionRunDocument run, IReadOnlyList<RetentionCount> counts) => new()
    {
        EntryId = run.AuditEntryId,
        Kind = run.DryRun ? "retention.dry-run-ended" : "retention.run-ended",
        ActorRole = run.ActorRole,
        Policy = run.Policy,
        Body = new JsonObject
        {
            ["run"] = run.Id.ToString(),
            ["night"] = run.Night?.ToString("O", CultureInfo.InvariantCulture),
            ["status"] = run.Status.ToString(),
            ["failure"] = run.Failure,
            ["stores"] = counts.Count,
            ["examined"] = counts.Sum(c => (long)c.Examined),
            ["due"] = counts.Sum(c => (long)c.Due),
            ["removed"] = counts.Sum(c => (long)c.Deleted + c.Anonymised),
            ["held"] = counts.Sum(c => (long)c.Held),
            ["restricted"] = counts.Sum(c => (long)c.Restricted),
            ["failed"] = counts.Sum(c => (long)c.Failed),
            ["withoutRule"] = new JsonArray([.. run.WithoutRule.Select(name => JsonValue.Create(name))]),
        },
    };
}
