using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Audit;

/// <summary>The audit log for those who watch over the platform.</summary>
public sealed class AuditFunctions(AuditReader reader, AuditReads reads)
{
    private const string List = "audit-entries";
    private const int MaxKind = 64;

    /// <summary>Lists entries, opened and checked.</summary>
    [Function(nameof(ListAuditEntries))]
    [ApiOperation(
        "List entries of the audit log",
        Description = "Each with its leaf and, unless the person was erased, its body. Reading is recorded in the log itself, once a minute for the same reader and kind. A page can be empty and yet have a continuationToken: look for a rare kind page by page.",
        Response = typeof(Page<AuditEntryView>),
        Query =
        [
            "kind: as consent.changed, or consent for all below it",
            "from: the index to begin at",
            "order: oldest (unless given) or newest first",
            "size: 1 to 200, 50 unless given",
            "continuationToken: of the page before",
        ])]
    public async Task<IActionResult> ListAuditEntries(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit/entries")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!Read(request).TryGet(out var query, out var failure))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        if (query.From is null || request.ReadText("continuationToken") is null)
        {
            await reads.RecordAsync(request.HttpContext.GetCaller(), "entries", query.Kind, cancellationToken);
        }

        var page = await reader.ReadAsync(query, cancellationToken);
        return Answers.Ok(new Page<AuditEntryView>(
            [.. page.Entries.Select(AuditEntryView.Of)], page.Next is { } next ? ContinuationToken.Encode(List, new Position(next, query.Kind, query.NewestFirst)) : null));
    }

    // A token carries its filter, so that a page cannot be continued under another one.
    private static Result<AuditQuery> Read(HttpRequest request)
    {
        if (!request.ReadInt("size", 50, 1, 200).TryGet(out var size, out var failure)
            || !request.ReadInt("from", -1, 0, int.MaxValue).TryGet(out var from, out failure)
            || !ContinuationToken.Decode<Position>(List, request.ReadText("continuationToken")).TryGet(out var position, out failure))
        {
            return failure;
        }

        var kind = request.ReadText("kind");
        if (kind?.Length > MaxKind)
        {
            return RequestQuery.Invalid("kind", "must have at most 64 characters");
        }

        return request.ReadText("order") switch
        {
            _ when position is not null => new AuditQuery(position.Next, size, position.Kind, position.NewestFirst),
            null or "oldest" => new AuditQuery(from < 0 ? null : from, size, kind),
            "newest" => new AuditQuery(from < 0 ? null : from, size, kind, NewestFirst: true),
            _ => RequestQuery.Invalid("order", "must be oldest or newest"),
        };
    }

    private sealed record Position(long Next, string? Kind, bool NewestFirst);
}
