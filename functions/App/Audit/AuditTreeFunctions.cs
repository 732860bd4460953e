using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using RetailServerless.Core.Audit;
using RetailServerless.Core.Audit.Export;
using RetailServerless.Core.Audit.Tree;
using RetailServerless.Core.Results;
using RetailServerless.Functions.Api;

namespace RetailServerless.Functions.Audit;

/// <summary>The proofs of the audit log: checkpoints, inclusion, consistency, tiles, and the export that <c>verify-audit</c> checks.</summary>
public sealed class AuditTreeFunctions(AuditProver prover, AuditTiles tiles, IAuditTree tree, AuditExporter exporter, AuditReads reads)
{
    private const string Text = "text/plain; charset=utf-8";

    private static readonly Failure NotThere = new(FailureKind.NotFound, "no-such-audit-entry", "The audit log has no such entry. Its size is in /api/audit/checkpoints/latest.");

    private static readonly Failure Empty = new(FailureKind.NotFound, "audit-log-empty", "The audit log has no entries yet, and so no checkpoint.");

    /// <summary>Proves that an entry is in the log.</summary>
    [Function(nameof(GetAuditProof))]
    [ApiOperation(
        "Prove that an entry is in the audit log",
        Description = "The inclusion proof of RFC 9162 against the newest checkpoint. As text/plain it is a C2SP tlog-proof.",
        Response = typeof(AuditProofView),
        MoreMediaTypes = ["text/plain"])]
    public async Task<IActionResult> GetAuditProof(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit/entries/{index}/proof")] HttpRequest request, string index, CancellationToken cancellationToken)
    {
        if (!long.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || await prover.InclusionAsync(number, cancellationToken) is not { } proof)
        {
            return NotThere.ToActionResult(request.HttpContext);
        }

        return WantsText(request) ? new BytesAnswer(Text, proof.ToText()) : Answers.Ok(new AuditProofView(proof.Index, proof.Hashes, AuditCheckpointView.Of(proof.Note)));
    }

    /// <summary>Gives the newest checkpoint.</summary>
    [Function(nameof(GetLatestCheckpoint))]
    [ApiOperation("Read the newest signed checkpoint", Description = "As text/plain it is a C2SP tlog-checkpoint.", Response = typeof(AuditCheckpointView), MoreMediaTypes = ["text/plain"])]
    public async Task<IActionResult> GetLatestCheckpoint(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit/checkpoints/latest")] HttpRequest request, CancellationToken cancellationToken) =>
        await tree.LatestAsync(cancellationToken) is not { } latest
            ? Empty.ToActionResult(request.HttpContext)
            : WantsText(request) ? new BytesAnswer(Text, latest.Note) : Answers.Ok(AuditCheckpointView.Of(latest.Note));

    /// <summary>Proves that the log only grew.</summary>
    [Function(nameof(GetConsistency))]
    [ApiOperation(
        "Prove that an older checkpoint is the beginning of the newest",
        Response = typeof(AuditConsistencyView),
        Query = ["from: the size of the older checkpoint, from 1"])]
    public async Task<IActionResult> GetConsistency(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit/checkpoints/consistency")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!long.TryParse(request.ReadText("from"), NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            || await prover.ConsistencyAsync(from, cancellationToken) is not { } proof)
        {
            return RequestQuery.Invalid("from", "must be a size from 1 to that of the newest checkpoint").ToActionResult(request.HttpContext);
        }

        return Answers.Ok(new AuditConsistencyView(proof.From, proof.FromRoot, proof.Hashes, AuditCheckpointView.Of(proof.Latest.Note)));
    }

    /// <summary>Gives a tile or a bundle of entries.</summary>
    [Function(nameof(GetAuditTile))]
    [ApiOperation(
        "Read a tile of the audit tree or a bundle of its leaves",
        Description = "C2SP tlog-tiles under api/audit: tile/0/000, tile/1/000.p/17, tile/entries/000.p/200.",
        MoreMediaTypes = ["application/octet-stream"])]
    public async Task<IActionResult> GetAuditTile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit/tile/{level}/{*path}")] HttpRequest request, string level, string path, CancellationToken cancellationToken) =>
        await tiles.ReadAsync(level, path, cancellationToken) is { } bytes
            ? new BytesAnswer("application/octet-stream", bytes)
            : new Failure(FailureKind.NotFound, "no-such-tile", "The tree has no such tile. Which it has follows from the size in the checkpoint (C2SP tlog-tiles).").ToActionResult(request.HttpContext);

    /// <summary>Gives the whole log.</summary>
    [Function(nameof(ExportAuditLog))]
    [ApiOperation(
        "Export the audit log",
        Description = "JSON lines: every entry that the newest checkpoint covers, with its body where that can still be read and else why it cannot, then the checkpoint. Check it with verify-audit. "
            + "A part is widened to whole runs of 256 entries, so that it can be checked alone.",
        MoreMediaTypes = ["application/jsonl"],
        Query = ["from: the first entry, 0 unless given", "before: the entry at which to end, the end of the log unless given"])]
    public async Task<IActionResult> ExportAuditLog(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/audit/export")] HttpRequest request, CancellationToken cancellationToken)
    {
        var size = (int)Math.Min(int.MaxValue, (await tree.LatestAsync(cancellationToken))?.Checkpoint.Size ?? 0);
        if (!request.ReadInt("from", 0, 0, Math.Max(0, size - 1)).TryGet(out var from, out var failure) || !request.ReadInt("before", int.MaxValue, from + 1, int.MaxValue).TryGet(out var before, out failure))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        await reads.RecordAsync(request.HttpContext.GetCaller(), "export", null, cancellationToken);
        return new StreamAnswer("application/jsonl", exporter, from == 0 && before == int.MaxValue ? null : new AuditPart(from, before));
    }

    private static bool WantsText(HttpRequest request) =>
        request.Headers.Accept.Any(value => value?.Contains("text/plain", StringComparison.OrdinalIgnoreCase) == true);

    private sealed class StreamAnswer(string contentType, AuditExporter exporter, AuditPart? part) : IActionResult
    {
        public Task ExecuteResultAsync(ActionContext context)
        {
            var response = context.HttpContext.Response;
            response.ContentType = contentType;
            response.Headers.CacheControl = "no-store";
            return exporter.WriteAsync(response.Body, part, context.HttpContext.RequestAborted);
        }
    }
}
