using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Audit;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Audit;

/// <summary>The audit log for those who watch over the platform.</summary>
public sealed class AuditFunctions(AuditReader reader, AuditQueryReader queries, AuditReads reads)
{
    /// <summary>Lists entries, opened and checked.</summary>
    [Function(nameof(ListAuditEntries))]
    [ApiOperation(
        "Search the audit log",
        Description = "Each entry with its leaf and, unless the person was erased or its time has passed, its body. What is asked for can be combined; only privacy officers may ask for a person. "
            + "Reading is recorded in the log itself, once a minute for the same reader and search. An entry whose body is gone is found by what its leaf says, and no longer by person, decision and actor.",
        Response = typeof(Page<AuditEntryView>),
        Query =
        [
            "kind: as consent.changed, or consent for all below it",
            "role: the role of who acted, as shopper or Privacy.Officer",
            "actor: the opaque id of the staff member who acted",
            "customerId: whom it concerns",
            "visitorId: whom it concerns, when that is a visitor",
            "decision: the id of a decision",
            "model: as offline-responder@1, or offline-responder for all versions",
            "policy: as chat/returns@1, or chat/returns for all versions",
            "since: the first instant, as 2026-11-24T08:00:00Z; entries know their minute",
            "before: the instant at which to end",
            "from: the index to begin at",
            "order: oldest (unless given) or newest first",
            "size: 1 to 200, 50 unless given",
            "continuationToken: of the page before",
        ])]
    public async Task<IActionResult> ListAuditEntries(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit/entries")] HttpRequest request, CancellationToken cancellationToken)
    {
        var http = request.HttpContext;
        if (!(await queries.ReadAsync(request, cancellationToken)).TryGet(out var query, out var failure))
        {
            await reads.RefusedAsync(http, failure);
            return failure.ToActionResult(http);
        }

        await reads.RecordAsync(http.GetCaller(), "entries", query, cancellationToken);
        var page = await reader.ReadAsync(query, cancellationToken);
        return Answers.Ok(new Page<AuditEntryView>([.. page.Entries.Select(AuditEntryView.Of)], await queries.TokenAsync(query, page.Next, cancellationToken)));
    }
}
