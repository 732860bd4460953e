using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.Privacy.Retention;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Privacy;

/// <summary>Runs of retention: what would go, what went.</summary>
public sealed class RetentionFunctions(RetentionRuns runs)
{
    private const string ListName = "retention-runs";
    private const string ItemsName = "retention-items";
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Starts a run.</summary>
    [Function(nameof(PostRetentionRun))]
    [ApiOperation(
        "Start a run of retention",
        Description = "With dryRun=true it lists what would go and changes nothing. Answers 202; Location follows it. One run removes at a time, others wait. The same runs every night.",
        Response = typeof(RetentionRunView),
        Status = 202,
        Query = ["dryRun: true or false", "asOf: only with dryRun=true, an instant to look ahead to, as 2027-01-01T00:00:00Z; now unless given"],
        Headers = ["Idempotency-Key"])]
    public async Task<IActionResult> PostRetentionRun(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/retention/runs")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!ReadQuery(request).TryGet(out var query, out var failure) || (!request.ReadIdempotencyKey().TryGet(out var key, out failure) && failure is not null))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        var caller = request.HttpContext.GetCaller();
        var run = await runs.CreateAsync(runs.OfRequest(caller.StaffId ?? "", key), query.DryRun, query.AsOf, caller.Role, cancellationToken);
        if (run.DryRun != query.DryRun)
        {
            return new Failure(FailureKind.Conflict, "idempotency-key-reused", "This Idempotency-Key was used for another run. Take a new one.").ToActionResult(request.HttpContext);
        }

        if (!run.HasEnded)
        {
            await RetentionStarter.StartAsync(client, run, cancellationToken);
        }

        return Answers.Accepted(RetentionRunView.UrlOf(run.Id), RetentionRunView.Of(run, await runs.CountsAsync(run.Id, cancellationToken)), LookAgain);
    }

    /// <summary>Shows a run.</summary>
    [Function(nameof(GetRetentionRun))]
    [ApiOperation("Show a run of retention, with its counts by store", Response = typeof(RetentionRunView))]
    public async Task<IActionResult> GetRetentionRun(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/retention/runs/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { } run
            ? Answers.Ok(RetentionRunView.Of(run, await runs.CountsAsync(run.Id, cancellationToken)))
            : Unknown.ToActionResult(request.HttpContext);

    /// <summary>Lists runs.</summary>
    [Function(nameof(ListRetentionRuns))]
    [ApiOperation("List runs of retention, newest first", Response = typeof(Page<RetentionRunView>), Query = ["size: 1 to 100, 20 unless given", "continuationToken: from the page before"])]
    public async Task<IActionResult> ListRetentionRuns(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/retention/runs")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.ReadInt("size", 20, 1, 100).TryGet(out var size, out var failure)
            || (!ContinuationToken.Decode<string>(ListName, request.ReadText("continuationToken")).TryGet(out var after, out failure) && failure is not null))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        var page = await runs.ListAsync(after, cancellationToken).Take(size + 1).ToListAsync(cancellationToken);
        var views = new List<RetentionRunView>();
        foreach (var (_, run) in page.Take(size))
        {
            views.Add(RetentionRunView.Of(run, await runs.CountsAsync(run.Id, cancellationToken)));
        }

        return Answers.Ok(new Page<RetentionRunView>(views, page.Count > size ? ContinuationToken.Encode(ListName, page[size - 1].Place) : null));
    }

    /// <summary>Lists what a run found.</summary>
    [Function(nameof(ListRetentionItems))]
    [ApiOperation(
        "List the items of a run whose time is over",
        Description = "Each by a reference that is the same in every run and names nobody.",
        Response = typeof(Page<RetentionItemView>),
        Query = ["data: only of this store", "size: 1 to 500, 100 unless given", "continuationToken: from the page before"])]
    public async Task<IActionResult> ListRetentionItems(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/retention/runs/{id}/items")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } run)
        {
            return Unknown.ToActionResult(request.HttpContext);
        }

        if (!request.ReadInt("size", 100, 1, 500).TryGet(out var size, out var failure)
            || (!ContinuationToken.Decode<ItemPlace>(ItemsName, request.ReadText("continuationToken")).TryGet(out var after, out failure) && failure is not null))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        var items = await ItemsAsync(run.Id, request.ReadText("data"), after, cancellationToken).Take(size + 1).ToListAsync(cancellationToken);
        return Answers.Ok(new Page<RetentionItemView>(
            [.. items.Take(size).Select(i => i.Item)], items.Count > size ? ContinuationToken.Encode(ItemsName, items[size - 1].Place) : null));
    }

    private static Failure Unknown { get; } = new(FailureKind.NotFound, "retention-run-unknown", "There is no run of this number. GET /api/retention/runs lists them.");

    private static Result<(bool DryRun, DateTimeOffset? AsOf)> ReadQuery(HttpRequest request)
    {
        if (request.ReadText("dryRun") is not ("true" or "false"))
        {
            return RequestQuery.Invalid("dryRun", "must be true or false: say whether anything is to be removed");
        }

        var dryRun = request.ReadText("dryRun") == "true";
        if (request.ReadText("asOf") is not { } text)
        {
            return (dryRun, (DateTimeOffset?)null);
        }

        if (!dryRun)
        {
            return RequestQuery.Invalid("asOf", "is only for dryRun=true: nothing is removed before its time");
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? (dryRun, (DateTimeOffset?)at)
            : RequestQuery.Invalid("asOf", "must be an instant, as 2027-01-01T00:00:00Z");
    }

    private async Task<RetentionRunDocument?> FindAsync(string id, CancellationToken cancellationToken) =>
        Guid.TryParseExact(id, "D", out var number) ? (await runs.FindAsync(number, cancellationToken))?.Value : null;

    private async IAsyncEnumerable<(ItemPlace Place, RetentionItemView Item)> ItemsAsync(
        Guid run, string? data, ItemPlace? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The batch in which the page before ended is read again from its next line.
        if (after is not null && await runs.FindBatchAsync(run, after.Data, after.Batch, cancellationToken) is { } begun)
        {
            foreach (var found in Lines(begun).Skip(after.Line + 1))
            {
                yield return found;
            }
        }

        await foreach (var (_, batch) in runs.BatchesAsync(run, data, after is null ? null : RetentionBatch.IdOf(after.Data, after.Batch), cancellationToken))
        {
            foreach (var found in Lines(batch))
            {
                yield return found;
            }
        }
    }

    private static IEnumerable<(ItemPlace Place, RetentionItemView Item)> Lines(RetentionBatch batch) =>
        batch.Lines.Select((line, i) => (new ItemPlace(batch.Store, batch.Number, i), RetentionItemView.Of(batch.Store, line)));

    private sealed record ItemPlace(string Data, int Batch, int Line);
}
