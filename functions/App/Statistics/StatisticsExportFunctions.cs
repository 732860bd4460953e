using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using RetailServerless.Core.Results;
using RetailServerless.Core.Statistics.Exports;
using RetailServerless.Functions.Api;
using RetailServerless.Functions.Privacy;

namespace RetailServerless.Functions.Statistics;

/// <summary>Exports that are k-anonymous and l-diverse.</summary>
public sealed class StatisticsExportFunctions(StatisticsExports exports)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Asks for an export.</summary>
    [Function(nameof(PostStatisticsExport))]
    [ApiOperation(
        "Ask for an anonymous export",
        Description = "Answers 202; Location follows it. One row a person who agreed to analytics, generalised until at least k people share their quasi-identifiers and every sensitive column is l-diverse among them. "
            + "When that cannot be met it is refused. The same question in the same period is the same export.",
        Request = typeof(ExportRequest),
        Response = typeof(ExportView),
        Status = 202)]
    public async Task<IActionResult> PostStatisticsExport(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/statistics/{dataSet}/exports")] HttpRequest request,
        string dataSet,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!(await request.ReadJsonAsync<ExportRequest>(cancellationToken: cancellationToken)).TryGet(out var wanted, out var failure)
            || !(await exports.AskAsync(dataSet, wanted, request.HttpContext.GetCaller().Role, cancellationToken)).TryGet(out var export, out failure))
        {
            return failure.ToActionResult(request.HttpContext);
        }

        if (export.Status == ExportStatus.Pending)
        {
            await RequestRunner.StartAsync(client, StatisticsExportRun.InstanceOf(export.Id), nameof(StatisticsExportRun), export.Id, cancellationToken);
        }

        return Answers.Accepted(ExportView.UrlOf(export.Id), ExportView.Of(export), LookAgain);
    }

    /// <summary>Shows an export.</summary>
    [Function(nameof(GetStatisticsExport))]
    [ApiOperation("Show an anonymous export, with what was measured of its file", Response = typeof(ExportView))]
    public async Task<IActionResult> GetStatisticsExport(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/statistics/exports/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { } export ? Answers.Ok(ExportView.Of(export)) : Unknown.ToActionResult(request.HttpContext);

    /// <summary>Gives the file.</summary>
    [Function(nameof(GetStatisticsExportContent))]
    [ApiOperation("Fetch the file of an anonymous export", MoreMediaTypes = ["text/csv"])]
    public async Task<IActionResult> GetStatisticsExportContent(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/statistics/exports/{id}/content")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } export)
        {
            return Unknown.ToActionResult(request.HttpContext);
        }

        return await exports.OpenAsync(export, cancellationToken) is { } file
            ? new CsvAnswer(file)
            : new Failure(FailureKind.Conflict, "statistics-export-has-no-file", "This export has no file: it is not made yet, was refused, or has expired. Its status says which.").ToActionResult(request.HttpContext);
    }

    private static Failure Unknown { get; } = new(FailureKind.NotFound, "statistics-export-unknown", "There is no export of this number.");

    private async Task<StatisticsExport?> FindAsync(string id, CancellationToken cancellationToken) =>
        Guid.TryParseExact(id, "D", out var number) ? await exports.FindAsync(number, cancellationToken) : null;

    private sealed class CsvAnswer(Stream file) : IActionResult
    {
        public async Task ExecuteResultAsync(ActionContext context)
        {
            await using var content = file;
            var response = context.HttpContext.Response;
            response.ContentType = "text/csv; charset=utf-8";
            response.Headers.ContentDisposition = "attachment; filename=\"export.csv\"";
            await content.CopyToAsync(response.Body, context.HttpContext.RequestAborted);
        }
    }
}
