using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.Imports;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Imports;

/// <summary>Takes files in and shows how far they are.</summary>
public sealed class ImportFunctions(ImportIntake intake, ImportStore imports, ImportOptions options)
{
    private const string ListName = "imports";
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Receives a file.</summary>
    [Function(nameof(PostImport))]
    [ApiOperation(
        "Import a file",
        Description = "Streams the file in and answers 202; Location follows it. Merchant Center feeds (TSV, XML), CSV, JSON and JSON Lines, plain or gzip. The same file again changes nothing.",
        RequestMediaTypes = ["text/csv", "text/tab-separated-values", "application/xml", "application/json", "application/x-ndjson", "application/gzip", "application/octet-stream"],
        Response = typeof(ImportView),
        Status = 202,
        Query =
        [
            "format: csv, tsv, xml, json or jsonl; found from Content-Type or the content unless given",
            "mapping: a JSON object of our fields to the file's columns, as {\"sku\":\"id\"}; the header x-column-mapping can hold it too",
            "ignore: columns that are not read, separated by commas",
            "currency: ISO 4217 code of amounts that name none",
            "mode: catalogs only; replace (unless given) or merge",
        ],
        Headers = ["Idempotency-Key", "Content-Encoding"])]
    public async Task<IActionResult> PostImport(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/imports/{kind}")] HttpRequest request,
        string kind,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        if (!ImportRequest.KindOf(kind).TryGet(out var known, out var failure)
            || !ImportRequest.ReadParameters(request, options).TryGet(out var parameters, out failure)
            || !request.ReadIdempotencyKey().TryGet(out var key, out failure) && failure is not null)
        {
            return failure.ToActionResult(request.HttpContext);
        }

        var received = await intake.ReceiveAsync(known, parameters, request.Body, request.HttpContext.GetCaller(), key, cancellationToken);
        if (!received.TryGet(out var import, out failure))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        if (!import.HasEnded)
        {
            await StartAsync(client, import.Id, cancellationToken);
        }

        return Answers.Accepted($"/api/imports/{import.Id}", ImportView.Of(import), LookAgain);
    }

    /// <summary>Shows an import.</summary>
    [Function(nameof(GetImport))]
    [ApiOperation("Show an import", Response = typeof(ImportView), MoreStatuses = [304], Headers = ["If-None-Match"])]
    public async Task<IActionResult> GetImport(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/imports/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "N", out _) || await imports.FindAsync(id, cancellationToken) is not { } import)
        {
            return new Failure(FailureKind.NotFound, "import-unknown", "There is no import of this number. GET /api/imports lists them.").ToActionResult(request.HttpContext);
        }

        return request.AlreadyHas(import.ETag) ? new StatusCodeResult(StatusCodes.Status304NotModified) : Answers.Ok(ImportView.Of(import.Value), import.ETag);
    }

    /// <summary>Lists imports.</summary>
    [Function(nameof(ListImports))]
    [ApiOperation("List imports, newest first", Response = typeof(ImportList), Query = ["size: 1 to 100, 20 unless given", "continuationToken: from the page before"])]
    public async Task<IActionResult> ListImports(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/imports")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.ReadInt("size", 20, 1, 100).TryGet(out var size, out var failure)
            || !ContinuationToken.Decode<string>(ListName, request.ReadText("continuationToken")).TryGet(out var after, out failure) && failure is not null)
        {
            return failure.ToActionResult(request.HttpContext);
        }

        var page = await imports.ListAsync(after, size + 1, cancellationToken).Select(i => i.Value).ToListAsync(cancellationToken);
        var shown = page.Take(size).ToList();
        return Answers.Ok(new ImportList([.. shown.Select(ImportView.Of)], page.Count > size ? ContinuationToken.Encode(ListName, shown[^1].Id) : null));
    }

    /// <summary>Starts the orchestration of an import once, however many requests with one idempotency key come at a time.</summary>
    private static async Task StartAsync(DurableTaskClient client, string id, CancellationToken cancellationToken)
    {
        if (await client.GetInstanceAsync(id, cancellationToken) is not null)
        {
            return;
        }

        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(nameof(ImportRun), id, new StartOrchestrationOptions(id), cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Another request with the same key may be at it: its instance can be met a moment later.
            for (var look = 0; await client.GetInstanceAsync(id, cancellationToken) is null; look++)
            {
                if (look == 20)
                {
                    throw;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            }
        }
    }
}
